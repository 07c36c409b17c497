MODEL (
  name intermediate.int_skills__aliases,
  description 'What delivered skills mean: the skill of that name, or of an unknown one its most frequent spelling among those that differ in case alone; countries and what reference.skill_names knows as no skill mean none. Grain: one skill of one delivered skill in lower case (skill_key, skill); "C/C++" is two.',
  owner jobhouse,
  kind FULL,
  grain (skill_key, skill),
  columns (
    skill_key varchar,
    skill varchar
  ),
  audits (
    unique_combination_of_columns(columns := (skill_key, skill)),
    not_null(columns := (skill_key, skill))
  )
);

with

delivered as (
  select unnest(versions.skills) as spelling
  from intermediate.int_jobs__current as jobs
  inner join staging.stg_sentrion__job_versions as versions
    on jobs.version_id = versions.version_id
),

spellings as (
  select
    lower(spelling) as skill_key,
    spelling,
    count(*) as naming_count
  from delivered
  group by all
),

ranked as (
  select
    skill_key,
    spelling,
    row_number() over (partition by skill_key order by naming_count desc, spelling) as rank
  from spellings
),

most_frequent as (
  select
    skill_key,
    spelling,
    coalesce(nullif(rtrim(@skill_folded(skill_key), '.,'), ''), skill_key) as name_key
  from ranked
  where rank = 1
),

names as (
  select
    int_skill_names__worded.name_key,
    int_skill_names__worded.skill
  from intermediate.int_skill_names__worded as int_skill_names__worded
  where
    int_skill_names__worded.skill is not null
    or int_skill_names__worded.reading = 'no_skill'
  union all
  -- their codes mean other things: AR, IT
  select
    lower(countries.country_name) as name_key,
    null as skill
  from reference.countries as countries
)

select distinct
  most_frequent.skill_key,
  case when names.name_key is null then most_frequent.spelling else names.skill end as skill
from most_frequent
left join names
  on most_frequent.name_key = names.name_key
where
  names.name_key is null
  or names.skill is not null
