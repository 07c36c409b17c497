with

titled as (
    select
        job_id,
        opening_id,
        company_id,
        job_title,
        -- one title whatever its case, its hyphens, and the marks that say it is for all genders
        trim(regexp_replace(
            lower(regexp_replace(job_title, '\(\s*[mwfdxhi](\s*[/|*,]\s*[mwfdxhi*])+\s*\)', ' ', 'gi')),
            '[\s\-–_.,/|]+', ' ', 'g'
        )) as title_key
    from marts.fct_job_postings
    where post_date >= $recent_from and post_date < $recent_until and job_title is not null
),

spelled as (
    select title_key, job_title, count(*) as spelling_count
    from titled
    group by title_key, job_title
)

select
    (
        select arg_max(spelled.job_title, (spelled.spelling_count, spelled.job_title))
        from spelled
        where spelled.title_key = titled.title_key
    ) as job_title,
    count(distinct titled.opening_id) as opening_count,
    count(*) as posting_count,
    count(distinct titled.company_id) as company_count,
    any_value((select count(distinct opening_id) from titled)) as titled_count
from titled
where titled.title_key <> ''
group by titled.title_key
order by opening_count desc, posting_count desc, titled.title_key
limit 20
