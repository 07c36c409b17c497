MODEL (
  name intermediate.int_places__resolved,
  description 'The place that a combination of city, state and country means. Each of the three texts is evidence for the countries that it may mean, and the country with the most evidence is chosen; where two have equally much, none. A text that names several countries or a part of the world (US/Canada, US/EU) names none by itself. Grain: one delivered combination (place_key).',
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
    is_remote_place boolean,
    is_several_countries boolean,
    is_country_doubtful boolean
  ),
  column_descriptions (
    location_id = 'Of dim_locations; null where no country is known',
    country_code = 'ISO 3166-1 alpha-2',
    country_name = 'In English',
    state_code = 'ISO 3166-2 without the country',
    state_name = 'In English; as delivered where the country''s states are not in reference.states',
    city = 'In English where reference.cities has it, as delivered elsewhere; of several cities the first',
    is_remote_place = 'One of the texts says remote, anywhere or the like',
    is_several_countries = 'The country text names more than one country, or a part of the world',
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
  select int_places__countries.*
  from intermediate.int_places__countries as int_places__countries
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

texts as (
  @place_texts(combinations)
),

readings as (
  select
    int_place_texts__parsed.source,
    int_place_texts__parsed.text,
    int_place_texts__parsed.part,
    int_place_texts__parsed.position,
    int_place_texts__parsed.kind,
    int_place_texts__parsed.country_code,
    int_place_texts__parsed.state_code,
    int_place_texts__parsed.city,
    int_place_texts__parsed.is_region
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
),

-- the state as a text names it: the state text, or else the city text, or else the country text
stated as (
  select
    combinations.place_key,
    texts.source,
    readings.state_code,
    row_number() over (
      partition by combinations.place_key
      order by
        case texts.source when 'state' then 1 when 'city' then 2 else 3 end,
        readings.position,
        readings.state_code
    ) as place
  from combinations
  inner join texts
    on combinations.place_key = texts.place_key
  inner join readings
    on texts.source = readings.source
    and texts.text = readings.text
    and combinations.country_code = readings.country_code
  where readings.kind in ('state', 'state_code')
),

known_cities as (
  select
    combinations.place_key,
    readings.city,
    readings.state_code,
    count(*) over (partition by combinations.place_key) as city_count,
    row_number() over (
      partition by combinations.place_key
      order by
        case when readings.state_code = stated.state_code then 0 else 1 end,
        case texts.source when 'city' then 1 else 2 end,
        readings.position,
        readings.state_code
    ) as place
  from combinations
  inner join texts
    on combinations.place_key = texts.place_key
  inner join readings
    on texts.source = readings.source
    and texts.text = readings.text
    and combinations.country_code = readings.country_code
  left join stated
    on combinations.place_key = stated.place_key
    and stated.place = 1
  where readings.kind = 'city'
),

-- a city that reference.cities lacks: the first part that is neither another place's name nor a word such as "remote"
other_cities as (
  select
    texts.place_key,
    readings.part as city,
    row_number() over (partition by texts.place_key order by readings.position, readings.part) as place
  from texts
  inner join readings
    on texts.source = readings.source
    and texts.text = readings.text
  where texts.source = 'city' and readings.kind is null and readings.position > 0 and not readings.is_region
),

other_states as (
  select
    readings.text,
    min(readings.part) as state
  from readings
  where readings.source = 'state' and readings.position > 0
  group by readings.text
  having count(readings.kind) = 0 and count(distinct readings.part) = 1 and not bool_or(readings.is_region)
),

resolved as (
  select
    combinations.place_key,
    combinations.country_code,
    -- the state of a known city is surer than that of a list such as "Denver, CO or San Francisco, CA"
    case
      when stated.source = 'state' then stated.state_code
      when known_cities.city_count = 1 or known_cities.state_code = stated.state_code then coalesce(known_cities.state_code, stated.state_code)
      else stated.state_code
    end as state_code,
    other_states.state as other_state,
    coalesce(known_cities.city, other_cities.city) as city,
    @says_remote(combinations.city, combinations.state, combinations.country) as is_remote_place,
    combinations.is_several_countries,
    combinations.is_country_doubtful
  from combinations
  left join stated
    on combinations.place_key = stated.place_key
    and stated.place = 1
  left join known_cities
    on combinations.place_key = known_cities.place_key
    and known_cities.place = 1
  left join other_states
    on combinations.state = other_states.text
  left join other_cities
    on combinations.place_key = other_cities.place_key
    and other_cities.place = 1
)

select
  resolved.place_key,
  case
    when resolved.country_code is not null
      then md5(
        resolved.country_code || '|' || coalesce(resolved.state_code, @plain_name(resolved.other_state), '') || '|'
        || coalesce(@plain_name(resolved.city), '')
      )
  end as location_id,
  resolved.country_code,
  countries.country_name,
  resolved.state_code,
  case
    when resolved.country_code is not null then coalesce(states.state_name, resolved.other_state)
  end as state_name,
  case when resolved.country_code is not null then resolved.city end as city,
  resolved.is_remote_place,
  resolved.is_several_countries,
  resolved.is_country_doubtful
from resolved
left join countries
  on resolved.country_code = countries.country_code
left join states
  on resolved.country_code = states.country_code
  and resolved.state_code = states.state_code
