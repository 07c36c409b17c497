with

counted as (
    select
        count(*) as posting_count,
        [
            {'column_name': 'job_title', 'missing_count': count(*) - count(job_title)},
            {'column_name': 'company_id', 'missing_count': count(*) - count(company_id)},
            {'column_name': 'location_id', 'missing_count': count(*) - count(location_id)},
            {'column_name': 'post_date', 'missing_count': count(*) - count(post_date)},
            {'column_name': 'valid_through_date', 'missing_count': count(*) - count(valid_through_date)},
            {'column_name': 'job_type', 'missing_count': count(*) - count(job_type)},
            {'column_name': 'seniority_level', 'missing_count': count(*) - count(seniority_level)},
            {'column_name': 'is_remote', 'missing_count': count(*) - count(is_remote)},
            {'column_name': 'work_arrangement', 'missing_count': count(*) - count(work_arrangement)},
            {'column_name': 'job_board', 'missing_count': count(*) - count(job_board)},
            {'column_name': 'job_url', 'missing_count': count(*) - count(job_url)},
            {'column_name': 'salary_offered', 'missing_count': count(*) - count(salary_offered)},
            {'column_name': 'salary_annual_min', 'missing_count': count(*) - count(salary_annual_min)}
        ] as found
    from marts.fct_job_postings
)

select
    unnest(found).column_name as column_name,
    unnest(found).missing_count as missing_count,
    unnest(found).missing_count / posting_count as missing_share,
    posting_count
from counted
where posting_count > 0
