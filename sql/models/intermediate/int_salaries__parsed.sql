MODEL (
  name intermediate.int_salaries__parsed,
  description 'What a combination of salary text, numbers, currency and country says about pay. Grain: one delivered combination (salary_key).',
  owner jobhouse,
  kind FULL,
  grain salary_key,
  audits (
    unique_values(columns := (salary_key)),
    not_null(columns := (salary_key))
  )
);

with

combinations as (
  select distinct
    stg_sentrion__job_versions.salary_key,
    stg_sentrion__job_versions.salary_offered,
    stg_sentrion__job_versions.salary_from,
    stg_sentrion__job_versions.salary_to,
    stg_sentrion__job_versions.salary_currency,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
)

select
  salary_key,
  salary_from as salary_min,
  salary_to as salary_max,
  salary_currency,
  null::varchar as salary_period,
  null::double as salary_annual_min,
  null::double as salary_annual_max,
  null::varchar as salary_basis
from combinations
