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
)

select
    case
        when live_days <= 7 then 1
        when live_days <= 14 then 8
        when live_days <= 21 then 15
        when live_days <= 30 then 22
        when live_days <= 31 then 31
        when live_days <= 60 then 32
        when live_days <= 90 then 61
        when live_days <= 180 then 91
        when live_days <= 365 then 181
        else 366
    end as days_from,
    count(*) filter (where not is_end_assumed) as said_count,
    count(*) filter (where is_end_assumed) as assumed_count
from openings
group by days_from
order by days_from
