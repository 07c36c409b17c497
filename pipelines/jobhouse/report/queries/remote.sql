select
    date_trunc('month', days.post_date)::date as month_date,
    coalesce(sum(days.posting_count) filter (where days.is_remote), 0)::bigint as remote_count,
    sum(days.posting_count)::bigint as known_count,
    remote_count / known_count as remote_share
from marts.postings_daily as days
where days.post_date between $first_day and $last_day and days.is_remote is not null
group by month_date
order by month_date
