MODEL (
  name marts.dim_locations,
  description 'Places of jobs. "Remote" and the like are no places: such postings have no location or that of the country they name. Coordinates and inhabitants are GeoNames'' (CC BY 4.0). Grain: one place (location_id).',
  owner jobhouse,
  kind FULL,
  grain location_id,
  column_descriptions (
    location_id = 'Key of the place',
    country_code = 'ISO 3166-1 alpha-2',
    country_name = 'Name of the country in English',
    state_code = 'ISO 3166-2 without the country: the first-level region, where it is known',
    state_name = 'Name of the region in English where it has an English name, or as delivered where it has no code',
    city = 'Name of the city; null where only a state or a country is known',
    latitude = 'Of the city, degrees north; null where reference.cities lacks it',
    longitude = 'Of the city, degrees east; null where reference.cities lacks it',
    population = 'Inhabitants of the city; null where reference.cities lacks it'
  ),
  audits (
    unique_combination_of_columns(columns := (location_id)),
    not_null(columns := (location_id, country_code, country_name))
  )
);

with

located as (
  select
    int_places__located.location_id,
    int_places__located.country_code,
    int_places__located.state_code,
    int_places__located.other_state,
    int_places__located.city
  from intermediate.int_places__located as int_places__located
),

cities as (
  select
    cities.country_code,
    nullif(cities.state_code, '') as state_code,
    cities.city,
    cities.latitude,
    cities.longitude,
    cities.population
  from reference.cities as cities
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

spellings as (
  select
    location_id,
    country_code,
    state_code,
    other_state,
    city,
    count(*) as spelling_count
  from located
  group by location_id, country_code, state_code, other_state, city
),

-- SAN MARCOS and San Marcos are one place: the most frequent spelling is shown
ranked as (
  select
    location_id,
    country_code,
    state_code,
    other_state,
    city,
    row_number() over (partition by location_id order by spelling_count desc, city desc, other_state desc) as place
  from spellings
)

select
  ranked.location_id,
  ranked.country_code,
  countries.country_name,
  ranked.state_code,
  coalesce(states.state_name, ranked.other_state) as state_name,
  ranked.city,
  cities.latitude,
  cities.longitude,
  cities.population
from ranked
inner join countries
  on ranked.country_code = countries.country_code
left join states
  on ranked.country_code = states.country_code
  and ranked.state_code = states.state_code
left join cities
  on ranked.country_code = cities.country_code
  and ranked.city = cities.city
  and coalesce(ranked.state_code, '') = coalesce(cities.state_code, '')
where ranked.place = 1
