MODEL (
  name intermediate.int_jobs__current,
  description 'A posting and the version that shows it as it now reads: the one with the latest post date, then fetched last, then with the highest version_id. Grain: one posting (job_id).',
  owner jobhouse,
  kind FULL,
  grain job_id,
  column_descriptions (
    versions_hash = 'Over all versions of the posting, in any order: another value means that a load touched it',
    last_post_date = 'Of the latest repost'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, job_id_basis, version_id, version_count, first_seen_at, last_changed_at, versions_hash))
  )
);

with

versions as (
  select
    int_versions__identified.version_id,
    int_versions__identified.job_id,
    int_versions__identified.job_id_basis,
    stg_sentrion__job_versions.post_date,
    stg_sentrion__job_versions.fetched_at
  from intermediate.int_versions__identified as int_versions__identified
  inner join staging.stg_sentrion__job_versions as stg_sentrion__job_versions
    on int_versions__identified.version_id = stg_sentrion__job_versions.version_id
)

select
  job_id,
  min(job_id_basis) as job_id_basis,
  -- backfills fetch windows in any order, so that the day of a repost says more than the time of its reading
  max_by(version_id, (coalesce(post_date, date '0001-01-01'), fetched_at, version_id)) as version_id,
  count(*) as version_count,
  @order_free_hash(version_id) as versions_hash,
  min(post_date) as first_post_date,
  max(post_date) as last_post_date,
  min(fetched_at) as first_seen_at,
  max(fetched_at) as last_changed_at
from versions
group by job_id
