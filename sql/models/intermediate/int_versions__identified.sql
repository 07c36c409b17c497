MODEL (
  name intermediate.int_versions__identified,
  description 'The posting that a version belongs to: one advert on one board. Grain: one version (version_id).',
  owner jobhouse,
  kind FULL,
  grain version_id,
  audits (
    unique_values(columns := (version_id)),
    not_null(columns := (version_id, job_id, job_id_basis))
  )
);

select
  stg_sentrion__job_versions.version_id,
  md5(coalesce(stg_sentrion__job_versions.job_url, stg_sentrion__job_versions.version_id)) as job_id,
  'job_url' as job_id_basis
from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
