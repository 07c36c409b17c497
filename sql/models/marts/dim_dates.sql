MODEL (
  name marts.dim_dates,
  description 'Days, from the first day of posting to the last day on which an advert is valid, at most five years after the last posting. Grain: one day (date_day).',
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

bounds as (
  select
    min(first_post_date) as first_day,
    greatest(
      max(post_date),
      least(coalesce(max(valid_through_date), max(post_date)), (max(post_date) + interval '5 years')::date)
    ) as last_day
  from marts.fct_job_postings
  where post_date is not null
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
