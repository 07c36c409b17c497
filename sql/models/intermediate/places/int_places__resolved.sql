MODEL (
  name intermediate.int_places__resolved,
  description 'The main place that a combination of city, state and country means: the first of int_places__located. Grain: one delivered combination (place_key).',
  owner jobhouse,
  kind FULL,
  grain place_key,
  columns (
    place_key varchar,
    location_id varchar,
    country_code varchar,
    country_name varchar,
    state_code varchar,
    state_name varchar,
    city varchar,
    location_basis varchar,
    is_remote_place boolean,
    is_several_countries boolean,
    is_country_doubtful boolean
  ),
  column_descriptions (
    location_id = 'Of dim_locations; null where no country is known',
    country_code = 'ISO 3166-1 alpha-2',
    country_name = 'In English',
    state_code = 'ISO 3166-2 without the country',
    state_name = 'In English; as delivered where reference.states lacks it',
    city = 'In English where reference.cities has it, as delivered elsewhere; of several cities the first',
    location_basis = 'How the place was decided, as in marts.posting_locations',
    is_remote_place = 'One of the texts says remote, anywhere or the like',
    is_several_countries = 'The texts name more than one country, or a part of the world',
    is_country_doubtful = 'City, state and country do not agree, or a code such as CA may mean a state'
  ),
  audits (
    unique_combination_of_columns(columns := (place_key)),
    not_null(columns := (place_key, is_remote_place, is_several_countries, is_country_doubtful)),
    -- a place without a country would be counted in no country's figures
    forall(criteria := (
      location_id is null or country_code is not null,
      country_code is null or location_id is not null
    ))
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
),

texts as (
  select int_places__texts.*
  from intermediate.int_places__texts as int_places__texts
),

readings as (
  select
    int_place_texts__parsed.source,
    int_place_texts__parsed.text,
    int_place_texts__parsed.position,
    int_place_texts__parsed.kind,
    int_place_texts__parsed.country_code,
    int_place_texts__parsed.is_region
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
),

located as (
  select int_places__located.*
  from intermediate.int_places__located as int_places__located
),

countries as (
  select
    countries.country_code,
    countries.country_name
  from reference.countries as countries
),

states as (
  select
    states.country_code,
    states.state_code,
    states.state_name
  from reference.states as states
),

several as (
  select
    texts.place_key,
    bool_or(readings.is_region) or count(distinct case when readings.kind = 'country' then readings.country_code end) > 1
      as is_several_countries
  from texts
  inner join readings
    on texts.source = readings.source
    and texts.text = readings.text
  where texts.source = 'country'
  group by texts.place_key
),

across_countries as (
  select located.place_key
  from located
  group by located.place_key
  having count(distinct located.country_code) > 1
)

select
  combinations.place_key,
  located.location_id,
  located.country_code,
  countries.country_name,
  located.state_code,
  coalesce(states.state_name, located.other_state) as state_name,
  located.city,
  located.location_basis,
  @says_remote(combinations.city, combinations.state, combinations.country) as is_remote_place,
  coalesce(several.is_several_countries, false) or across_countries.place_key is not null as is_several_countries,
  coalesce(located.is_country_doubtful, false) as is_country_doubtful
from combinations
left join located
  on combinations.place_key = located.place_key
  and located.place_number = 1
left join countries
  on located.country_code = countries.country_code
left join states
  on located.country_code = states.country_code
  and located.state_code = states.state_code
left join several
  on combinations.place_key = several.place_key
left join across_countries
  on combinations.place_key = across_countries.place_key
