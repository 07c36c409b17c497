with

openings as (
    select
        last_date - first_date + 1 as live_days,
        end_basis,
        is_end_assumed,
        is_dated_by_month
    from marts.fct_openings
    where first_date is not null
),

left_out as (
    select
        count(*) filter (where is_end_assumed) as assumed_count,
        count(*) filter (where is_dated_by_month and not is_end_assumed) as month_date_count,
        quantile_disc(live_days, 0.5) filter (where not is_end_assumed and not is_dated_by_month) as median_days
    from openings
),

-- an assumed end says nothing about how long an opening stays, nor does a first day that stands for a month
counted as (
    select
        live_days,
        count(*) filter (where end_basis = 'named') as named,
        count(*) filter (where end_basis = 'withdrawn') as withdrawn
    from openings
    where not is_end_assumed and not is_dated_by_month
    group by live_days
),

classes (days_from, days_to) as (
    values (1, 7), (8, 14), (15, 21), (22, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, null)
)

select
    classes.days_from,
    classes.days_to,
    coalesce(sum(counted.named), 0)::bigint as named_count,
    coalesce(sum(counted.withdrawn), 0)::bigint as withdrawn_count,
    named_count + withdrawn_count as opening_count,
    any_value(left_out.assumed_count) as assumed_count,
    any_value(left_out.month_date_count) as month_date_count,
    any_value(left_out.median_days) as median_days
from classes
cross join left_out
left join counted
    on counted.live_days >= classes.days_from and counted.live_days <= coalesce(classes.days_to, counted.live_days)
group by classes.days_from, classes.days_to
order by classes.days_from
