MODEL (
  name intermediate.int_jobs__seen,
  description 'When the API delivered a posting last, and whether it has stopped delivering it. The receipts of pages tell: an advert that is read again unchanged writes nothing else. All receipts count, so that the work grows with the pages that were ever read. A posting is withdrawn where each day on which it was posted was read again, and verified, under the same filters after the last of its versions came. The API serves history: that it delivers a posting does not say that the job is open. Embedded in the query of fct_openings, so there is no table of it. Grain: one posting (job_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain job_id,
  column_descriptions (
    last_seen_at = 'When a page last delivered one of its versions (UTC)',
    is_withdrawn = 'Whether the API delivered it once and no longer does'
  )
);

with

windows as (
  select
    stg_sentrion__windows.window_id,
    stg_sentrion__windows.search,
    stg_sentrion__windows.filters_hash,
    stg_sentrion__windows.since,
    stg_sentrion__windows.until,
    stg_sentrion__windows.status,
    stg_sentrion__windows.reading_id,
    coalesce(stg_sentrion__windows.refreshed_at, stg_sentrion__windows.completed_at) as read_at
  from staging.stg_sentrion__windows as stg_sentrion__windows
),

begun as (
  select
    stg_sentrion__receipts.window_id,
    stg_sentrion__receipts.reading_id,
    min(stg_sentrion__receipts.requested_at) as begun_at
  from staging.stg_sentrion__receipts as stg_sentrion__receipts
  group by
    stg_sentrion__receipts.window_id,
    stg_sentrion__receipts.reading_id
),

readings as (
  select
    windows.search,
    windows.filters_hash,
    windows.since,
    windows.until,
    begun.begun_at
  from windows
  inner join staging.stg_sentrion__window_verdicts as verdicts
    on windows.window_id = verdicts.window_id
    and windows.reading_id = verdicts.reading_id
    and windows.read_at = verdicts.read_at
  inner join begun
    on windows.window_id = begun.window_id
    and regexp_replace(windows.reading_id, '-2$', '') = begun.reading_id
  where
    windows.status = 'complete'
    and verdicts.verdict = 'verified'
    and not verdicts.is_superseded
),

-- a reading counts from its first page: what came before it had to come again
days_read as (
  select
    days.search,
    days.filters_hash,
    days.date_day,
    max(days.begun_at) as begun_at
  from (
    select
      readings.search,
      readings.filters_hash,
      readings.begun_at,
      unnest(generate_series(readings.since::timestamp, readings.until::timestamp - interval '1 day', interval '1 day'))::date as date_day
    from readings
  ) as days
  group by
    days.search,
    days.filters_hash,
    days.date_day
),

keys as (
  select
    stg_sentrion__receipts.requested_at,
    unnest(regexp_extract_all(stg_sentrion__receipts.version_keys_hex, '.{16}')) as version_key
  from staging.stg_sentrion__receipts as stg_sentrion__receipts
),

delivered as (
  select
    keys.version_key,
    max(keys.requested_at) as delivered_at
  from keys
  group by keys.version_key
),

versions as (
  select
    identified.job_id,
    greatest(identified.fetched_at, coalesce(delivered.delivered_at, identified.fetched_at)) as seen_at,
    -- a job of another day than those asked for is not missed when its own day is read again
    case when identified.post_date >= windows.since and identified.post_date < windows.until then days_read.begun_at end as read_again_at
  from intermediate.int_versions__identified as identified
  left join delivered
    on substring(identified.version_id, 1, 16) = delivered.version_key
  left join windows
    on identified.window_id = windows.window_id
  left join days_read
    on windows.search = days_read.search
    and windows.filters_hash = days_read.filters_hash
    and identified.post_date = days_read.date_day
),

jobs as (
  select
    versions.job_id,
    max(versions.seen_at) as last_seen_at,
    -- null where the day of one of the versions was not read again
    case when count(versions.read_again_at) = count(*) then min(versions.read_again_at) end as read_again_at
  from versions
  group by versions.job_id
)

select
  jobs.job_id,
  jobs.last_seen_at,
  coalesce(jobs.read_again_at > jobs.last_seen_at, false) as is_withdrawn
from jobs
