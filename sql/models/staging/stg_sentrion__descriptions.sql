MODEL (
  name staging.stg_sentrion__descriptions,
  description 'The advert text of each job version, as delivered; a view, since the texts are most of the warehouse. Grain: one version (version_id).',
  owner jobhouse,
  kind VIEW,
  grain version_id,
  audits (
    not_null(columns := (version_id))
  )
);

select
  version_id,
  coalesce(job_description, extra ->> '$."Job Description"') as description,
  _dlt_load_id as load_id
from sentrion.job_versions
