MODEL (
  name intermediate.int_places__aliases,
  description 'What the name of a place may mean: Georgia is a country and a state, London a city in two countries. Grain: one meaning of one name (spelling, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (spelling, kind, country_code, state_code, city),
  column_descriptions (
    spelling = 'The name in lower case without accents and dots, and with blanks for hyphens',
    kind = 'country, country_code, state, state_code, city',
    prominence = 'Inhabitants of the city, a tenth of them where the name is one of its aliases; of a state those of its cities',
    is_foreign = 'A country by a name in another language alone',
    is_town = 'A state without cities in reference.cities, called like a city that lies in another one: towns of county rank'
  ),
  audits (
    unique_combination_of_columns(columns := (spelling, kind, country_code, state_code, city)),
    not_null(columns := (spelling, kind, country_code))
  )
);

with

-- England is one of the names under which boards deliver a country, and a part of it
parts as (
  select
    states.country_code,
    lower(states.state_name) as spelling
  from reference.states as states
  inner join reference.countries as countries
    on states.country_code = countries.country_code
  where states.state_name <> countries.country_name
),

countries as (
  select
    int_countries__aliases.spelling,
    int_countries__aliases.country_code,
    int_countries__aliases.is_foreign
  from intermediate.int_countries__aliases as int_countries__aliases
  left join parts
    on int_countries__aliases.country_code = parts.country_code
    and int_countries__aliases.spelling = parts.spelling
  where parts.spelling is null
),

cities as (
  select
    cities.country_code,
    nullif(cities.state_code, '') as state_code,
    cities.city,
    cities.population,
    nullif(cities.short_names, '') as short_names,
    nullif(cities.aliases, '') as aliases
  from reference.cities as cities
),

inhabited as (
  select
    country_code,
    state_code,
    sum(population) as population
  from cities
  group by country_code, state_code
),

states as (
  select
    states.country_code,
    states.state_code,
    inhabited.population,
    states.state_name || '|' || coalesce(states.aliases, '') as spellings
  from reference.states as states
  left join inhabited
    on states.country_code = inhabited.country_code
    and states.state_code = inhabited.state_code
),

state_aliases as (
  select
    country_code,
    state_code,
    population,
    unnest(string_split(spellings, '|')) as spelling
  from states
),

city_aliases as (
  select
    country_code,
    state_code,
    city,
    population as prominence,
    city as spelling
  from cities
  union all
  select
    country_code,
    state_code,
    city,
    population as prominence,
    unnest(string_split(short_names, '|')) as spelling
  from cities
  where short_names is not null
  union all
  select
    country_code,
    state_code,
    city,
    population / 10 as prominence,
    unnest(string_split(aliases, '|')) as spelling
  from cities
  where aliases is not null
),

names as (
  select
    spelling,
    case when @compared_name(spelling) = lower(country_code) then 'country_code' else 'country' end as kind,
    country_code,
    null::varchar as state_code,
    null::varchar as city,
    null::double as prominence,
    is_foreign
  from countries
  union all
  select
    spelling,
    'state' as kind,
    country_code,
    state_code,
    null::varchar as city,
    coalesce(population, 0) as prominence,
    false as is_foreign
  from state_aliases
  union all
  select
    state_code as spelling,
    'state_code' as kind,
    country_code,
    state_code,
    null::varchar as city,
    coalesce(population, 0) as prominence,
    false as is_foreign
  from states
  union all
  -- as ISO 3166-2 writes it: US-CA
  select
    country_code || '-' || state_code as spelling,
    'state' as kind,
    country_code,
    state_code,
    null::varchar as city,
    coalesce(population, 0) as prominence,
    false as is_foreign
  from states
  union all
  select
    spelling,
    'city' as kind,
    country_code,
    state_code,
    city,
    prominence,
    false as is_foreign
  from city_aliases
),

compared as (
  select
    @compared_name(spelling) as spelling,
    kind,
    country_code,
    state_code,
    city,
    max(prominence) as prominence,
    bool_and(is_foreign) as is_foreign
  from names
  where spelling <> ''
  group by @compared_name(spelling), kind, country_code, state_code, city
),

-- the cities that lie in a state by their names, to tell Sopron in Hungary from a county
towns as (
  select distinct
    country_code,
    @compared_name(city) as spelling
  from cities
  where state_code is not null
)

select
  compared.spelling,
  compared.kind,
  compared.country_code,
  compared.state_code,
  compared.city,
  compared.prominence,
  compared.is_foreign,
  compared.kind = 'state' and compared.prominence = 0 and towns.spelling is not null as is_town
from compared
left join towns
  on compared.country_code = towns.country_code
  and compared.spelling = towns.spelling
