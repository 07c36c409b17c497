with

largest as (
    select
        company_id,
        count(distinct opening_id) as opening_count,
        count(*) as posting_count
    from marts.fct_job_postings
    where post_date >= $recent_from and post_date < $recent_until and company_id is not null
    group by company_id
    order by opening_count desc, posting_count desc, company_id
    limit 15
)

select companies.company_name, largest.opening_count, largest.posting_count
from largest
inner join marts.dim_companies as companies on largest.company_id = companies.company_id
order by largest.opening_count desc, largest.posting_count desc, largest.company_id
