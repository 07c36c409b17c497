MODEL (
  name intermediate.int_place_texts__weighed,
  description 'How strong the evidence of the texts about a place for a country is (reference.place_evidence). Embedded in the query of int_places__countries, so there is no table of it. Grain: what one text says about one place by one kind of name for one country (place_key, position, role, country_code, kind).',
  owner jobhouse,
  kind EMBEDDED,
  grain (place_key, position, role, country_code, kind),
  column_descriptions (
    role = 'head, beside, state, country: as in int_places__facts',
    weight = 'The strongest evidence of the text for the country by this kind of name (country, state, city ...)'
  )
);

with

evidence as (
  select
    place_evidence.name,
    place_evidence.value
  from reference.place_evidence as place_evidence
),

limits as (
  select @named_values(contradictions_at_least, large_city, known_worldwide)
  from reference.place_evidence
),

-- CA, CO, DE, GA: codes of a country and of a state in the US
shared_codes as (
  select states.state_code as code
  from reference.states as states
  inner join reference.countries as countries
    on states.state_code = countries.country_code
  where states.country_code = 'US'
),

facts as (
  select int_places__facts.*
  from intermediate.int_places__facts as int_places__facts
),

counted as (
  select
    place_key,
    position,
    role,
    count(distinct case when kind in ('country', 'country_code') then country_code end)
      + max(case when is_region then 1 else 0 end) as country_count
  from facts
  where role = 'country'
  group by place_key, position, role
),

named_states as (
  select distinct
    place_key,
    position,
    country_code,
    state_code
  from facts
  where role in ('beside', 'state') and kind in ('state', 'state_code')
),

state_parts as (
  select distinct
    place_key,
    position,
    role,
    part_position
  from facts
  where kind = 'state' and not is_lesser
),

-- a city with the state of its name is one thing: San José is no more Costa Rica's for it
city_states as (
  select distinct
    place_key,
    position,
    country_code,
    state_code
  from facts
  where role = 'head' and kind = 'city'
),

-- of several cities, those that the country text's country lacks are elsewhere: Berlin, Amsterdam | Germany
head_counts as (
  select
    place_key,
    count(distinct position) as head_count
  from facts
  where role = 'head'
  group by place_key
),

head_countries as (
  select distinct
    place_key,
    position,
    country_code
  from facts
  where role = 'head' and country_code is not null and not is_lesser
),

known_heads as (
  select distinct
    place_key,
    position
  from facts
  where role = 'head' and kind = 'city'
),

-- the countries that a feed delivers for places that are elsewhere; a town by its name alone may have a namesake
delivered as (
  select
    facts.place_key,
    facts.name,
    max(case when other.country_code = facts.country_code then 1 else 0 end) as is_confirmed
  from facts
  inner join facts as other
    on facts.place_key = other.place_key
    and facts.position = other.position
    and other.role <> 'country'
    and other.kind is not null
    and not other.is_lesser
  cross join limits
  where facts.role = 'country' and facts.kind = 'country'
    and (
      other.country_code = facts.country_code
      or (other.kind <> 'city' and other.role <> 'head')
      or other.prominence >= limits.known_worldwide
    )
  group by facts.place_key, facts.name
),

often_wrong as (
  select delivered.name
  from delivered
  cross join limits
  group by delivered.name
  having
    count(*) - sum(delivered.is_confirmed) >= any_value(limits.contradictions_at_least)
    and 2 * sum(delivered.is_confirmed) < count(*)
),

-- the largest city of each country
chief_cities as (
  select
    cities.country_code,
    max(cities.population) as population
  from reference.cities as cities
  group by cities.country_code
),

-- each meaning with the first kind of evidence that fits; the place itself is read as the text that it comes from
judged as (
  select
    facts.place_key,
    facts.position,
    facts.role,
    facts.kind,
    facts.country_code,
    case
      when facts.kind = 'city' and facts.role = 'state' then 'city_elsewhere'
      when facts.kind = 'city' and facts.role = 'head' and named_states.state_code is not null then 'city_in_its_state'
      when facts.kind = 'city' and facts.role = 'head' and facts.is_coded
        and facts.prominence >= least(limits.large_city, chief_cities.population)
        then 'city_beside_its_code'
      when facts.is_namesake_of_coded then 'namesake_beside_a_code'
      when facts.is_lesser then 'city_elsewhere'
      when facts.kind = 'city' then 'city'
      when facts.role = 'country' and facts.kind in ('country', 'country_code') and head_counts.head_count > 1
        and known_heads.position is not null and head_countries.country_code is null
        then 'country_of_another_place'
      when facts.kind = 'country' and often_wrong.name is not null and (facts.role = 'country' or facts.source = 'country') then 'country_often_wrong'
      when (facts.role = 'country' or (facts.role = 'head' and facts.source = 'country')) then case
        when facts.kind in ('country', 'country_code') and coalesce(counted.country_count, 0) > 1 then 'one_of_several_countries'
        when facts.kind = 'country' and shared_codes.code is null and state_parts.role is null then 'country_name'
        when facts.kind = 'country' then 'country_name_of_a_state'
        when facts.kind = 'country_code' and shared_codes.code is null then 'country_code'
        when facts.kind = 'country_code' and facts.country_code in ('AR', 'CA', 'CO', 'DE', 'ID', 'IL', 'IN')
          then 'shared_code_of_large_country'
        when facts.kind = 'country_code' then 'shared_code'
        when facts.kind = 'state_code' then 'state_code_in_country_text'
        else 'city'
      end
      when facts.kind in ('country', 'country_code') and (facts.role = 'state' or facts.source = 'state') then 'country_in_state_text'
      when facts.kind = 'state_code' and (facts.role = 'state' or facts.source = 'state') and facts.country_code not in ('US', 'CA')
        then 'state_code_abroad'
      when facts.kind in ('state', 'state_code') and (facts.role = 'state' or facts.source = 'state') then 'state_text'
      when facts.kind = 'state' then 'state_named'
      when facts.kind = 'state_code' then 'state_code_named'
      when facts.kind = 'country' or shared_codes.code is null then 'country_named'
      else 'country_code_named'
    end as evidence
  from facts
  left join counted
    on facts.place_key = counted.place_key
    and facts.position = counted.position
    and facts.role = counted.role
  left join named_states
    on facts.place_key = named_states.place_key
    and facts.position = named_states.position
    and facts.country_code = named_states.country_code
    and facts.state_code = named_states.state_code
  left join state_parts
    on facts.place_key = state_parts.place_key
    and facts.position = state_parts.position
    and facts.role = state_parts.role
    and facts.part_position = state_parts.part_position
  left join shared_codes
    on facts.country_code = shared_codes.code
  left join city_states
    on facts.place_key = city_states.place_key
    and facts.position = city_states.position
    and facts.country_code = city_states.country_code
    and facts.state_code = city_states.state_code
  left join head_counts
    on facts.place_key = head_counts.place_key
  left join known_heads
    on facts.place_key = known_heads.place_key
    and facts.position = known_heads.position
  left join head_countries
    on facts.place_key = head_countries.place_key
    and facts.position = head_countries.position
    and facts.country_code = head_countries.country_code
  left join often_wrong
    on facts.name = often_wrong.name
  left join chief_cities
    on facts.country_code = chief_cities.country_code
  cross join limits
  where facts.kind is not null
    and not (facts.role = 'head' and facts.kind = 'state' and city_states.state_code is not null)
)

select
  judged.place_key,
  judged.position,
  judged.role,
  judged.country_code,
  judged.kind,
  max(evidence.value) as weight
from judged
inner join evidence
  on judged.evidence = evidence.name
group by judged.place_key, judged.position, judged.role, judged.country_code, judged.kind
