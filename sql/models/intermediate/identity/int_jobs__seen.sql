MODEL (
  name intermediate.int_jobs__seen,
  description 'When the API delivered a posting last, and whether it has stopped delivering it. The receipts of pages tell: an advert that is read again unchanged writes nothing else. Of what still comes, the last verified reading of each day tells; earlier readings are looked at for what it lacks, so that the work hardly grows with the nights. A posting is withdrawn where each day on which it was posted was read again, verified, under the same filters, and none of its versions came. The API serves history: that it delivers a posting does not say that the job is open. Embedded in the query of fct_openings, so there is no table of it. Grain: one posting (job_id).',
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

receipts as (
  select
    stg_sentrion__receipts.window_id,
    stg_sentrion__receipts.reading_id,
    stg_sentrion__receipts.requested_at,
    stg_sentrion__receipts.version_keys_hex,
    min(stg_sentrion__receipts.requested_at) over (
      partition by stg_sentrion__receipts.window_id, stg_sentrion__receipts.reading_id
    ) as begun_at
  from staging.stg_sentrion__receipts as stg_sentrion__receipts
),

readings as (
  select
    windows.window_id,
    windows.search,
    windows.filters_hash,
    windows.since,
    windows.until,
    regexp_replace(windows.reading_id, '-2$', '') as reading_id
  from windows
  inner join staging.stg_sentrion__window_verdicts as verdicts
    on windows.window_id = verdicts.window_id
    and windows.reading_id = verdicts.reading_id
    and windows.read_at = verdicts.read_at
  where
    windows.status = 'complete'
    and verdicts.verdict = 'verified'
    and not verdicts.is_superseded
),

pages as (
  select
    readings.search,
    readings.filters_hash,
    readings.since,
    readings.until,
    receipts.begun_at,
    receipts.requested_at,
    receipts.version_keys_hex
  from receipts
  inner join readings
    on receipts.window_id = readings.window_id
    and receipts.reading_id = readings.reading_id
),

-- a reading counts from its first page: what came before it had to come again
days_read as (
  select
    days.search,
    days.filters_hash,
    days.date_day,
    max(days.begun_at) as begun_at
  from (
    select distinct
      pages.search,
      pages.filters_hash,
      pages.begun_at,
      unnest(generate_series(pages.since::timestamp, pages.until::timestamp - interval '1 day', interval '1 day'))::date as date_day
    from pages
  ) as days
  group by
    days.search,
    days.filters_hash,
    days.date_day
),

keys as (
  select
    pages.requested_at,
    unnest(regexp_extract_all(pages.version_keys_hex, '.{16}')) as version_key
  from pages
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
    identified.fetched_at,
    substring(identified.version_id, 1, 16) as version_key,
    delivered.delivered_at,
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
    max(greatest(versions.fetched_at, coalesce(versions.delivered_at, versions.fetched_at))) as last_seen_at,
    count(versions.delivered_at) as delivered_count,
    -- null where the day of one of the versions was not read again
    case when count(versions.read_again_at) = count(*) then min(versions.read_again_at) end as read_again_at
  from versions
  group by versions.job_id
),

missed as (
  select
    jobs.job_id,
    jobs.last_seen_at,
    jobs.read_again_at
  from jobs
  where
    jobs.delivered_count = 0
    and jobs.read_again_at > jobs.last_seen_at
),

-- what is missed now came unchanged in earlier readings, which are looked at for these alone
last_sights as (
  select
    versions.job_id,
    max(earlier.requested_at) as delivered_at
  from versions
  inner join missed
    on versions.job_id = missed.job_id
  inner join (
    select
      receipts.requested_at,
      unnest(regexp_extract_all(receipts.version_keys_hex, '.{16}')) as version_key
    from receipts
  ) as earlier
    on versions.version_key = earlier.version_key
  group by versions.job_id
)

select
  jobs.job_id,
  greatest(jobs.last_seen_at, coalesce(last_sights.delivered_at, jobs.last_seen_at)) as last_seen_at,
  missed.job_id is not null and missed.read_again_at > coalesce(last_sights.delivered_at, jobs.last_seen_at) as is_withdrawn
from jobs
left join missed
  on jobs.job_id = missed.job_id
left join last_sights
  on jobs.job_id = last_sights.job_id
