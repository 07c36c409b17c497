MODEL (
  name intermediate.int_months__read,
  description 'Which searches read a month, and whether each of them read it whole: counts of two months can be compared where both are whole and read by the same searches. Grain: one month (month_date) of which a day was read.',
  owner jobhouse,
  kind FULL,
  grain month_date,
  columns (month_date date, is_whole boolean, searches varchar[]),
  column_descriptions (
    month_date = 'First day of the month',
    is_whole = 'As in ops.coverage_monthly',
    searches = 'As in ops.coverage_monthly'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date)),
    not_null(columns := (month_date, is_whole, searches))
  )
);

with

counted as (
  select
    search,
    date_trunc('month', date_day)::date as month_date,
    -- a day lasts until the second one after it somewhere in the world: adverts of it may come until then
    count(case when status not in ('missing', 'open') and date_day < (begun_at - interval '1 day')::date then 1 end) as ended_day_count,
    count(case when status <> 'missing' then 1 end) as begun_day_count
  from intermediate.int_days__read
  group by
    search,
    date_trunc('month', date_day)::date
)

select
  month_date,
  min(ended_day_count) = date_diff('day', month_date, (month_date + interval '1 month')::date) as is_whole,
  list(distinct search order by search) as searches
from counted
-- a search that has begun no day of the month adds nothing to it
where begun_day_count > 0
group by month_date
