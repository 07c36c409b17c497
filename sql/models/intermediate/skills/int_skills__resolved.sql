MODEL (
  name intermediate.int_skills__resolved,
  description 'Skills of postings: those delivered, and those that title and text name besides. Grain: one posting (job_id) that has skills, or a text that may name them.',
  owner jobhouse,
  -- a build resolves the postings that another version shows, or whose delivered skills mean something else by now
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    delivered_skills varchar[],
    extracted_skills varchar[],
    input_hash bigint
  ),
  column_descriptions (
    delivered_skills = 'In order of the alphabet; NULL where none were delivered. The company''s own name and its place are no skills',
    extracted_skills = 'Named by the title or the text, and not delivered; in order of the alphabet, NULL where there are none. A word of the company''s name is no skill',
    input_hash = 'Over all that decides the row'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id))
  )
);

with

held as (
  select
    int_skills__resolved.job_id,
    int_skills__resolved.input_hash
  from intermediate.int_skills__resolved as int_skills__resolved
),

postings as (
  select
    jobs.job_id,
    jobs.version_id,
    versions.skill_keys,
    @hash_of(versions.skill_keys) as list_hash
  from intermediate.int_jobs__current as jobs
  inner join staging.stg_sentrion__job_versions as versions
    on jobs.version_id = versions.version_id
),

-- many postings share a list; a list is named by its hash, since beside each of its entries a long one would take
-- memory that grows with the square of its length
lists as (
  select distinct
    list_hash,
    skill_keys
  from postings
  where array_length(skill_keys) > 0
),

keys as (
  select
    list_hash,
    unnest(skill_keys) as skill_key
  from lists
),

delivered as (
  select
    keys.list_hash,
    list_sort(list(distinct skill_names.skill)) as skills
  from keys
  inner join intermediate.int_skills__aliases as skill_names
    on keys.skill_key = skill_names.skill_key
  group by keys.list_hash
),

hashed as (
  select
    postings.job_id,
    postings.version_id,
    delivered.skills as delivered_skills,
    @hash_of(postings.version_id, delivered.skills) as input_hash
  from postings
  left join delivered
    on postings.list_hash = delivered.list_hash
),

outdated as (
  select
    hashed.*,
    held.job_id is not null as is_held
  from hashed
  left join held
    on hashed.job_id = held.job_id
  where hashed.input_hash is distinct from held.input_hash
),

read as (
  select
    outdated.*,
    versions.skill_keys,
    versions.description_hash,
    coalesce(versions.description_length, 0) > 0 as has_text,
    lower(versions.company_name) as company_key,
    [lower(versions.company_name), lower(versions.city), lower(versions.state), lower(versions.country)] as own_names,
    @hash_of(versions.job_title) as title_hash
  from staging.stg_sentrion__job_versions as versions
  inner join outdated
    on versions.version_id = outdated.version_id
),

texts as (
  select
    int_skill_texts__parsed.text_hash,
    int_skill_texts__parsed.skills
  from intermediate.int_skill_texts__parsed as int_skill_texts__parsed
  where
    int_skill_texts__parsed.skills is not null
    and int_skill_texts__parsed.text_hash in (
      select read.description_hash from read union all select read.title_hash from read
    )
),

joined as (
  select
    read.job_id,
    read.company_key,
    read.is_held,
    read.input_hash,
    read.has_text or read.delivered_skills is not null or of_titles.skills is not null as has_source,
    case
      when list_has_any(read.skill_keys, read.own_names)
        then nullif(
          list_filter(read.delivered_skills, lambda skill: not list_contains(read.own_names, lower(skill))),
          cast([] as varchar[])
        )
      else read.delivered_skills
    end as delivered_skills,
    list_sort(list_distinct(list_concat(of_texts.skills, of_titles.skills))) as named_skills
  from read
  left join texts as of_texts
    on read.description_hash = of_texts.text_hash
  left join texts as of_titles
    on read.title_hash = of_titles.text_hash
)

select
  job_id,
  delivered_skills,
  nullif(
    list_filter(
      named_skills,
      lambda skill: not coalesce(list_contains(delivered_skills, skill), false)
      and not coalesce(contains(' ' || company_key || ' ', ' ' || lower(skill) || ' '), false)
    ),
    cast([] as varchar[])
  ) as extracted_skills,
  -- a posting that has neither skills nor a text any more is written once again, and deleted below
  case when has_source then input_hash end as input_hash
from joined
where has_source or is_held;

-- not exists: Spark compares each row with each for a not in beside an or
delete from @this_model as held
where
  held.input_hash is null
  or not exists (
    select 1 from intermediate.int_jobs__current as jobs where jobs.job_id = held.job_id
  )
