MODEL (
  name marts.skills_monthly,
  description 'How often skills are asked for, by month of posting: skills delivered and those that titles and texts name, so that boards that deliver lists of skills and boards that deliver texts are measured alike. Grain: one skill in one month (month_date, skill) in which at least one posting names it.',
  owner jobhouse,
  kind FULL,
  grain (month_date, skill),
  column_descriptions (
    month_date = 'First day of the month of posting',
    skill = 'The skill; see posting_skills',
    posting_count = 'Postings that name the skill',
    opening_count = 'Different openings among them',
    posting_share = 'Part of the month''s postings with a text or a list of skills that name this one, 0 to 1; a posting with neither is left out, since nothing tells what it asks for',
    posting_count_year_before = 'posting_count of the same skill twelve months earlier; 0 where there was none, NULL where that month holds no postings with a text or a list of skills',
    posting_share_change = 'posting_share minus that of twelve months earlier; NULL where that month holds no postings with a text or a list of skills'
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
    list_concat(skills.delivered_skills, skills.extracted_skills) as skills
  from marts.fct_job_postings as postings
  inner join intermediate.int_skills__resolved as skills
    on postings.job_id = skills.job_id
  where
    postings.post_date is not null
    and skills.has_source
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
    unnest(skills) as skill
  from postings
),

counted as (
  select
    month_date,
    skill,
    count(*) as posting_count,
    count(distinct opening_id) as opening_count
  from named
  group by
    month_date,
    skill
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
