MODEL (
  name intermediate.int_place_texts__placed,
  description 'The places of int_place_texts__split with the state whose code ends the text: it holds for a single town before it (Salem, NJ), and in a list with two towns that lie in the state, or that the gazetteer lacks, for the others as well (Salem, Newark, Hancocks Bridge, NJ). A great city is no such town. A small town abroad behind a large city and a dash is one of its districts (Praha – Staré Město) and left out. Grain: one part that says where a place lies, or the place alone (source, text, position, qualifier_position).',
  owner jobhouse,
  kind FULL,
  grain (source, text, position, qualifier_position),
  column_descriptions (
    position = 'The part that is the place',
    qualifier_position = 'The part that says where it lies; null where none does'
  ),
  audits (
    not_null(columns := (source, text, position)),
    unique_combination_of_columns(columns := (source, text, position, qualifier_position))
  )
);

with

places as (
  select
    int_place_texts__split.source,
    int_place_texts__split.text,
    int_place_texts__split.position,
    int_place_texts__split.qualifier_position
  from intermediate.int_place_texts__split as int_place_texts__split
),

evidence as (
  select @named_values(large_city, great_city)
  from reference.place_evidence
),

parts as (
  select
    meanings.source,
    meanings.text,
    meanings.position,
    min(meanings.part) as part,
    max(case when meanings.kind = 'city' then meanings.prominence end) >= any_value(evidence.great_city) as is_great,
    max(case when meanings.kind = 'city' then meanings.prominence end) >= any_value(evidence.large_city) as is_large,
    bool_or(meanings.kind = 'city') as is_city,
    bool_or(meanings.kind = 'state' and meanings.country_code in ('US', 'CA')) as is_state,
    bool_or(meanings.kind = 'state_code' and meanings.country_code in ('US', 'CA')) as is_code,
    bool_or(meanings.kind is not null and meanings.kind <> 'city') as is_wider
  from intermediate.int_place_texts__compared as meanings
  cross join evidence
  group by meanings.source, meanings.text, meanings.position
),

-- the one wider part of a text, where it is the code of a state and stands at the end
codes as (
  select
    parts.source,
    parts.text,
    max(parts.position) as position,
    arg_max(parts.part, parts.position) as code,
    count(*) - 1 as town_count
  from parts
  group by parts.source, parts.text
  having
    count(*) > 1
    -- towns are called after states: Florida, MA
    and (
      count(case when coalesce(parts.is_wider, false) and not coalesce(parts.is_city, false) then 1 end) = 1
      or (count(*) = 2 and coalesce(arg_min(parts.is_state, parts.position), false))
    )
    and coalesce(arg_max(parts.is_code, parts.position), false)
),

followed as (
  select
    places.source,
    places.text,
    places.position,
    codes.position as code_position,
    codes.town_count,
    places.qualifier_position is not null as is_in_state,
    (coalesce(parts.is_city, false) or coalesce(parts.is_state, false)) and not coalesce(parts.is_great, false)
    -- New York and Los Angeles are cities by their codes as well
    and not (codes.code in ('NY', 'LA', 'CA', 'DC') and coalesce(parts.is_large or not parts.is_city, true)) as may_be_town
  from places
  inner join codes
    on places.source = codes.source
    and places.text = codes.text
    and places.position < codes.position
  inner join parts
    on places.source = parts.source
    and places.text = parts.text
    and places.position = parts.position
),

counted as (
  select
    followed.*,
    sum(case when followed.is_in_state then 1 else 0 end) over (partition by followed.source, followed.text) as in_state_count
  from followed
),

towns as (
  select source, text, position, code_position
  from counted
  where not is_in_state and may_be_town and (town_count = 1 or in_state_count >= 2)
),

-- after a large city and a dash, a town abroad is one of its districts: Praha – Staré Město
districts as (
  select
    places.source,
    places.text,
    places.position
  from places
  cross join evidence
  inner join intermediate.int_place_texts__compared as meanings
    on @is_same_part(places, meanings)
  inner join intermediate.int_place_texts__compared as cities
    on places.source = cities.source
    and places.text = cities.text
    and places.position - 2 = cities.position
    and cities.kind = 'city'
  where contains(
    replace(replace(places.text, '–', '-'), ' ', ''),
    replace(cities.part || '-' || meanings.part, ' ', '')
  )
  group by places.source, places.text, places.position
  having max(cities.prominence) >= any_value(evidence.large_city)
    and coalesce(bool_and(meanings.kind = 'city' and meanings.country_code <> cities.country_code), false)
    and max(meanings.prominence) < any_value(evidence.large_city)
),

-- a code that says where a town lies is no place beside it
taken as (
  select distinct source, text, code_position
  from towns
)

select
  places.source,
  places.text,
  places.position,
  coalesce(places.qualifier_position, towns.code_position) as qualifier_position
from places
left join towns
  on places.source = towns.source
  and places.text = towns.text
  and places.position = towns.position
left join taken
  on places.source = taken.source
  and places.text = taken.text
  and places.position = taken.code_position
left join districts
  on places.source = districts.source
  and places.text = districts.text
  and places.position = districts.position
where taken.text is null and districts.text is null
