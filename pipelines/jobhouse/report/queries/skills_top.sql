with

skills as (
    select month_date, skill, posting_count, posting_share
    from marts.skills_monthly
    where month_date >= $recent_from and month_date < $recent_until
),

-- a month's postings with a text or a list of skills stand behind each of its shares
months as (
    select month_date, max(round(posting_count / posting_share)) as posting_count
    from skills
    group by month_date
)

select
    skill,
    sum(posting_count)::bigint as posting_count,
    sum(posting_count) / (select sum(months.posting_count) from months) as posting_share,
    (select sum(months.posting_count)::bigint from months) as postings_with_skills_count
from skills
group by skill
order by posting_count desc, skill
limit 20
