MODEL (
  name marts.job_changes,
  description 'What changed in postings from one delivered version to the next, the versions of a posting on one board in order of their day of posting; another spelling of the same company, place or label is no change. Grain: one field of one posting between two versions (job_id, version_id, field).',
  owner jobhouse,
  kind FULL,
  grain (job_id, version_id, field),
  references (job_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings. Its job_url is no field: addresses differ by what boards add for tracking',
    version_id = 'The version that brought the change',
    previous_version_id = 'The version before it on its board',
    field = 'The field that changed: job_title, job_type, job_types (a change of job_type is one of these too: count one of them), seniority_level, is_remote, post_date, valid_through_date, apply_url, salary_offered of fct_job_postings, or company_name, place, description (the advert text), or as delivered: skills, departments, salary_from, salary_to, salary_currency (that of fct_job_postings is read from the text as well). Pay that the text alone names changes with description',
    old_value = 'Value before, as text; NULL where there was none. Of a list, its items in order of the alphabet with | between; of a description, its length in characters',
    new_value = 'Value after, likewise; NULL where there is none. Two descriptions of one length may be a change',
    post_date = 'Day of posting of the version that brought the change: dates the change where it came with a repost; NULL where it has none',
    previous_post_date = 'Day of posting of the version before it',
    changed_at = 'When the later version was read (UTC): the change happened at some time before. Of a backfill, the day of the backfill, however old the adverts'
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

identified as (
  select
    identified.job_id,
    identified.version_id
  from intermediate.int_versions__identified as identified
  inner join changed_jobs
    on identified.job_id = changed_jobs.job_id
),

-- an advert that names a place more, or another one that is not known, has changed, though its main place has not
located as (
  select
    place_key,
    array_to_string(list_sort(list(distinct lpad(place_number::varchar, 5, '0') || location_id)), ' ') as location_ids
  from intermediate.int_places__located
  group by place_key
),

versions as (
  select
    identified.job_id,
    staged.version_id,
    staged.fetched_at,
    staged.job_title,
    lower(staged.job_board) as board_key,
    @type_label(staged.job_type) as type_label,
    @level_label(staged.seniority_level) as seniority_label,
    staged.is_remote,
    staged.company_name,
    companies.company_id,
    -- not concat_ws: SQLMesh rewrites it to be null where one of its values is
    nullif(array_to_string([staged.city, staged.state, staged.country], ', '), '') as place,
    coalesce(located.location_ids, lower(place)) as place_ids,
    staged.post_date,
    staged.valid_through_date,
    staged.salary_offered,
    @number_text(staged.salary_from) as salary_from,
    @number_text(staged.salary_to) as salary_to,
    staged.salary_currency,
    staged.apply_url,
    array_to_string(staged.skills, '|') as skills,
    array_to_string(staged.departments, '|') as departments,
    staged.description_hash,
    staged.description_length as description
  from staging.stg_sentrion__job_versions as staged
  inner join identified
    on staged.version_id = identified.version_id
  left join intermediate.int_companies__resolved as companies
    on staged.company_name = companies.company_name
  left join located
    on staged.place_key = located.place_key
),

typed as (
  select
    *,
    @job_types_of(type_label, job_title) as job_type_list
  from versions
),

-- a backfill reads the newest days first, so the version that was read later may be the older advert; two boards that share an
-- address each have a text of their own, which is no change
numbered as (
  select
    *,
    @job_type_of(job_type_list) as job_type,
    array_to_string(job_type_list, '|') as job_types,
    @seniority_of(seniority_label, job_title, job_type_list) as seniority_level,
    row_number() over (partition by job_id, board_key order by post_date nulls first, fetched_at, version_id) as version_number
  from typed
),

steps as (
  select
    later.job_id,
    later.version_id,
    earlier.version_id as previous_version_id,
    later.post_date,
    earlier.post_date as previous_post_date,
    later.fetched_at as changed_at,
    unnest([
      @changed_field(job_title),
      @changed_field(job_type),
      @changed_field(job_types),
      @changed_field(seniority_level),
      @changed_field(is_remote),
      @changed_field(company_name, company_id),
      @changed_field(place, place_ids),
      @changed_field(post_date),
      @changed_field(valid_through_date),
      @changed_field(salary_offered),
      @changed_field(salary_from),
      @changed_field(salary_to),
      @changed_field(salary_currency),
      @changed_field(apply_url),
      @changed_field(skills),
      @changed_field(departments),
      @changed_field(description, description_hash)
    ]) as step
  from numbered as later
  inner join numbered as earlier
    on later.job_id = earlier.job_id
    and later.board_key is not distinct from earlier.board_key
    and later.version_number = earlier.version_number + 1
)

select
  job_id,
  version_id,
  previous_version_id,
  step.field as field,
  step.old_value as old_value,
  step.new_value as new_value,
  post_date,
  previous_post_date,
  changed_at
from steps
where
  step.old_key is distinct from step.new_key
  -- the same words can be resolved to another place, which is no change of the advert
  and (step.field = 'description' or step.old_value is distinct from step.new_value)
