select
    date_trunc('month', post_date)::date as month_date,
    count(*) as posting_count,
    count(distinct opening_id) as opening_count
from marts.fct_job_postings
where post_date between $first_day and $last_day
group by month_date
order by month_date
