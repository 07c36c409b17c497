select
    companies.company_name,
    count(distinct postings.opening_id) as opening_count,
    count(*) as posting_count
from marts.fct_job_postings as postings
inner join marts.dim_companies as companies on postings.company_id = companies.company_id
where postings.post_date >= $recent_from and postings.post_date < $recent_until
group by companies.company_id, companies.company_name
order by opening_count desc, posting_count desc, companies.company_name
limit 15
