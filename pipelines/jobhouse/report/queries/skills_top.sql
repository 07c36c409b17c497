with

skills as (
    select month_date, skill, posting_count, month_posting_count
    from marts.skills_monthly
    where month_date >= $recent_from and month_date < $recent_until
),

months as (
    select month_date, any_value(month_posting_count) as posting_count
    from skills
    group by month_date
)

select
    skill,
    sum(posting_count)::bigint as posting_count,
    -- all months together: a month of three postings does not weigh as much as one of a thousand
    sum(posting_count) / (select sum(months.posting_count) from months) as posting_share,
    (select sum(months.posting_count)::bigint from months) as postings_in_all_count
from skills
group by skill
order by posting_count desc, skill
limit 20
