MODEL (
  name marts.posting_skills,
  description 'Skills that postings name, a view over their lists; spellings that differ in case alone are joined. Grain: one skill of one posting (job_id, skill).',
  owner jobhouse,
  kind VIEW,
  grain (job_id, skill),
  references (job_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    skill = 'The skill in its most frequent spelling'
  ),
  audits (
    key_holds(columns := (job_id, skill))
  )
);

with

named as (
  select
    postings.job_id,
    unnest(versions.skill_keys) as skill_key
  from marts.fct_job_postings as postings
  inner join staging.stg_sentrion__job_versions as versions
    on postings.version_id = versions.version_id
)

select
  named.job_id,
  skill_names.skill
from named
inner join intermediate.int_skills__aliases as skill_names
  on named.skill_key = skill_names.skill_key
