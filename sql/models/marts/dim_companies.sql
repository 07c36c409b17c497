MODEL (
  name marts.dim_companies,
  description 'Companies. Grain: one company (company_id).',
  owner jobhouse,
  kind FULL,
  grain company_id,
  audits (
    unique_values(columns := (company_id)),
    not_null(columns := (company_id))
  )
);

select
  company_id,
  min(company_name) as company_name
from intermediate.int_companies__resolved
group by company_id
