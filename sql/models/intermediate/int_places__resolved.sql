MODEL (
  name intermediate.int_places__resolved,
  description 'The place that a combination of city, state and country stands for. Grain: one delivered combination (place_key).',
  owner jobhouse,
  kind FULL,
  grain place_key,
  audits (
    unique_values(columns := (place_key)),
    not_null(columns := (place_key))
  )
);

with

combinations as (
  select distinct
    stg_sentrion__job_versions.place_key,
    stg_sentrion__job_versions.city,
    stg_sentrion__job_versions.state,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
)

select
  place_key,
  case when coalesce(city, state, country) is not null then md5(lower(concat_ws('|', country, state, city))) end as location_id,
  lower(country) as country_code,
  lower(state) as state_code,
  lower(city) as city
from combinations
