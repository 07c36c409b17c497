with

named as (
    select locations.country_code, count(distinct places.job_id) as named_count
    from marts.posting_locations as places
    inner join marts.dim_locations as locations on places.location_id = locations.location_id
    group by locations.country_code
)

select
    postings.country_code,
    any_value(names.country_name) as country_name,
    sum(postings.posting_count)::bigint as posting_count,
    any_value(named.named_count) as named_count,
    sum(postings.posting_count) / (select sum(posting_count) from marts.postings_daily) as posting_share
from marts.postings_daily as postings
left join (
    select country_code, min(country_name) as country_name
    from marts.dim_locations
    group by country_code
) as names
    on postings.country_code = names.country_code
left join named
    on postings.country_code = named.country_code
group by postings.country_code
order by posting_count desc, postings.country_code
limit 12
