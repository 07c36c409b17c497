MODEL (
  name marts.job_changes,
  description 'What changed in postings from one delivered version to the next. Grain: one field of one posting between two versions (job_id, version_id, field).',
  owner jobhouse,
  kind FULL,
  grain (job_id, version_id, field),
  references (job_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    version_id = 'The version that brought the change',
    previous_version_id = 'The version before it',
    field = 'The field that changed, as named in fct_job_postings; description stands for the advert text',
    old_value = 'Value before, as text; NULL where there was none. Of a description, its length in characters',
    new_value = 'Value after, as text; NULL where there is none. Of a description, its length in characters',
    changed_at = 'When the later version was read (UTC): the change happened at some time before'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id, version_id, field)),
    not_null(columns := (job_id, version_id, previous_version_id, field, changed_at)),
    changes_are_changes
  )
);

with

changed_jobs as (
  select job_id
  from marts.fct_job_postings
  where version_count > 1
),

versions as (
  select
    identified.job_id,
    staged.version_id,
    staged.fetched_at,
    staged.job_title,
    staged.job_type,
    staged.seniority_level,
    staged.is_remote,
    staged.company_name,
    concat_ws(', ', staged.city, staged.state, staged.country) as place,
    staged.post_date,
    staged.valid_through_date,
    staged.salary_offered,
    staged.salary_from,
    staged.salary_to,
    staged.salary_currency,
    staged.apply_url,
    array_to_string(staged.skills, '|') as skills,
    array_to_string(staged.departments, '|') as departments,
    staged.description_hash,
    staged.description_length
  from changed_jobs
  inner join intermediate.int_versions__identified as identified
    on changed_jobs.job_id = identified.job_id
  inner join staging.stg_sentrion__job_versions as staged
    on identified.version_id = staged.version_id
),

numbered as (
  select
    *,
    row_number() over (partition by job_id order by fetched_at, version_id) as version_number
  from versions
),

steps as (
  select
    later.job_id,
    later.version_id,
    earlier.version_id as previous_version_id,
    later.fetched_at as changed_at,
    unnest([
      @changed_field(job_title),
      @changed_field(job_type),
      @changed_field(seniority_level),
      @changed_field(is_remote),
      @changed_field(company_name),
      @changed_field(place),
      @changed_field(post_date),
      @changed_field(valid_through_date),
      @changed_field(salary_offered),
      @changed_field(salary_from),
      @changed_field(salary_to),
      @changed_field(salary_currency),
      @changed_field(apply_url),
      @changed_field(skills),
      @changed_field(departments),
      {'field': 'description', 'old_key': earlier.description_hash, 'new_key': later.description_hash, 'old_value': earlier.description_length::varchar, 'new_value': later.description_length::varchar}
    ]) as step
  from numbered as later
  inner join numbered as earlier
    on later.job_id = earlier.job_id
    and later.version_number = earlier.version_number + 1
)

select
  job_id,
  version_id,
  previous_version_id,
  step.field as field,
  step.old_value as old_value,
  step.new_value as new_value,
  changed_at
from steps
where step.old_key is distinct from step.new_key
