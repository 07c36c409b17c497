MODEL (
  name marts.postings_daily,
  description 'Postings by the day of posting, country, seniority and remote work. Grain: one combination of the four (post_date, country_code, seniority_level, is_remote), NULL standing for unknown.',
  owner jobhouse,
  kind FULL,
  grain (post_date, country_code, seniority_level, is_remote),
  column_descriptions (
    post_date = 'Day of posting of the current version; NULL for postings without one',
    country_code = 'ISO 3166-1 alpha-2; NULL unknown',
    seniority_level = 'As in fct_job_postings; NULL unknown',
    is_remote = 'As in fct_job_postings; NULL unknown',
    posting_count = 'Postings; they add up to all postings',
    opening_count = 'Different openings among them; do not add up over groups, since one opening may have postings in several: see first_opening_count',
    first_opening_count = 'Openings whose first posting is among them; they add up to all openings',
    posting_with_salary_count = 'Postings whose pay could be read, one end of it or both'
  ),
  audits (
    groups_are_unique(columns := (post_date, country_code, seniority_level, is_remote)),
    not_null(columns := (posting_count, opening_count, first_opening_count)),
    counts_every_posting,
    counts_every_opening
  )
);

select
  postings.post_date,
  locations.country_code,
  postings.seniority_level,
  postings.is_remote,
  count(*) as posting_count,
  count(distinct postings.opening_id) as opening_count,
  count(openings.job_id) as first_opening_count,
  count(coalesce(postings.salary_min, postings.salary_max)) as posting_with_salary_count
from marts.fct_job_postings as postings
left join marts.dim_locations as locations
  on postings.location_id = locations.location_id
left join marts.fct_openings as openings
  on postings.job_id = openings.job_id
group by
  postings.post_date,
  locations.country_code,
  postings.seniority_level,
  postings.is_remote
