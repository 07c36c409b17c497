with

names as (
    select country_code, min(country_name) as country_name
    from marts.dim_locations
    group by country_code
),

counted as (
    select
        country_code,
        sum(posting_count)::bigint as posting_count,
        row_number() over (order by country_code is null, sum(posting_count) desc, country_code) as place
    from marts.postings_daily
    group by country_code
),

totals as (
    select
        sum(posting_count) as posting_count,
        count(country_code) as country_count,
        coalesce(sum(posting_count) filter (where country_code is null), 0)::bigint as unknown_count,
        sum(posting_count) filter (where country_code is not null and place <= 3) / sum(posting_count)
            as three_largest_share
    from counted
)

select
    counted.country_code,
    names.country_name,
    counted.posting_count,
    counted.posting_count / totals.posting_count as posting_share,
    totals.country_count,
    totals.unknown_count,
    totals.three_largest_share
from counted
cross join totals
left join names on counted.country_code = names.country_code
order by counted.place
