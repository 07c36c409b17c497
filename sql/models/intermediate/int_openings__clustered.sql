MODEL (
  name intermediate.int_openings__clustered,
  description 'The opening that a posting advertises: one vacancy, whichever boards, reposts and URLs carry it. Grain: one posting (job_id).',
  owner jobhouse,
  kind FULL,
  grain job_id,
  audits (
    unique_values(columns := (job_id)),
    not_null(columns := (job_id, opening_id))
  )
);

select distinct
  int_versions__identified.job_id,
  int_versions__identified.job_id as opening_id
from intermediate.int_versions__identified as int_versions__identified
