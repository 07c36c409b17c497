select
    job_id_basis,
    count(*) as posting_count,
    count(*) / sum(count(*)) over () as posting_share
from marts.fct_job_postings
group by job_id_basis
order by
    coalesce(
        list_position(
            ['job_url', 'job_url_and_title', 'apply_url', 'company_title_place_date', 'version'], job_id_basis
        ),
        0
    ),
    job_id_basis
