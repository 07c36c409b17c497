MODEL (
  name marts.active_openings_daily,
  description 'The stock of openings: how many are live on a day, up to the last day known. An opening is live from its first_date to its last_date in fct_openings, of which many are assumed. Grain: one day (date_day).',
  owner jobhouse,
  kind FULL,
  grain date_day,
  column_descriptions (
    date_day = 'The day; see dim_dates',
    active_opening_count = 'Openings that are live on the day',
    opened_count = 'Openings whose first live day it is',
    opened_dated_by_month_count = 'Those of opened_count of which the month alone is known: they stand on its first day',
    closed_count = 'Openings whose last live day was the day before',
    closed_assumed_count = 'Those of closed_count whose end is the assumption of 30 days: a burst of postings closes as one, thirty days later',
    assumed_end_share = 'Part of the live openings whose end is the assumption of 30 days, 0 to 1; NULL where none is live'
  ),
  audits (
    unique_combination_of_columns(columns := (date_day)),
    not_null(columns := (date_day, active_opening_count, opened_count, opened_dated_by_month_count, closed_count, closed_assumed_count)),
    accepted_range(column := active_opening_count, min_v := 0),
    accepted_range(column := assumed_end_share, min_v := 0, max_v := 1)
  )
);

with

changes as (
  select
    first_date as date_day,
    1 as opened,
    is_dated_by_month::int as opened_month_date,
    0 as closed,
    0 as closed_assumed,
    is_end_assumed::int as assumed_change
  from marts.fct_openings
  where first_date is not null
  union all
  select
    (last_date + interval '1 day')::date as date_day,
    0 as opened,
    0 as opened_month_date,
    1 as closed,
    is_end_assumed::int as closed_assumed,
    -is_end_assumed::int as assumed_change
  from marts.fct_openings
  where first_date is not null
),

daily as (
  select
    dim_dates.date_day,
    coalesce(sum(changes.opened), 0)::bigint as opened_count,
    coalesce(sum(changes.opened_month_date), 0)::bigint as opened_dated_by_month_count,
    coalesce(sum(changes.closed), 0)::bigint as closed_count,
    coalesce(sum(changes.closed_assumed), 0)::bigint as closed_assumed_count,
    coalesce(sum(changes.assumed_change), 0)::bigint as assumed_change
  from marts.dim_dates as dim_dates
  left join changes
    on dim_dates.date_day = changes.date_day
  group by dim_dates.date_day
),

stock as (
  select
    *,
    sum(opened_count - closed_count) over (order by date_day)::bigint as active_opening_count,
    sum(assumed_change) over (order by date_day)::bigint as assumed_end_count
  from daily
)

select
  date_day,
  active_opening_count,
  opened_count,
  opened_dated_by_month_count,
  closed_count,
  closed_assumed_count,
  assumed_end_count / nullif(active_opening_count, 0) as assumed_end_share
from stock
