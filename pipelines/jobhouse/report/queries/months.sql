with

years as (
    select
        count(*) filter (where post_date >= $recent_from and post_date < $recent_until) as recent_count,
        count(*) filter (where post_date >= $before_from and post_date < $recent_from) as before_count
    from marts.fct_job_postings
)

select
    date_trunc('month', postings.post_date)::date as month_date,
    count(*) as posting_count,
    count(distinct postings.opening_id) as opening_count,
    any_value(years.recent_count) as recent_count,
    -- only where all days of both years were read, by the same searches
    case when $has_two_years then any_value(years.recent_count / nullif(years.before_count, 0) - 1) end
        as recent_growth
from marts.fct_job_postings as postings
cross join years
where postings.post_date between $first_day and $last_day
group by month_date
order by month_date
