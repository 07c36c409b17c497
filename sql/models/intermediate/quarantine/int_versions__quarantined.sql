MODEL (
  name intermediate.int_versions__quarantined,
  description 'Versions that are set aside because the models cannot process one of their values. Whether a version breaks a rule depends on the version alone, so versions return with the first build after the rule is corrected. Grain: one reason of one version (version_id, reason).',
  owner jobhouse,
  kind FULL,
  grain (version_id, reason),
  column_descriptions (
    model = 'The model that cannot process the value',
    reason = 'The rule that the value breaks',
    field = 'The field that breaks it, or salary for figures read from several fields',
    value = 'The beginning of what was delivered'
  ),
  audits (
    unique_combination_of_columns(columns := (version_id, reason)),
    not_null(columns := (version_id, reason, model, field))
  )
);

with

too_long as (
  select
    stg_sentrion__job_versions.version_id,
    unnest(stg_sentrion__job_versions.too_long) as entry
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.too_long is not null
),

unsound_pay as (
  select distinct
    int_salaries__parsed.salary_key,
    int_salaries__parsed.broken_rule
  from intermediate.int_salaries__parsed as int_salaries__parsed
  where int_salaries__parsed.broken_rule is not null
)

select
  too_long.version_id,
  too_long.entry.reason as reason,
  'staging.stg_sentrion__job_versions' as model,
  too_long.entry.field as field,
  too_long.entry.value as value
from too_long
union all
select
  versions.version_id,
  unsound_pay.broken_rule as reason,
  'intermediate.int_salaries__parsed' as model,
  'salary' as field,
  @shown_start(array_to_string([
    versions.salary_offered, versions.salary_from::varchar, versions.salary_to::varchar, versions.salary_currency
  ], ' / ')) as value
from unsound_pay
inner join staging.stg_sentrion__job_versions as versions
  on unsound_pay.salary_key = versions.salary_key
