MODEL (
  name intermediate.int_places__located,
  description 'The places that a combination of city, state and country names, each once. A place that only says where another one lies (Germany beside Berlin) is left out, and so is a long list of countries (Luxembourg and Singapore by their cities), which says where one may work from. Grain: one place of one delivered combination (place_key, location_id).',
  owner jobhouse,
  kind FULL,
  grain (place_key, location_id),
  columns (
    place_key varchar,
    place_number bigint,
    location_id varchar,
    country_code varchar,
    state_code varchar,
    other_state varchar,
    city varchar,
    location_basis varchar,
    is_country_doubtful boolean
  ),
  column_descriptions (
    place_number = 'The order in which the advert names its places; 1 is the main one; a small town outside of the delivered country comes after those in it',
    location_id = 'Of dim_locations',
    other_state = 'A state as delivered that reference.states lacks',
    location_basis = 'How the place was decided, as in marts.posting_locations'
  ),
  audits (
    unique_combination_of_columns(columns := (place_key, location_id)),
    unique_combination_of_columns(columns := (place_key, place_number)),
    not_null(columns := (place_key, place_number, location_id, country_code, location_basis, is_country_doubtful))
  )
);

with

limits as (
  select @named_values(countries_at_most)
  from reference.place_evidence
),

named as (
  select int_places__named.*
  from intermediate.int_places__named as int_places__named
),

identified as (
  select
    named.place_key,
    named.position,
    named.source,
    named.country_code,
    named.state_code,
    case when named.state_code is null then named.other_state end as other_state,
    nullif(named.city, '') as city,
    named.location_basis,
    named.is_country_doubtful,
    named.is_named_as_country,
    -- a small town abroad comes after the places in the delivered country
    named.is_small_city and not named.is_country_delivered
    and bool_or(named.is_country_delivered) over (partition by named.place_key) as is_later,
    md5(
      named.country_code || '|' || coalesce(named.state_code, @plain_name(named.other_state), '') || '|'
      || coalesce(@plain_name(named.city), '')
    ) as location_id
  from named
),

once as (
  select
    identified.*,
    row_number() over (partition by place_key, location_id order by position) as place
  from identified
),

-- Germany and Berlin: the country only says where the city lies
wider as (
  select distinct
    once.place_key,
    once.location_id
  from once
  inner join once as narrower
    on once.place_key = narrower.place_key
    and once.country_code = narrower.country_code
    and once.location_id <> narrower.location_id
  where once.city is null
    and (once.state_code is null or once.state_code = narrower.state_code)
    and (once.state_code is null and (narrower.state_code is not null or narrower.city is not null) or (once.state_code is not null and narrower.city is not null))
    and once.other_state is null
),

kept as (
  select
    once.*,
    count(*) over (partition by once.place_key) as place_count,
    bool_and(coalesce(once.is_named_as_country, false) or (once.city is null and once.state_code is null))
      over (partition by once.place_key) as is_countries
  from once
  left join wider
    on once.place_key = wider.place_key
    and once.location_id = wider.location_id
  where once.place = 1 and wider.place_key is null
)

select
  kept.place_key,
  row_number() over (partition by kept.place_key order by kept.is_later, kept.position) as place_number,
  kept.location_id,
  kept.country_code,
  kept.state_code,
  kept.other_state,
  kept.city,
  kept.location_basis,
  kept.is_country_doubtful
from kept
cross join limits
where not (kept.is_countries and kept.place_count > limits.countries_at_most)
