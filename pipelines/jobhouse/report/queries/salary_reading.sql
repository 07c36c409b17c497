select
    coalesce(salary_basis, 'not read') as salary_basis,
    count(*) as posting_count,
    count(*) filter (where salary_min is not null or salary_max is not null) as read_count,
    count(*) filter (where salary_annual_min is not null or salary_annual_max is not null) as annual_count
from marts.fct_job_postings
where salary_offered is not null or salary_basis <> 'none'
group by all
order by posting_count desc, salary_basis
