MODEL (
  name intermediate.int_skills__resolved,
  description 'Skills of postings: those delivered, and those that title and text name besides. Grain: one posting (job_id) that has skills, or a text that may name them.',
  owner jobhouse,
  kind FULL,
  grain job_id,
  columns (
    job_id varchar,
    delivered_skills varchar[],
    extracted_skills varchar[]
  ),
  column_descriptions (
    delivered_skills = 'In order of the alphabet; NULL where none were delivered. The company''s own name and its place are no skills',
    extracted_skills = 'Named by the title or the text, and not delivered; in order of the alphabet, NULL where there are none. A word of the company''s name is no skill'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id))
  )
);

with

postings as (
  select
    jobs.job_id,
    versions.skill_keys,
    versions.description_hash,
    coalesce(versions.description_length, 0) > 0 as has_text,
    lower(versions.company_name) as company_key,
    [lower(versions.company_name), lower(versions.city), lower(versions.state), lower(versions.country)] as own_names,
    @hash_of(versions.job_title) as title_hash
  from intermediate.int_jobs__current as jobs
  inner join staging.stg_sentrion__job_versions as versions
    on jobs.version_id = versions.version_id
),

-- many postings share a list
lists as (
  select distinct skill_keys
  from postings
  where len(skill_keys) > 0
),

keys as (
  select
    skill_keys,
    unnest(skill_keys) as skill_key
  from lists
),

delivered as (
  select
    keys.skill_keys,
    list_sort(list(distinct skill_names.skill)) as skills
  from keys
  inner join intermediate.int_skills__aliases as skill_names
    on keys.skill_key = skill_names.skill_key
  group by keys.skill_keys
),

texts as (
  select
    int_skill_texts__parsed.text_hash,
    int_skill_texts__parsed.skills
  from intermediate.int_skill_texts__parsed as int_skill_texts__parsed
  where int_skill_texts__parsed.skills is not null
),

joined as (
  select
    postings.job_id,
    postings.company_key,
    case
      when list_has_any(postings.skill_keys, postings.own_names)
        then nullif(
          list_filter(delivered.skills, skill -> not list_contains(postings.own_names, lower(skill))),
          cast([] as varchar[])
        )
      else delivered.skills
    end as delivered_skills,
    list_sort(list_distinct(list_concat(of_texts.skills, of_titles.skills))) as named_skills
  from postings
  left join delivered
    on postings.skill_keys = delivered.skill_keys
  left join texts as of_texts
    on postings.description_hash = of_texts.text_hash
  left join texts as of_titles
    on postings.title_hash = of_titles.text_hash
  where
    postings.has_text
    or delivered.skills is not null
    or of_titles.skills is not null
)

select
  job_id,
  delivered_skills,
  nullif(
    list_filter(
      named_skills,
      skill -> not coalesce(list_contains(delivered_skills, skill), false)
      and not coalesce(contains(' ' || company_key || ' ', ' ' || lower(skill) || ' '), false)
    ),
    cast([] as varchar[])
  ) as extracted_skills
from joined
