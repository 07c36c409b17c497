select
    locations.country_code,
    any_value(locations.country_name) as country_name,
    count(*) as posting_count,
    count(*) filter (where postings.is_country_doubtful) as doubtful_count
from marts.fct_job_postings as postings
inner join marts.dim_locations as locations on postings.location_id = locations.location_id
group by locations.country_code
having doubtful_count > 0
order by doubtful_count desc, locations.country_code
limit 10
