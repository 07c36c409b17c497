select
    (select count(*) from marts.fct_job_postings) as posting_count,
    (select count(distinct opening_id) from marts.fct_job_postings) as opening_count,
    (select count(distinct company_id) from marts.fct_job_postings) as company_count,
    (select count(distinct date_day) from ops.coverage_daily where status not in ('missing', 'open')) as day_count,
    (select count(distinct date_day) from ops.coverage_daily) as day_of_range_count,
    (select coalesce(sum(credits_used), 0)::bigint from ops.credits_daily) as credits_used,
    (select coalesce(sum(request_count), 0)::bigint from ops.credits_daily) as request_count
