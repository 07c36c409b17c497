MODEL (
  name intermediate.int_places__facts,
  description 'What the delivered texts say about each place of a combination: the place itself, the parts beside it, the state text and the country text. The places are those of the city text, or else of the state text, or else of the country text. Embedded in the queries that read it, so there is no table of it. Grain: one meaning of one part about one place (place_key, position, role, part_position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind EMBEDDED,
  grain (place_key, position, role, part_position, kind, country_code, state_code, city),
  column_descriptions (
    source = 'The field that names the place: city, state or country',
    role = 'head (the place itself), beside (in the same text), state, country (the other texts)'
  )
);

with

texts as (
  select int_places__texts.*
  from intermediate.int_places__texts as int_places__texts
),

split as (
  select
    int_place_texts__placed.source,
    int_place_texts__placed.text,
    int_place_texts__placed.position,
    int_place_texts__placed.qualifier_position
  from intermediate.int_place_texts__placed as int_place_texts__placed
),

readings as (
  select int_place_texts__compared.*
  from intermediate.int_place_texts__compared as int_place_texts__compared
),

named as (
  select
    texts.place_key,
    texts.source,
    texts.read_as,
    texts.text,
    split.position,
    split.qualifier_position,
    -- city, state and country stand in the order of the alphabet, which is not theirs
    case texts.source when 'city' then 1 when 'state' then 2 else 3 end as rank,
    min(case texts.source when 'city' then 1 when 'state' then 2 else 3 end) over (partition by texts.place_key) as first_rank
  from texts
  inner join split
    on texts.read_as = split.source
    and texts.text = split.text
),

places as (
  select distinct
    place_key,
    source,
    read_as,
    text,
    position
  from named
  where rank = first_rank
),

parts as (
  select place_key, source, position, 'head' as role, read_as as part_source, text, position as part_position
  from places
  union all
  select place_key, source, position, 'beside' as role, read_as as part_source, text, qualifier_position as part_position
  from named
  where rank = first_rank and qualifier_position is not null
)

select
  parts.place_key,
  parts.source,
  parts.position,
  parts.role,
  parts.part_position,
  readings.part,
  readings.name,
  readings.kind,
  readings.country_code,
  readings.state_code,
  readings.city,
  readings.prominence,
  readings.is_lesser,
  readings.is_region
from parts
inner join readings
  on parts.part_source = readings.source
  and parts.text = readings.text
  and parts.part_position = readings.position
union all
select
  places.place_key,
  places.source,
  places.position,
  texts.source as role,
  readings.position as part_position,
  readings.part,
  readings.name,
  readings.kind,
  readings.country_code,
  readings.state_code,
  readings.city,
  readings.prominence,
  readings.is_lesser,
  readings.is_region
from places
inner join texts
  on places.place_key = texts.place_key
  and texts.source <> 'city'
  and texts.source <> places.source
inner join readings
  on texts.source = readings.source
  and texts.text = readings.text
