with

rates as (
    select cast(max(month_key) || '-01' as date) as last_rate_month
    from reference.exchange_rates
),

paid as (
    select
        postings.opening_id,
        -- one advert speaks for its opening, so that cross-posts do not weigh its pay several times: one whose pay was
        -- delivered (fields) before one whose text states it
        arg_min(locations.country_code, (postings.salary_source, postings.job_id)) as country_code,
        arg_min(locations.country_name, (postings.salary_source, postings.job_id)) as country_name,
        arg_min(
            (postings.salary_annual_usd_min + postings.salary_annual_usd_max) / 2,
            (postings.salary_source, postings.job_id)
        ) as salary_annual
    from marts.fct_job_postings as postings
    inner join marts.dim_locations as locations on postings.location_id = locations.location_id
    where
        postings.post_date >= $recent_from
        and postings.post_date < $recent_until
        and postings.salary_annual_usd_min is not null
        and postings.salary_annual_usd_max is not null
        and locations.country_code is not null
    group by postings.opening_id
),

-- the same in a currency that the advert names, of a month whose rates nobody has added yet
after_rates as (
    select count(distinct postings.opening_id) as after_rates_count
    from marts.fct_job_postings as postings
    inner join marts.dim_locations as locations on postings.location_id = locations.location_id
    cross join rates
    where
        date_trunc('month', postings.post_date) > coalesce(rates.last_rate_month, date '0001-01-01')
        and postings.post_date >= $recent_from
        and postings.post_date < $recent_until
        and postings.salary_annual_min is not null
        and postings.salary_annual_max is not null
        and locations.country_code is not null
        and postings.opening_id not in (select opening_id from paid)
        and postings.salary_currency <> 'USD'
        and not postings.is_currency_guessed
),

countries as (
    select
        country_code,
        any_value(country_name) as country_name,
        count(*) as opening_count,
        round(quantile_cont(salary_annual, 0.25))::bigint as salary_annual_p25,
        round(quantile_cont(salary_annual, 0.5))::bigint as salary_annual_p50,
        round(quantile_cont(salary_annual, 0.75))::bigint as salary_annual_p75
    from paid
    group by country_code
    having count(*) >= 10
)

select
    countries.country_code,
    countries.country_name,
    countries.opening_count,
    countries.salary_annual_p25,
    countries.salary_annual_p50,
    countries.salary_annual_p75,
    rates.last_rate_month,
    after_rates.after_rates_count
from rates
cross join after_rates
left join countries on true
order by countries.opening_count desc, countries.country_code
limit 12
