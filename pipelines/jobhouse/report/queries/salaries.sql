with

paid as (
    select
        postings.opening_id,
        postings.salary_currency,
        -- one advert speaks for its opening, so that cross-posts do not weigh its pay several times: one whose pay was
        -- delivered (fields) before one whose text states it
        arg_min(locations.country_code, (postings.salary_source, postings.job_id)) as country_code,
        arg_min(postings.seniority_level, (postings.salary_source, postings.job_id)) as seniority_level,
        arg_min(
            (postings.salary_annual_min + postings.salary_annual_max) / 2,
            (postings.salary_source, postings.job_id)
        ) as salary_annual
    from marts.fct_job_postings as postings
    inner join marts.dim_locations as locations on postings.location_id = locations.location_id
    where
        postings.post_date >= $recent_from
        and postings.post_date < $recent_until
        and postings.salary_annual_min is not null
        and postings.salary_annual_max is not null
        and postings.salary_currency is not null
        and not postings.is_currency_guessed
        and locations.country_code is not null
    group by postings.opening_id, postings.salary_currency
),

bands as (
    select
        salary_currency,
        country_code,
        case when grouping(seniority_level) = 1 then 'all' else coalesce(seniority_level, 'not stated') end
            as seniority_level,
        count(*) as opening_count,
        round(quantile_cont(salary_annual, 0.25))::bigint as salary_annual_p25,
        round(quantile_cont(salary_annual, 0.5))::bigint as salary_annual_p50,
        round(quantile_cont(salary_annual, 0.75))::bigint as salary_annual_p75
    from paid
    group by grouping sets (
        (salary_currency, country_code, seniority_level),
        (salary_currency, country_code)
    )
    having count(*) >= 10
),

panels as (
    select salary_currency, country_code, opening_count as panel_count
    from bands
    where seniority_level = 'all'
    order by panel_count desc, country_code, salary_currency
    limit 6
)

select
    panels.country_code,
    panels.salary_currency,
    bands.seniority_level,
    bands.opening_count,
    bands.salary_annual_p25,
    bands.salary_annual_p50,
    bands.salary_annual_p75,
    (select count(distinct opening_id) from paid) as paid_count,
    (
        select count(distinct opening_id)
        from marts.fct_job_postings
        where post_date >= $recent_from and post_date < $recent_until
    ) as recent_count
from panels
inner join bands
    on panels.salary_currency = bands.salary_currency and panels.country_code = bands.country_code
order by
    panels.panel_count desc,
    panels.country_code,
    panels.salary_currency,
    list_position(
        ['all', 'internship', 'entry', 'mid', 'senior', 'lead', 'manager', 'director', 'executive', 'not stated'],
        bands.seniority_level
    )
