-- 1. How many jobs were posted each month, and how many vacancies stand behind them?
select
    date_trunc('month', post_date)::date as month_date,
    count(*) as posting_count,
    count(distinct opening_id) as opening_count
from marts.fct_job_postings
group by month_date
order by month_date desc
limit 24;

-- 2. Which skills are asked for most in the last whole month?
select
    skill,
    posting_count,
    opening_count,
    round(100 * posting_share, 1) as percent_of_postings
from marts.skills_monthly
where month_date = (
    select max(month_date)
    from ops.coverage_monthly
    where is_whole
)
order by posting_count desc, skill
limit 20;

-- 3. Which skills rose within a year by more than chance, on boards that were there in both months?
select
    skill,
    posting_count,
    round(100 * posting_share, 1) as percent_of_postings,
    round(100 * comparable_share_change, 1) as points_more,
    round(100 * comparable_share_change_low, 1) as at_least,
    round(100 * comparable_share_change_high, 1) as at_most
from marts.skills_monthly
where
    month_date = (
        select max(month_date)
        from ops.coverage_monthly
        where is_whole
    )
    and comparable_share_change_low > 0
order by comparable_share_change desc, skill
limit 20;

-- 4. What do jobs in the United States pay, month by month and by seniority (only where 10 openings or more say so)?
select
    month_date,
    seniority_level,
    opening_count,
    salary_annual_p25,
    salary_annual_p50,
    salary_annual_p75
from marts.salaries_monthly
where
    country_code = 'US'
    and salary_currency = 'USD'
    and not is_currency_guessed
    and opening_count >= 10
order by month_date desc, seniority_level
limit 40;

-- 5. What does a skill pay? Median of all currencies that adverts name, in US dollars at the rate of the month of posting, one advert for each opening; months without rates stay out, where dollars would be alone.
with

paid as (
    select
        skills.skill,
        postings.opening_id,
        arg_min((
            postings.salary_annual_usd_min + postings.salary_annual_usd_max
        ) / 2, (postings.salary_source, postings.job_id)) as salary_annual_usd
    from marts.fct_job_postings as postings
    inner join marts.posting_skills as skills
        on postings.job_id = skills.job_id
    where
        postings.salary_annual_usd_min is not null
        and postings.salary_annual_usd_max is not null
        and strftime(postings.post_date, '%Y-%m') <= (
            select max(month_key)
            from reference.exchange_rates
        )
    group by skills.skill, postings.opening_id
)

select
    skill,
    count(*) as opening_count,
    round(median(salary_annual_usd)) as salary_annual_usd_p50
from paid
group by skill
having count(*) >= 50
order by salary_annual_usd_p50 desc, skill
limit 20;

-- 6. Which companies have opened the most vacancies in the last 90 days?
select
    companies.company_name,
    count(*) as opening_count,
    sum(openings.posting_count)::bigint as posting_count
from marts.fct_openings as openings
inner join marts.dim_companies as companies
    on openings.company_id = companies.company_id
where openings.first_date between current_date - 90 and current_date
group by companies.company_id, companies.company_name
order by opening_count desc, companies.company_name
limit 20;

-- 7. Where are the jobs? Openings that began in the last 12 months by country, each counted once, and the postings of these days.
select
    coalesce(country_code, 'not stated') as country_code,
    sum(opened_count) as opened_count,
    sum(posting_count) as posting_count
from marts.postings_daily
where post_date >= current_date - 365
group by all
order by opened_count desc, country_code
limit 20;

-- 8. In which cities are the jobs of one country? Each place that an advert names, and how often it is the main one.
select
    locations.state_code,
    locations.city,
    count(*) as posting_count,
    count_if(places.is_main) as main_count
from marts.posting_locations as places
inner join marts.dim_locations as locations
    on places.location_id = locations.location_id
where locations.country_code = 'US' and locations.city is not null
group by locations.state_code, locations.city
order by posting_count desc, locations.city
limit 20;

-- 9. How has remote work changed? Shares of the postings that say where the work is done, and how many do not say.
select
    date_trunc('quarter', post_date)::date as quarter,
    count(*) as posting_count,
    round(100 * avg((work_arrangement = 'remote')::int), 1) as percent_remote,
    round(100 * avg((work_arrangement = 'hybrid')::int), 1) as percent_hybrid,
    round(100 * avg((
        work_arrangement = 'on_site' and arrangement_basis = 'flag'
    )::int), 1) as percent_on_site_by_flag,
    round(100 * avg((work_arrangement is null)::int), 1) as percent_unknown
from marts.fct_job_postings
where post_date is not null
group by quarter
order by quarter desc
limit 26;

-- 10. How many vacancies opened and closed each month, how many were live on its last day, and of how many is the end an assumption?
select
    last_day(date_day) as date_day,
    max_by(active_opening_count, date_day) as active_opening_count,
    round(100 * max_by(assumed_end_share, date_day), 1) as percent_assumed,
    sum(opened_count)::bigint as opened_count,
    sum(closed_count)::bigint as closed_count
from marts.active_openings_daily
group by last_day(date_day)
having max(date_day) = last_day(min(date_day))
order by date_day desc
limit 24;

-- 11. Which skills go together with Python?
select others.skill, count(*) as posting_count
from marts.posting_skills as python
inner join marts.posting_skills as others
    on python.job_id = others.job_id and python.skill != others.skill
where lower(python.skill) = 'python'
group by others.skill
order by posting_count desc, others.skill
limit 20;

-- 12. What do postings change after they are published?
select field, count(*) as change_count, count(distinct job_id) as posting_count
from marts.job_changes
group by field
order by change_count desc, field;

-- 13. How long is a vacancy advertised, where the end is known?
select
    end_basis,
    count(*) as opening_count,
    median(last_date - first_date + 1) as live_days_p50
from marts.fct_openings
where not is_end_assumed and not is_dated_by_month
group by end_basis
order by end_basis;

-- 14. Can these numbers be trusted? How many days of each search are wholly there, and which are not.
select
    search,
    status,
    count(*) as day_count,
    min(date_day) as first_day,
    max(date_day) as last_day
from ops.coverage_daily
group by search, status
order by search, day_count desc;

-- 15. Which months can be compared? Days that are wholly read, and jobs loaded, by search.
select
    search,
    date_trunc('month', date_day)::date as month_date,
    count_if(status = 'verified') as verified_day_count,
    count(*) as day_count,
    last_day(min(date_day)) < current_date as is_month_over,
    sum(loaded_count) as loaded_count
from ops.coverage_daily
group by all
order by search, month_date desc
limit 24;

-- 16. How many adverts offer parental leave? Words in a text: (?i) takes capitals too, much faster than ilike does.
select
    year(postings.post_date) as year,
    count(*) as posting_count,
    round(100 * avg(
        regexp_matches(texts.description, '(?i)\bparental leave\b')::int
    ), 1) as percent_with_leave
from marts.fct_job_postings as postings
inner join marts.job_descriptions as texts on postings.job_id = texts.job_id
where postings.post_date is not null
group by year
order by year;
