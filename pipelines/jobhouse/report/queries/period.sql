with

days_read as (
    select min(date_day) as first_day, max(date_day) as last_day
    from ops.coverage_daily
    where status not in ('missing', 'open') and date_day < $today
),

posted as (
    select min(post_date) as first_day, max(post_date) as last_day
    from marts.fct_job_postings
    where
        post_date <= $today
        and post_date >= (select coalesce(min(date_day), date '0001-01-01') from ops.coverage_daily)
),

-- counts of months that are not whole, or were read by other searches, cannot be compared with others
whole as (
    select month_date, searches
    from ops.coverage_monthly
    where is_whole
),

apart as (
    select
        list(coverage.month_date) as months,
        list(coverage.month_date) filter (where coverage.is_whole) as of_other_searches
    from ops.coverage_monthly as coverage
    where not coverage.is_whole or coverage.searches <> (select max_by(searches, month_date) from whole)
)

select
    coalesce(apart.months, []) as apart,
    coalesce(apart.of_other_searches, []) as of_other_searches,
    greatest(coalesce(days_read.first_day, posted.first_day), date_trunc('month', posted.first_day)::date) as first_day,
    least(coalesce(days_read.last_day, posted.last_day), last_day(posted.last_day)) as last_day
from days_read
cross join posted
cross join apart
where posted.first_day is not null
