MODEL (
  name intermediate.int_companies__resolved,
  description 'The company that a spelling stands for. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  kind FULL,
  grain company_name,
  audits (
    unique_values(columns := (company_name)),
    not_null(columns := (company_name, company_id))
  )
);

with

spellings as (
  select distinct stg_sentrion__job_versions.company_name
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.company_name is not null
)

select
  company_name,
  lower(company_name) as company_key,
  md5(lower(company_name)) as company_id
from spellings
