MODEL (
  name ops.coverage_daily,
  description 'Whether the history is all there, day by day: what the API announced, what it delivered and what is loaded. Grain: one day of one search (search, date_day), over the days that its windows span, under its present filters.',
  owner jobhouse,
  kind FULL,
  grain (search, date_day),
  column_descriptions (
    search = 'The search',
    date_day = 'The day of posting',
    status = 'complete; open (not read to the end); short or over (read to the end, but less or more was delivered than announced)',
    window_id = 'The window that covers the day: the last one completed, else the last one begun; NULL where none does',
    window_days = 'Days that the window spans; its counts are for all of them and the day that its request reaches beyond',
    window_expected_count = 'Jobs that the API announced for the window; NULL where it gave no total',
    window_delivered_count = 'Jobs that the API delivered for the window, repeats included',
    loaded_count = 'Versions loaded whose day of posting is this one',
    completed_at = 'When the window was completed (UTC)',
    note = 'What the run noted about the window'
  ),
  audits (
    unique_combination_of_columns(columns := (search, date_day)),
    not_null(columns := (search, date_day, status, loaded_count)),
    accepted_values(column := status, is_in := ('complete', 'open', 'short', 'over')),
    coverage_has_no_gap
  )
);

with

-- a search whose filters changed has a ledger of its own: the older one says nothing about the present filters
present as (
  select
    search,
    arg_max(filters_hash, started_at) as filters_hash
  from staging.stg_sentrion__windows
  group by search
),

windows as (
  select windows.*
  from staging.stg_sentrion__windows as windows
  inner join present
    on windows.search = present.search
    and windows.filters_hash = present.filters_hash
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

-- by how much a total changed while a window was read, at the most: so much, within bounds, explains a difference
spreads as (
  select
    search,
    window_id,
    reading_id,
    max(total) - min(total) as spread
  from staging.stg_sentrion__requests
  where total is not null
  group by
    search,
    window_id,
    reading_id
),

drifts as (
  select
    windows.search,
    max(spreads.spread) as drift
  from windows
  inner join spreads
    on windows.search = spreads.search
    and windows.window_id = spreads.window_id
    and windows.reading_id = spreads.reading_id
  group by windows.search
),

covering as (
  select
    days.search,
    days.date_day,
    windows.window_id,
    windows.status,
    windows.since,
    windows.until,
    windows.expected_total,
    windows.rows_delivered,
    -- over both readings, where a window was read twice
    coalesce(windows.rows_distinct, windows.rows_delivered) as rows_distinct,
    least(coalesce(drifts.drift, 0), greatest(10, floor(windows.expected_total * 0.01))) as allowance,
    windows.completed_at,
    windows.note,
    windows.is_total_capped,
    row_number() over (
      partition by days.search, days.date_day
      order by windows.status = 'complete' desc, windows.completed_at desc, windows.started_at desc, windows.window_id
    ) as rank
  from days
  left join windows
    on days.search = windows.search
    and days.date_day >= windows.since
    and days.date_day < windows.until
  left join drifts
    on days.search = drifts.search
),

loaded as (
  select
    hits.search,
    versions.post_date as date_day,
    count(*) as loaded_count
  from staging.stg_sentrion__search_hits as hits
  inner join staging.stg_sentrion__job_versions as versions
    on hits.version_id = versions.version_id
  group by
    hits.search,
    versions.post_date
)

select
  covering.search,
  covering.date_day,
  case
    when covering.status is null or covering.status <> 'complete' then 'open'
    when covering.is_total_capped or covering.expected_total is null then 'complete'
    when covering.rows_distinct > covering.expected_total + covering.allowance then 'over'
    when abs(covering.rows_distinct - covering.expected_total) <= covering.allowance then 'complete'
    when abs(covering.rows_delivered - covering.expected_total) <= covering.allowance then 'complete'
    when covering.rows_delivered < covering.expected_total then 'short'
    else 'complete'
  end as status,
  covering.window_id,
  (covering.until - covering.since)::bigint as window_days,
  covering.expected_total as window_expected_count,
  covering.rows_delivered as window_delivered_count,
  coalesce(loaded.loaded_count, 0) as loaded_count,
  covering.completed_at,
  covering.note
from covering
left join loaded
  on covering.search = loaded.search
  and covering.date_day = loaded.date_day
where covering.rank = 1
