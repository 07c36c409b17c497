MODEL (
  name marts.active_openings_daily,
  description 'The stock of openings: how many are live on a day. An opening is live from its first day of posting until the last valid day of its adverts; an advert that names none is assumed to stay for 30 days. Grain: one day (date_day).',
  owner jobhouse,
  kind FULL,
  grain date_day,
  column_descriptions (
    date_day = 'The day; see dim_dates',
    active_opening_count = 'Openings that are live on the day',
    opened_count = 'Openings whose first live day it is',
    closed_count = 'Openings whose last live day was the day before',
    assumed_end_share = 'Part of the live openings whose end is the assumption of 30 days, 0 to 1; NULL where none is live'
  ),
  audits (
    unique_combination_of_columns(columns := (date_day)),
    not_null(columns := (date_day, active_opening_count, opened_count, closed_count)),
    accepted_range(column := active_opening_count, min_v := 0)
  )
);

with

adverts as (
  select
    opening_id,
    least(first_post_date, post_date) as first_day,
    -- an end before the posting, or years after it, is a slip of the board
    case
      when valid_through_date between post_date and post_date + interval '1 year' then valid_through_date
    end as last_day_named,
    (post_date + interval '30 days')::date as last_day_assumed
  from marts.fct_job_postings
  where post_date is not null
),

openings as (
  select
    opening_id,
    min(first_day) as first_day,
    max(coalesce(last_day_named, last_day_assumed)) as last_day,
    -- of two adverts that end on one day, the one that names its end decides
    arg_max(
      last_day_named is null,
      (coalesce(last_day_named, last_day_assumed), last_day_named is not null)
    ) as is_end_assumed
  from adverts
  group by opening_id
),

changes as (
  select first_day as date_day, 1 as opened, 0 as closed, is_end_assumed::int as assumed_change
  from openings
  union all
  select (last_day + interval '1 day')::date as date_day, 0 as opened, 1 as closed, -is_end_assumed::int as assumed_change
  from openings
),

daily as (
  select
    dim_dates.date_day,
    coalesce(sum(changes.opened), 0)::bigint as opened_count,
    coalesce(sum(changes.closed), 0)::bigint as closed_count,
    coalesce(sum(changes.assumed_change), 0)::bigint as assumed_change
  from marts.dim_dates as dim_dates
  left join changes
    on dim_dates.date_day = changes.date_day
  group by dim_dates.date_day
),

stock as (
  select
    date_day,
    opened_count,
    closed_count,
    sum(opened_count - closed_count) over (order by date_day)::bigint as active_opening_count,
    sum(assumed_change) over (order by date_day)::bigint as assumed_end_count
  from daily
)

select
  date_day,
  active_opening_count,
  opened_count,
  closed_count,
  assumed_end_count / nullif(active_opening_count, 0) as assumed_end_share
from stock
