MODEL (
  name marts.skills_monthly,
  description 'How often skills are asked for, by month of posting. Grain: one skill in one month (month_date, skill) in which at least one posting names it.',
  owner jobhouse,
  kind FULL,
  grain (month_date, skill),
  column_descriptions (
    month_date = 'First day of the month of posting',
    skill = 'The skill; see posting_skills',
    posting_count = 'Postings that name the skill',
    opening_count = 'Different openings among them',
    posting_share = 'Part of the month''s postings with any skills that name this one, 0 to 1; postings without skills are left out',
    posting_count_year_before = 'posting_count of the same skill twelve months earlier; 0 where there was none, NULL where that month holds no postings with skills',
    posting_share_change = 'posting_share minus that of twelve months earlier; NULL where that month holds no postings with skills'
  ),
  audits (
    unique_combination_of_columns(columns := (month_date, skill)),
    not_null(columns := (month_date, skill, posting_count, opening_count, posting_share)),
    accepted_range(column := posting_share, min_v := 0, max_v := 1)
  )
);

with

-- not from posting_skills, which would have to be joined with the postings again, skill by skill
postings as (
  select
    date_trunc('month', postings.post_date)::date as month_date,
    postings.opening_id,
    versions.skill_keys
  from marts.fct_job_postings as postings
  inner join staging.stg_sentrion__job_versions as versions
    on postings.version_id = versions.version_id
  where
    postings.post_date is not null
    and len(versions.skill_keys) > 0
),

months as (
  select
    month_date,
    count(*) as posting_count
  from postings
  group by month_date
),

named as (
  select
    month_date,
    opening_id,
    unnest(skill_keys) as skill_key
  from postings
),

counted_by_key as (
  select
    month_date,
    skill_key,
    count(*) as posting_count,
    count(distinct opening_id) as opening_count
  from named
  group by
    month_date,
    skill_key
),

counted as (
  select
    counted_by_key.month_date,
    skill_names.skill,
    counted_by_key.posting_count,
    counted_by_key.opening_count
  from counted_by_key
  inner join intermediate.int_skills__aliases as skill_names
    on counted_by_key.skill_key = skill_names.skill_key
)

select
  counted.month_date,
  counted.skill,
  counted.posting_count,
  counted.opening_count,
  counted.posting_count / months.posting_count as posting_share,
  case when months_before.month_date is not null then coalesce(counted_before.posting_count, 0) end as posting_count_year_before,
  counted.posting_count / months.posting_count
  - case
    when months_before.month_date is not null
      then coalesce(counted_before.posting_count, 0) / months_before.posting_count
  end as posting_share_change
from counted
inner join months
  on counted.month_date = months.month_date
left join months as months_before
  on months_before.month_date = (counted.month_date - interval '12 months')::date
left join counted as counted_before
  on counted_before.month_date = (counted.month_date - interval '12 months')::date
  and counted.skill = counted_before.skill
