MODEL (
  name marts.dim_locations,
  description 'Places of jobs. "Remote" and the like are no places: such postings have no location or that of the country they name. Grain: one place (location_id).',
  owner jobhouse,
  kind FULL,
  grain location_id,
  column_descriptions (
    location_id = 'Key of the place',
    country_code = 'ISO 3166-1 alpha-2',
    country_name = 'Name of the country in English',
    state_code = 'ISO 3166-2 without the country, where the country''s states are known',
    state_name = 'Name of the state in English, or as delivered where the country''s states are not known',
    city = 'Name of the city; null where only a state or a country is known'
  ),
  audits (
    unique_combination_of_columns(columns := (location_id)),
    not_null(columns := (location_id, country_code, country_name))
  )
);

with

spellings as (
  select
    int_places__resolved.location_id,
    int_places__resolved.country_code,
    int_places__resolved.country_name,
    int_places__resolved.state_code,
    int_places__resolved.state_name,
    int_places__resolved.city,
    count(*) as spelling_count
  from intermediate.int_places__resolved as int_places__resolved
  where int_places__resolved.location_id is not null
  group by
    int_places__resolved.location_id,
    int_places__resolved.country_code,
    int_places__resolved.country_name,
    int_places__resolved.state_code,
    int_places__resolved.state_name,
    int_places__resolved.city
),

-- SAN MARCOS and San Marcos are one place: the most frequent spelling is shown
ranked as (
  select
    location_id,
    country_code,
    country_name,
    state_code,
    state_name,
    city,
    row_number() over (partition by location_id order by spelling_count desc, city desc, state_name desc) as place
  from spellings
)

select
  location_id,
  country_code,
  country_name,
  state_code,
  state_name,
  city
from ranked
where place = 1
