MODEL (
  name ops.coverage_daily,
  description 'Whether the history is all there, day by day: what the API announced, what it delivered and what is loaded. Grain: one day of one search (search, date_day), over the days that its windows span, under its present filters.',
  owner jobhouse,
  kind FULL,
  grain (search, date_day),
  column_descriptions (
    search = 'The search',
    date_day = 'The day of posting',
    status = 'missing (no window of the day was begun), or the verdict on its window: open (not read to the end), verified (all that was announced is stored), short (less came, or job versions are lost), over (more came), drifted (totals that change explain the difference), unknown (no total that proves anything, or not judged yet). Of a day that had not ended when it was read, the verdict is on what there was by then: from the next day on, jobhouse status calls it open',
    window_id = 'The window that covers the day: the last one completed, else the last one begun; NULL where none does',
    window_days = 'Days that the window spans; its counts are for all of them and the day that its request reaches beyond',
    window_expected_count = 'Jobs that the API announced for the window; NULL where it gave no total',
    window_delivered_count = 'Jobs that the API delivered for the window, repeats included, in one reading: the last one',
    loaded_count = 'Versions loaded whose day of posting is this one, those that former filters of the search found among them',
    completed_at = 'When the window was first read to its end (UTC); status and counts are those of its last reading, which may be later',
    reason = 'Why the window has this verdict; NULL where it has none',
    note = 'What the run noted about the window'
  ),
  audits (
    unique_combination_of_columns(columns := (search, date_day)),
    not_null(columns := (search, date_day, status, loaded_count)),
    accepted_values(column := status, is_in := ('missing', 'open', 'verified', 'short', 'over', 'drifted', 'unknown')),
    coverage_has_no_gap
  )
);

with

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
  days.search,
  days.date_day,
  days.status,
  days.window_id,
  days.window_days,
  days.expected_total as window_expected_count,
  days.rows_delivered as window_delivered_count,
  coalesce(loaded.loaded_count, 0) as loaded_count,
  days.completed_at,
  days.reason,
  days.note
from intermediate.int_days__read as days
left join loaded
  on days.search = loaded.search
  and days.date_day = loaded.date_day
