MODEL (
  name intermediate.int_salaries__stated,
  description 'The pay that the text of a version states, where no field of pay has a figure. Embedded in the queries that read it, so there is no table of it. Grain: one such version (version_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain version_id,
  column_descriptions (
    salary_key = 'As text_salary_key of int_jobs__current',
    text_pay = 'Its statements, which count as a salary text'
  )
);

select
  versions.version_id,
  @text_salary_key(versions, texts.text_pay) as salary_key,
  texts.text_pay,
  versions.salary_currency,
  versions.place_key
from staging.stg_sentrion__job_versions as versions
inner join staging.stg_sentrion__texts as texts
  on versions.description_hash = texts.description_hash
where @text_salary_key(versions, texts.text_pay) is not null
