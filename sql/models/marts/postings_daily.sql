MODEL (
  name marts.postings_daily,
  description 'Postings, and openings by their first day, by day, country, seniority and work arrangement. Grain: one combination of the four (post_date, country_code, seniority_level, work_arrangement), NULL standing for unknown.',
  owner jobhouse,
  kind FULL,
  grain (post_date, country_code, seniority_level, work_arrangement),
  column_descriptions (
    post_date = 'The day: of posting of the current version for postings, which moves with a repost; the first day of an opening for opened_count, which does not. NULL where there is none',
    country_code = 'ISO 3166-1 alpha-2; NULL unknown. In opened_count that of fct_openings.location_id',
    seniority_level = 'As in fct_job_postings, in opened_count that of the first posting; NULL unknown',
    work_arrangement = 'remote, hybrid or on_site, as in fct_job_postings, in opened_count that of the first posting; NULL unknown',
    posting_count = 'Postings; they add up to all postings. 0 where an opening began of which no advert is dated this day any more',
    opening_count = 'Different openings among the postings; do not add up over groups, since one opening may have postings in several: see opened_count',
    opened_count = 'Openings whose first day it is (fct_openings.first_date), however often they were posted again since; they add up to all openings',
    posting_with_salary_count = 'Postings whose pay could be read, one end of it or both'
  ),
  audits (
    groups_are_unique(columns := (post_date, country_code, seniority_level, work_arrangement)),
    not_null(columns := (posting_count, opening_count, opened_count)),
    counts_every_posting,
    counts_every_opening
  )
);

with

posted as (
  select
    postings.post_date,
    locations.country_code,
    postings.seniority_level,
    postings.work_arrangement,
    count(*) as posting_count,
    count(distinct @hash_of(postings.opening_id)) as opening_count,
    0 as opened_count,
    count(coalesce(postings.salary_min, postings.salary_max)) as posting_with_salary_count
  from marts.fct_job_postings as postings
  left join marts.dim_locations as locations
    on postings.location_id = locations.location_id
  group by
    postings.post_date,
    locations.country_code,
    postings.seniority_level,
    postings.work_arrangement
),

-- an advert that is dated again takes its postings to another day: the opening began on its own first day
opened as (
  select
    openings.first_date as post_date,
    locations.country_code,
    postings.seniority_level,
    postings.work_arrangement,
    0 as posting_count,
    0 as opening_count,
    count(*) as opened_count,
    0 as posting_with_salary_count
  from marts.fct_openings as openings
  inner join marts.fct_job_postings as postings
    on openings.job_id = postings.job_id
  left join marts.dim_locations as locations
    on openings.location_id = locations.location_id
  group by
    openings.first_date,
    locations.country_code,
    postings.seniority_level,
    postings.work_arrangement
),

counted as (
  select *
  from posted
  union all
  select *
  from opened
)

select
  post_date,
  country_code,
  seniority_level,
  work_arrangement,
  sum(posting_count)::bigint as posting_count,
  sum(opening_count)::bigint as opening_count,
  sum(opened_count)::bigint as opened_count,
  sum(posting_with_salary_count)::bigint as posting_with_salary_count
from counted
group by
  post_date,
  country_code,
  seniority_level,
  work_arrangement
