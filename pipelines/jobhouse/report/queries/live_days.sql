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

-- an assumed end says nothing about how long an opening stays, nor does a first day that stands for a month
known as (
    select live_days, end_basis
    from openings
    where not is_end_assumed and not is_dated_by_month
),

left_out as (
    select
        count(*) filter (where is_end_assumed) as assumed_count,
        count(*) filter (where is_dated_by_month and not is_end_assumed) as month_date_count
    from openings
),

stays as (
    select
        quantile_disc(live_days, 0.5) as median_days,
        greatest(1, coalesce(quantile_disc(live_days, 0.99), 1)) as most_days
    from known
),

-- of one width: single days, or as many weeks as let some thirty of them hold 99 of 100 openings
widths as (
    select
        median_days,
        most_days,
        case when most_days <= 30 then 1 else 7 * ceil(most_days / 210)::bigint end as bin_days
    from stays
),

bins as (
    select
        widths.median_days,
        numbers.number * widths.bin_days + 1 as days_from,
        (numbers.number + 1) * widths.bin_days as days_to,
        ceil(widths.most_days / widths.bin_days)::bigint * widths.bin_days as last_day
    from widths
    cross join range(30) as numbers (number)
    where numbers.number * widths.bin_days < widths.most_days
)

select
    bins.days_from,
    bins.days_to,
    count(*) filter (where known.end_basis = 'named') as named_count,
    count(*) filter (where known.end_basis = 'withdrawn') as withdrawn_count,
    named_count + withdrawn_count as opening_count,
    (select count(*) from known) as known_count,
    (select count(*) from known where live_days > bins.last_day) as longer_count,
    any_value(bins.median_days) as median_days,
    any_value(left_out.assumed_count) as assumed_count,
    any_value(left_out.month_date_count) as month_date_count
from bins
cross join left_out
left join known on known.live_days between bins.days_from and bins.days_to
group by bins.days_from, bins.days_to, bins.last_day
order by bins.days_from
