with

adverts as (
    select
        opening_id,
        least(first_post_date, post_date) as first_day,
        -- an end before the posting, or years after it, is a slip of the board
        case
            when valid_through_date between post_date and post_date + interval 1 year then valid_through_date
        end as last_day_said,
        (post_date + interval 30 days)::date as last_day_assumed
    from marts.fct_job_postings
    where post_date is not null
),

openings as (
    select
        max(coalesce(last_day_said, last_day_assumed)) - min(first_day) + 1 as live_days,
        arg_max(last_day_said is null, coalesce(last_day_said, last_day_assumed)) as is_end_assumed
    from adverts
    group by opening_id
),

counted as (
    select
        live_days,
        count(*) filter (where not is_end_assumed) as said_count,
        count(*) filter (where is_end_assumed) as assumed_count,
        count(*) as opening_count
    from openings
    group by live_days
),

-- an assumed end gives 31 days, which would drown a class of several
classes (days_from, days_to) as (
    values (1, 7), (8, 14), (15, 21), (22, 30), (31, 31), (32, 60), (61, 90), (91, 180), (181, 365), (366, null)
)

select
    classes.days_from,
    classes.days_to,
    coalesce(sum(counted.said_count), 0)::bigint as said_count,
    coalesce(sum(counted.assumed_count), 0)::bigint as assumed_count,
    coalesce(sum(counted.opening_count), 0)::bigint as opening_count
from classes
left join counted
    on counted.live_days >= classes.days_from and counted.live_days <= coalesce(classes.days_to, counted.live_days)
group by classes.days_from, classes.days_to
order by classes.days_from
