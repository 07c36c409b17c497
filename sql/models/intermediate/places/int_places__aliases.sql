MODEL (
  name intermediate.int_places__aliases,
  description 'What the name of a place may mean: Georgia is a country and a state, London a city in two countries. Grain: one meaning of one name (spelling, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (spelling, kind, country_code, state_code, city),
  column_descriptions (
    spelling = 'The name in lower case without accents and dots',
    kind = 'country, country_code, state, state_code, city'
  ),
  audits (
    unique_combination_of_columns(columns := (spelling, kind, country_code, state_code, city)),
    not_null(columns := (spelling, kind, country_code))
  )
);

with

countries as (
  select
    int_countries__aliases.spelling,
    int_countries__aliases.country_code
  from intermediate.int_countries__aliases as int_countries__aliases
),

states as (
  select
    states.country_code,
    states.state_code,
    states.state_name || '|' || coalesce(states.aliases, '') as spellings
  from reference.states as states
),

cities as (
  select
    cities.country_code,
    nullif(cities.state_code, '') as state_code,
    cities.city,
    cities.city || '|' || coalesce(cities.aliases, '') as spellings
  from reference.cities as cities
),

state_aliases as (
  select
    country_code,
    state_code,
    unnest(string_split(spellings, '|')) as spelling
  from states
),

city_aliases as (
  select
    country_code,
    state_code,
    city,
    unnest(string_split(spellings, '|')) as spelling
  from cities
),

names as (
  select
    spelling,
    case when @plain_name(spelling) = lower(country_code) then 'country_code' else 'country' end as kind,
    country_code,
    null::varchar as state_code,
    null::varchar as city
  from countries
  union all
  select
    spelling,
    'state' as kind,
    country_code,
    state_code,
    null::varchar as city
  from state_aliases
  union all
  select
    state_code as spelling,
    'state_code' as kind,
    country_code,
    state_code,
    null::varchar as city
  from states
  union all
  select
    spelling,
    'city' as kind,
    country_code,
    state_code,
    city
  from city_aliases
)

select distinct
  @plain_name(spelling) as spelling,
  kind,
  country_code,
  state_code,
  city
from names
where spelling <> ''
