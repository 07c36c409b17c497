MODEL (
  name marts.dim_dates,
  description 'Days, from the first day of posting to the last day known: the last one that a complete window covers, or the last day of posting, neither later than the day on which it was read. Days that adverts name as their end may lie beyond. Grain: one day (date_day).',
  owner jobhouse,
  kind FULL,
  grain date_day,
  column_descriptions (
    date_day = 'The day',
    year = 'Calendar year',
    quarter = 'Quarter of the year, 1 to 4',
    month = 'Month of the year, 1 to 12',
    month_date = 'First day of the month',
    iso_year = 'Year that the ISO week belongs to',
    iso_week = 'ISO 8601 week, 1 to 53',
    weekday = 'ISO 8601 weekday, 1 (Monday) to 7',
    is_weekend = 'Saturday or Sunday'
  ),
  audits (
    unique_combination_of_columns(columns := (date_day)),
    not_null(columns := (date_day, month_date))
  )
);

with

-- the present day is known as far as it had come when it was read
read as (
  select max(least((until - interval '1 day')::date, coalesce(refreshed_at, completed_at)::date)) as last_day
  from staging.stg_sentrion__windows
  where status = 'complete'
),

posted as (
  select
    min(first_post_date) as first_day,
    max(least(post_date, last_changed_at::date)) as last_day
  from marts.fct_job_postings
  where post_date is not null
),

bounds as (
  select
    posted.first_day,
    greatest(posted.first_day, posted.last_day, coalesce(read.last_day, posted.last_day)) as last_day
  from posted
  cross join read
),

days as (
  select unnest(generate_series(first_day::timestamp, last_day::timestamp, interval '1 day'))::date as date_day
  from bounds
)

select
  date_day,
  extract(year from date_day)::int as year,
  extract(quarter from date_day)::int as quarter,
  extract(month from date_day)::int as month,
  date_trunc('month', date_day)::date as month_date,
  extract(isoyear from date_day)::int as iso_year,
  extract(week from date_day)::int as iso_week,
  extract(isodow from date_day)::int as weekday,
  extract(isodow from date_day) >= 6 as is_weekend
from days
