MODEL (
  name marts.salaries_monthly,
  description 'Annual pay by month of posting, country, seniority, currency and whether the currency is a guess, one advert of each opening counted, one whose pay was delivered before one whose text states it. Pay of which the advert names one end alone (up to 80,000; from 50,000) is left out: it has no middle. So is pay whose currency is not known. Grain: one combination of the five (month_date, country_code, seniority_level, salary_currency, is_currency_guessed) with at least one pay of which both ends and the currency are known; NULL stands for unknown, of country and seniority.',
  owner jobhouse,
  kind FULL,
  grain (month_date, country_code, seniority_level, salary_currency, is_currency_guessed),
  column_descriptions (
    month_date = 'First day of the month of posting',
    country_code = 'ISO 3166-1 alpha-2; NULL unknown',
    seniority_level = 'As in fct_job_postings; NULL unknown',
    salary_currency = 'ISO 4217 code; figures of different currencies are never mixed',
    is_currency_guessed = 'Whether no advert of the row says its currency itself, as in fct_job_postings: figures of guesses have rows of their own; a statement about pay takes the rows without',
    opening_count = 'Openings with pay of which both ends are known: the n of the percentiles; do not add up over groups, since one opening may have postings in several',
    posting_count = 'Their postings with such pay',
    salary_annual_p25 = 'A quarter of the openings pay less: percentile of the middle of the annual range',
    salary_annual_p50 = 'The median of the middle of the annual range',
    salary_annual_p75 = 'A quarter of the openings pay more'
  ),
  audits (
    groups_are_unique(columns := (month_date, country_code, seniority_level, salary_currency, is_currency_guessed)),
    not_null(columns := (month_date, salary_currency, is_currency_guessed, opening_count, salary_annual_p50)),
    percentiles_in_order
  )
);

with

paid as (
  select
    date_trunc('month', postings.post_date)::date as month_date,
    locations.country_code,
    postings.seniority_level,
    postings.salary_currency,
    postings.is_currency_guessed,
    postings.opening_id,
    postings.job_id,
    postings.salary_source,
    (postings.salary_annual_min + postings.salary_annual_max) / 2 as salary_annual_middle
  from marts.fct_job_postings as postings
  left join marts.dim_locations as locations
    on postings.location_id = locations.location_id
  where
    postings.salary_annual_min is not null
    and postings.salary_annual_max is not null
    and postings.salary_currency is not null
    and postings.post_date is not null
),

-- cross-posts and reposts of one opening would weigh its pay several times: delivered pay (fields) comes before that of
-- a text
openings as (
  select
    month_date,
    country_code,
    seniority_level,
    salary_currency,
    is_currency_guessed,
    opening_id,
    count(*) as posting_count,
    min_by(salary_annual_middle, (salary_source, job_id)) as salary_annual_middle
  from paid
  group by
    month_date,
    country_code,
    seniority_level,
    salary_currency,
    is_currency_guessed,
    opening_id
)

select
  month_date,
  country_code,
  seniority_level,
  salary_currency,
  is_currency_guessed,
  count(*) as opening_count,
  sum(posting_count)::bigint as posting_count,
  quantile_cont(salary_annual_middle, 0.25) as salary_annual_p25,
  quantile_cont(salary_annual_middle, 0.5) as salary_annual_p50,
  quantile_cont(salary_annual_middle, 0.75) as salary_annual_p75
from openings
group by
  month_date,
  country_code,
  seniority_level,
  salary_currency,
  is_currency_guessed
