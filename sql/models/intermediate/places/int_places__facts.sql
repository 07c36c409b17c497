MODEL (
  name intermediate.int_places__facts,
  description 'What the delivered texts say about each place of a combination: the place itself, the parts beside it, the state text and the country text. The places are those of the city text, or else of the state text, or else of the country text. Embedded in the queries that read it, so there is no table of it. Grain: one meaning of one part about one place (place_key, position, role, part_position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind EMBEDDED,
  grain (place_key, position, role, part_position, kind, country_code, state_code, city),
  column_descriptions (
    source = 'The field that names the place: city, state or country',
    role = 'head (the place itself), beside (in the same text), state, country (the other texts)',
    kind = 'As in int_place_texts__compared; null for a town that is known in other countries alone, where the delivered one has towns of such names',
    is_coded = 'A city of the country whose code stands beside it: Hamburg, DE',
    is_namesake_of_coded = 'A city of the United States that is called like one and lies in another state than the code means: Hamburg in New York'
  )
);

with

limits as (
  select @named_values(known_worldwide)
  from reference.place_evidence
),

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
),

said as (
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
),

-- the country that a code beside a city means as well, where it has such a city
codes as (
  select distinct
    said.place_key,
    said.position,
    said.country_code
  from said
  inner join said as cities
    on said.place_key = cities.place_key
    and said.position = cities.position
    and said.country_code = cities.country_code
    and cities.role = 'head'
    and cities.kind = 'city'
  where said.role = 'beside' and said.kind = 'country_code'
),

named_states as (
  select distinct
    place_key,
    position,
    state_code
  from said
  where role in ('beside', 'state') and kind in ('state', 'state_code') and country_code = 'US'
),

-- the one country that a text delivers by a name or code that means nothing else
sure_countries as (
  select
    place_key,
    position,
    min(country_code) as country_code
  from said
  where role = 'country' and (is_region or coalesce(kind <> 'city', false))
  group by place_key, position
  having count(distinct country_code) = 1 and bool_and(kind in ('country', 'country_code') and not is_region)
),

head_counts as (
  select
    place_key,
    count(distinct position) as head_count
  from said
  where role = 'head'
  group by place_key
),

-- a town that is known in other countries alone, in one whose towns are called alike: Concord in Australia
namesakes as (
  select
    said.place_key,
    said.position,
    arg_max(
      case when said.kind = 'city' and said.role = 'head' then said.country_code end,
      case when said.kind = 'city' and said.role = 'head' then said.prominence end
    ) as known_in,
    min(sure_countries.country_code) as country_code
  from said
  cross join limits
  inner join sure_countries
    on said.place_key = sure_countries.place_key
    and said.position = sure_countries.position
  inner join head_counts
    on said.place_key = head_counts.place_key
  where said.role <> 'country' and said.source = 'city' and said.kind is not null and head_counts.head_count = 1
  group by said.place_key, said.position
  having bool_and(
      said.role <> 'head'
      or (
        said.country_code <> sure_countries.country_code
        and (said.kind = 'city' or (said.kind = 'state' and said.country_code not in ('US', 'CA', 'AU')))
      )
    )
    and max(case when said.role = 'head' and said.kind = 'city' then said.prominence end) < any_value(limits.known_worldwide)
    and coalesce(bool_or(case when said.role <> 'head' then said.country_code = sure_countries.country_code end), true)
    -- Canada is also what feeds make of CA
    and not bool_or(said.role = 'head' and said.country_code = 'US' and said.state_code = sure_countries.country_code)
),

unknown as (
  select
    place_key,
    position
  from namesakes
  where @is_named_alike(known_in, country_code)
),

judged as (
  select
    said.*,
    unknown.place_key is null or said.role <> 'head' as is_known
  from said
  left join unknown
    on said.place_key = unknown.place_key
    and said.position = unknown.position
)

select distinct
  judged.place_key,
  judged.source,
  judged.position,
  judged.role,
  judged.part_position,
  judged.part,
  judged.name,
  case when judged.is_known then judged.kind end as kind,
  case when judged.is_known then judged.country_code end as country_code,
  case when judged.is_known then judged.state_code end as state_code,
  case when judged.is_known then judged.city end as city,
  case when judged.is_known then judged.prominence end as prominence,
  judged.is_lesser and judged.is_known as is_lesser,
  judged.is_region,
  judged.role = 'head' and judged.kind = 'city' and coalesce(judged.country_code = codes.country_code, false) as is_coded,
  judged.role = 'head' and judged.kind = 'city' and judged.country_code = 'US'
  and named_states.state_code is null and coalesce(codes.country_code <> 'US', false) as is_namesake_of_coded
from judged
left join codes
  on judged.place_key = codes.place_key
  and judged.position = codes.position
left join named_states
  on judged.place_key = named_states.place_key
  and judged.position = named_states.position
  and judged.country_code = 'US'
  and judged.state_code = named_states.state_code
