MODEL (
  name marts.posting_departments,
  description 'Departments that postings name, a view over their lists. Grain: one department of one posting (job_id, department).',
  owner jobhouse,
  kind VIEW,
  grain (job_id, department),
  references (job_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    department = 'The department as delivered'
  ),
  audits (
    key_holds(columns := (job_id, department))
  )
);

select
  postings.job_id,
  unnest(versions.departments) as department
from marts.fct_job_postings as postings
inner join staging.stg_sentrion__job_versions as versions
  on postings.version_id = versions.version_id
