MODEL (
  name marts.companies_monthly,
  description 'Postings of companies by month of posting. Grain: one company in one month (month_date, company_id) with at least one posting.',
  owner jobhouse,
  kind FULL,
  grain (month_date, company_id),
  column_descriptions (
    month_date = 'First day of the month of posting',
    company_id = 'The company; see dim_companies',
    posting_count = 'Postings of the company',
    opening_count = 'Different openings among them; do not add up over months, since one opening may have postings in several',
    posting_share = 'Part of the month''s postings with a company that are this one''s, 0 to 1',
    posting_count_year_before = 'posting_count twelve months earlier; 0 where there was none, NULL where that month holds no postings',
    posting_growth = 'posting_count over that of twelve months earlier, minus 1: of postings by the day of their current version, so that adverts dated again leave their former month; NULL where there was none, and where one of the months is not read whole or was read by other searches (ops.coverage_monthly)'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date, company_id)),
    not_null(columns := (month_date, company_id, posting_count, opening_count, posting_share)),
    accepted_range(column := posting_share, min_v := 0, max_v := 1)
  )
);

with

postings as (
  select
    date_trunc('month', post_date)::date as month_date,
    company_id,
    @hash_of(opening_id) as opening_hash
  from marts.fct_job_postings
  where
    post_date is not null
    and company_id is not null
),

counted as (
  select
    postings.month_date,
    postings.company_id,
    count(*) as posting_count,
    count(distinct postings.opening_hash) as opening_count
  from postings
  group by
    postings.month_date,
    postings.company_id
),

-- of months that are not read whole, or by other searches, a growth would be one of the reading
months as (
  select
    counted.month_date,
    whole.searches,
    sum(counted.posting_count) as posting_count
  from counted
  left join intermediate.int_months__read as whole
    on counted.month_date = whole.month_date
    and whole.is_whole
  group by
    counted.month_date,
    whole.searches
)

select
  counted.month_date,
  counted.company_id,
  counted.posting_count,
  counted.opening_count,
  counted.posting_count / months.posting_count as posting_share,
  case when months_before.month_date is not null then coalesce(counted_before.posting_count, 0) end as posting_count_year_before,
  case when months.searches = months_before.searches then counted.posting_count / counted_before.posting_count - 1 end as posting_growth
from counted
inner join months
  on counted.month_date = months.month_date
left join months as months_before
  on months_before.month_date = (counted.month_date - interval '12 months')::date
left join counted as counted_before
  on counted_before.month_date = (counted.month_date - interval '12 months')::date
  and counted.company_id = counted_before.company_id
