with

skills as (
    select month_date, skill, posting_count, posting_share, month_date >= $recent_from as is_recent
    from marts.skills_monthly
    where month_date >= $before_from and month_date < $recent_until
),

months as (
    select month_date, is_recent, max(round(posting_count / posting_share)) as posting_count
    from skills
    group by month_date, is_recent
),

years as (
    select
        sum(posting_count) filter (where is_recent) as count_now,
        sum(posting_count) filter (where not is_recent) as count_before
    from months
),

compared as (
    select
        skill,
        coalesce(sum(posting_count) filter (where not is_recent), 0)::bigint as posting_count_before,
        coalesce(sum(posting_count) filter (where is_recent), 0)::bigint as posting_count_now
    from skills
    group by skill
    having greatest(posting_count_before, posting_count_now) >= 50
),

shares as (
    select
        skill,
        posting_count_before,
        posting_count_now,
        posting_count_before / years.count_before as share_before,
        posting_count_now / years.count_now as share_now,
        share_now / nullif(share_before, 0) as growth
    from compared
    cross join years
),

ranked as (
    select
        *,
        row_number() over (order by growth desc nulls first, posting_count_now desc, skill) as place_rising,
        row_number() over (order by growth nulls last, posting_count_before desc, skill) as place_falling
    from shares
)

select
    case when place_rising <= 10 and coalesce(growth, 2) > 1 then 'rising' else 'falling' end as direction,
    skill,
    posting_count_before,
    posting_count_now,
    share_before,
    share_now,
    growth
from ranked
where (place_rising <= 10 and coalesce(growth, 2) > 1) or (place_falling <= 10 and growth < 1)
order by direction desc, case when direction = 'rising' then place_rising else place_falling end
