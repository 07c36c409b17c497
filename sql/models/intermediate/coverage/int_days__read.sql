MODEL (
  name intermediate.int_days__read,
  description 'Which window speaks for a day of a search, and what it says: missing (none of the day was begun), open (not read to the end), or the verdict on it. Grain: one day of one search (search, date_day), over the days that its windows span, under its present filters.',
  owner jobhouse,
  kind FULL,
  grain (search, date_day),
  column_descriptions (
    status = 'As in ops.coverage_daily',
    window_days = 'Days that the window spans',
    begun_at = 'When the last reading of the window began (UTC)'
  ),
  audits (
    unique_combination_of_columns(columns := (search, date_day)),
    not_null(columns := (search, date_day, status))
  )
);

with

-- a search whose filters changed has a ledger of its own: the older one says nothing about the present filters
last_read as (
  select
    search,
    arg_max(filters_hash, started_at) as filters_hash
  from staging.stg_sentrion__windows
  group by search
),

-- the windows are judged under the filters that the settings have, which are not in the database
last_judged as (
  select
    search,
    arg_max(filters_hash, judged_at) as filters_hash
  from staging.stg_sentrion__window_verdicts
  group by search
),

present as (
  select
    last_read.search,
    coalesce(last_judged.filters_hash, last_read.filters_hash) as filters_hash
  from last_read
  left join last_judged
    on last_read.search = last_judged.search
),

-- a verdict holds for the reading that it names: one on an earlier reading of the window says nothing about this one
windows as (
  select
    windows.*,
    coalesce(windows.refreshed_at, windows.completed_at) as read_at,
    coalesce(windows.started_at, windows.refreshed_at, windows.completed_at) as begun_at,
    verdicts.verdict,
    verdicts.reason
  from staging.stg_sentrion__windows as windows
  inner join present
    on windows.search = present.search
    and windows.filters_hash = present.filters_hash
  left join staging.stg_sentrion__window_verdicts as verdicts
    on windows.window_id = verdicts.window_id
    and windows.reading_id is not distinct from verdicts.reading_id
    and coalesce(windows.refreshed_at, windows.completed_at) is not distinct from verdicts.read_at
  -- the halves of a window stand for it
  where windows.status <> 'split'
),

spans as (
  select
    search,
    min(since) as first_day,
    (max(until) - interval '1 day')::date as last_day
  from windows
  group by search
),

days as (
  select
    search,
    unnest(generate_series(first_day::timestamp, last_day::timestamp, interval '1 day'))::date as date_day
  from spans
),

covering as (
  select
    days.search,
    days.date_day,
    windows.window_id,
    windows.status,
    windows.pages,
    windows.verdict,
    windows.reason,
    windows.since,
    windows.until,
    windows.expected_total,
    windows.rows_delivered,
    windows.completed_at,
    windows.begun_at,
    windows.note,
    -- the window that read the day last speaks for it, as `jobhouse status` has it
    row_number() over (
      partition by days.search, days.date_day
      order by
        windows.status = 'complete' desc nulls last,
        coalesce(windows.pages > 0 or windows.status <> 'open', false) desc,
        windows.read_at desc nulls last,
        windows.window_id desc
    ) as rank
  from days
  left join windows
    on days.search = windows.search
    and days.date_day >= windows.since
    and days.date_day < windows.until
)

select
  covering.search,
  covering.date_day,
  case
    when covering.verdict <> 'open' then covering.verdict
    when covering.status = 'complete' then 'unknown'
    -- a window that is stopped has no page where it is to be read again from its start
    when covering.pages > 0 or covering.status <> 'open' then 'open'
    else 'missing'
  end as status,
  covering.window_id,
  (covering.until - covering.since)::bigint as window_days,
  covering.expected_total,
  covering.rows_delivered,
  covering.completed_at,
  covering.begun_at,
  covering.reason,
  covering.note
from covering
where covering.rank = 1
