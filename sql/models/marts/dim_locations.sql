MODEL (
  name marts.dim_locations,
  description 'Places. Grain: one place (location_id).',
  owner jobhouse,
  kind FULL,
  grain location_id,
  audits (
    unique_values(columns := (location_id)),
    not_null(columns := (location_id))
  )
);

select
  location_id,
  any_value(country_code) as country_code,
  any_value(country_code) as country_name,
  any_value(state_code) as state_code,
  any_value(city) as city
from intermediate.int_places__resolved
where location_id is not null
group by location_id
