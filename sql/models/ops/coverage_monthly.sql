MODEL (
  name ops.coverage_monthly,
  description 'Which months can be compared: those that are whole, and read by the same searches. Grain: one month (month_date) of which a day was read.',
  owner jobhouse,
  kind VIEW,
  grain month_date,
  column_descriptions (
    month_date = 'First day of the month of posting',
    is_whole = 'Whether each search that has begun the month has read each of its days on the second day after it or later (UTC), when it had ended all over the world; the counts of other months are too low, that of the present month among them',
    searches = 'The searches that have begun it'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date)),
    not_null(columns := (month_date, is_whole, searches))
  )
);

select
  month_date,
  is_whole,
  searches
from intermediate.int_months__read
