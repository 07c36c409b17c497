-- A table of your own. It is built after jobhouse's marts, in one transaction with your other models:
--   jobhouse transform                  builds it, as backfill, nightly and demo do
--   jobhouse sql 'from $name'           reads it, and publish and explore have it too
-- What you can select from: `.tables` and `.schema postings` at the prompt of `jobhouse sql`.
-- SQLMesh's documents have all that can stand here: search for "SQLMesh models".
MODEL (
  -- Any schema that is not jobhouse's. Tables in `my` need no schema before their names.
  name my.$name,
  -- FULL: built from nothing each time. VIEW: no table at all, the query runs whenever it is read.
  kind FULL,
  description 'Openings and pay of each company. Grain: one company (company_id).',
  column_descriptions (
    company_id = 'The company; see dim_companies',
    opening_count = 'Different vacancies, however many adverts they have',
    median_salary_annual_usd_min = 'Of its adverts: an opening that is posted again counts again'
  ),
  -- What must hold of the rows. Where it does not, your tables stay as they were and the command says which rows.
  audits (
    not_null(columns := (company_id)),
    unique_values(columns := (company_id))
  )
);

select
  company_id,
  any_value(company_name) as company_name,
  count(distinct opening_id) as opening_count,
  count(*) as posting_count,
  min(first_post_date) as first_post_date,
  median(salary_annual_usd_min) as median_salary_annual_usd_min
from marts.postings
where company_id is not null
group by company_id
