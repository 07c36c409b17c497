MODEL (
  name intermediate.int_jobs__current,
  description 'A posting and the version that shows it as it now reads: the one with the latest post date, then fetched last, then with the highest version_id. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    job_id_basis varchar,
    version_id varchar,
    version_count bigint,
    first_post_date date,
    last_post_date date,
    first_seen_at timestamptz,
    last_changed_at timestamptz,
    job_board varchar,
    company_name varchar,
    place_key varchar,
    salary_key varchar,
    text_salary_key varchar
  ),
  column_descriptions (
    last_post_date = 'Of the latest repost',
    company_name = 'As the current version spells it, like its board and the keys of its place and pay: stored here so that a nightly build need not read all versions for them',
    text_salary_key = 'Key of the pay that the text states, where no field of pay has a figure'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, job_id_basis, version_id, version_count, first_seen_at, last_changed_at))
  )
);

with

held as (
  select
    int_jobs__current.job_id,
    int_jobs__current.version_id,
    int_jobs__current.version_count,
    int_jobs__current.first_post_date,
    int_jobs__current.last_post_date,
    int_jobs__current.first_seen_at,
    int_jobs__current.last_changed_at
  from intermediate.int_jobs__current as int_jobs__current
),

jobs as (
  select
    versions.job_id,
    min(versions.job_id_basis) as job_id_basis,
    -- backfills read windows in any order, so the day of a repost decides before the time of its reading
    max_by(versions.version_id, (coalesce(versions.post_date, date '0001-01-01'), versions.fetched_at, versions.version_id)) as version_id,
    count(*) as version_count,
    min(versions.post_date) as first_post_date,
    max(versions.post_date) as last_post_date,
    min(versions.fetched_at) as first_seen_at,
    max(versions.fetched_at) as last_changed_at
  from intermediate.int_versions__identified as versions
  group by versions.job_id
),

outdated as (
  select jobs.*
  from jobs
  left join held
    on jobs.job_id = held.job_id
  where
    held.job_id is null
    -- versions are only ever added, but one may get another job_id and leave for another posting
    or @rows_differ(
      held, jobs, version_id, version_count, first_post_date, last_post_date, first_seen_at, last_changed_at
    )
)

select
  outdated.job_id,
  outdated.job_id_basis,
  outdated.version_id,
  outdated.version_count,
  outdated.first_post_date,
  outdated.last_post_date,
  outdated.first_seen_at,
  outdated.last_changed_at,
  versions.job_board,
  versions.company_name,
  versions.place_key,
  versions.salary_key,
  @text_salary_key(versions, texts.text_pay) as text_salary_key
-- what is joined is held in memory: the few postings that changed, not all versions
from staging.stg_sentrion__job_versions as versions
inner join outdated
  on versions.version_id = outdated.version_id
left join staging.stg_sentrion__texts as texts
  on versions.description_hash = texts.description_hash;

-- a posting whose versions all have another job_id by now
delete from @this_model as held
where @is_gone(@this_model, intermediate.int_versions__identified, job_id, version_count)
