MODEL (
  name intermediate.int_jobs__current,
  description 'The current version of each posting, and how often it changed. Grain: one posting (job_id).',
  owner jobhouse,
  kind FULL,
  grain job_id,
  audits (
    unique_values(columns := (job_id)),
    not_null(columns := (job_id, version_id))
  )
);

select
  int_versions__identified.job_id,
  any_value(int_versions__identified.job_id_basis) as job_id_basis,
  arg_max(stg_sentrion__job_versions.version_id, (stg_sentrion__job_versions.fetched_at, stg_sentrion__job_versions.version_id)) as version_id,
  count(*) as version_count,
  min(stg_sentrion__job_versions.post_date) as first_post_date,
  min(stg_sentrion__job_versions.fetched_at) as first_seen_at,
  max(stg_sentrion__job_versions.fetched_at) as last_changed_at
from intermediate.int_versions__identified as int_versions__identified
inner join staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  on int_versions__identified.version_id = stg_sentrion__job_versions.version_id
group by int_versions__identified.job_id
