MODEL (
  name intermediate.int_skills__aliases,
  description 'The spelling under which a skill is shown: the most frequent one among those that differ in case alone. Grain: one skill in lower case (skill_key).',
  owner jobhouse,
  kind FULL,
  grain skill_key,
  audits (
    unique_combination_of_columns(columns := (skill_key)),
    not_null(columns := (skill_key, skill))
  )
);

with

named as (
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
  from named
  group by all
),

ranked as (
  select
    skill_key,
    spelling,
    row_number() over (partition by skill_key order by naming_count desc, spelling) as rank
  from spellings
)

select
  skill_key,
  spelling as skill
from ranked
where rank = 1
