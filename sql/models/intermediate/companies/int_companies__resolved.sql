MODEL (
  name intermediate.int_companies__resolved,
  description 'The company that a spelling stands for. Case, punctuation, legal form (Inc, GmbH, 有限公司), a web address or a funding mark do not matter. The key depends on the name alone, so that it never changes. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  kind FULL,
  grain company_name,
  column_descriptions (
    company_name = 'The name as delivered, white space folded',
    company_key = 'Letters and digits of the name without its legal form',
    company_id = 'Of dim_companies'
  ),
  audits (
    unique_combination_of_columns(columns := (company_name)),
    not_null(columns := (company_name, company_key, company_id))
  )
);

with

spellings as (
  select distinct stg_sentrion__job_versions.company_name
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.company_name is not null
),

plain as (
  select
    company_name,
    @company_plain(company_name) as plain_name
  from spellings
),

cores as (
  select
    company_name,
    @company_core(plain_name) as core
  from plain
),

keys as (
  select
    company_name,
    @company_key_of(core, company_name) as company_key
  from cores
)

select
  company_name,
  company_key,
  md5(company_key) as company_id
from keys
