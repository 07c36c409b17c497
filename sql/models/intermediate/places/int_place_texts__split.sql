MODEL (
  name intermediate.int_place_texts__split,
  description 'The places that a text names one after another. A part is a place of its own, or says where the place before it lies (Boston, MA; Berlin, Germany). A name that is a city and a state belongs to the city before it where that lies in the state (New York, New York). Of a place without such parts, the next part of the text that fits says where it lies (San Francisco, Oceanside, CA). Grain: one part that says where a place lies, or the place alone (source, text, position, qualifier_position).',
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

meanings as (
  select int_place_texts__compared.*
  from intermediate.int_place_texts__compared as int_place_texts__compared
  where not int_place_texts__compared.is_region
),

evidence as (
  select @named_values(large_city)
  from reference.place_evidence
),

readings as (
  select
    meanings.*,
    coalesce(meanings.prominence >= evidence.large_city, false) as is_large,
    bool_or(coalesce(meanings.kind <> 'city', false))
      over (partition by meanings.source, meanings.text, meanings.position) as is_wider
  from meanings
  cross join evidence
),

parts as (
  select
    source,
    text,
    position,
    min(part) as part,
    min(name) as name,
    -- the town of Brazil in Indiana is no city unless Indiana stands beside it
    bool_or(coalesce(kind = 'city' and (is_large or not is_wider), false)) as is_city,
    bool_or(is_wider) as is_wider,
    bool_or(kind is null) as is_unknown
  from readings
  group by source, text, position
),

neighbours as (
  select
    parts.*,
    lag(position) over (partition by source, text order by position) as previous_position,
    lag(name) over (partition by source, text order by position) as previous_name,
    coalesce(lag(is_unknown) over (partition by source, text order by position), false) as is_after_unknown,
    coalesce(lead(is_wider and not is_city) over (partition by source, text order by position), false) as is_before_wider,
    bool_or(is_city) over (partition by source, text) as is_any_city
  from parts
),

-- the parts that lie in another part of the text: a city in a state, a city or a state in a country
within as (
  select distinct
    inner_part.source,
    inner_part.text,
    inner_part.position,
    outer_part.position as outer_position
  from readings as inner_part
  inner join readings as outer_part
    on inner_part.source = outer_part.source
    and inner_part.text = outer_part.text
    and inner_part.country_code = outer_part.country_code
  where inner_part.position <> outer_part.position
    and (
      (
        outer_part.kind in ('country', 'country_code')
        and (inner_part.kind in ('state', 'state_code') or (inner_part.kind = 'city' and (inner_part.is_large or not inner_part.is_wider)))
      )
      or (outer_part.kind in ('state', 'state_code') and inner_part.kind = 'city' and inner_part.state_code = outer_part.state_code)
    )
),

classed as (
  select
    neighbours.source,
    neighbours.text,
    neighbours.position,
    case
      when neighbours.is_unknown and not (
        not @is_no_city(neighbours.part)
        and (neighbours.is_before_wider or not (neighbours.is_any_city or neighbours.is_after_unknown))
      )
        then 'nothing'
      when neighbours.is_unknown then 'place'
      when neighbours.is_city and not (
        neighbours.is_wider
        and (within.position is not null or coalesce(neighbours.name = neighbours.previous_name, false))
      )
        then 'place'
      else 'wider'
    end as class,
    neighbours.is_unknown,
    neighbours.previous_position
  from neighbours
  left join within
    on neighbours.source = within.source
    and neighbours.text = within.text
    and neighbours.previous_position = within.position
    and neighbours.position = within.outer_position
),

heads as (
  select
    source,
    text,
    position,
    previous_position,
    class,
    max(case when class = 'place' then position end)
      over (partition by source, text order by position rows between unbounded preceding and 1 preceding) as head_position
  from classed
  where class <> 'nothing'
),

-- a small town may lie in the state behind it though the gazetteer has none there: Hopkinton, Massachusetts
large as (
  select distinct
    source,
    text,
    position
  from readings
  where kind = 'city' and is_large
),

towns as (
  select distinct
    heads.source,
    heads.text,
    heads.position
  from heads
  inner join readings
    on heads.source = readings.source
    and heads.text = readings.text
    and heads.position = readings.position
    and readings.kind in ('state', 'state_code')
  left join large
    on heads.source = large.source
    and heads.text = large.text
    and heads.head_position = large.position
  where heads.class = 'wider' and heads.head_position = heads.previous_position and large.position is null
),

-- what a wider name follows and fits; an unknown town takes what follows it
own as (
  select distinct
    heads.source,
    heads.text,
    heads.head_position as position,
    heads.position as qualifier_position
  from heads
  inner join classed as head
    on heads.source = head.source
    and heads.text = head.text
    and heads.head_position = head.position
  left join within
    on heads.source = within.source
    and heads.text = within.text
    and heads.head_position = within.position
    and heads.position = within.outer_position
  left join towns
    on heads.source = towns.source
    and heads.text = towns.text
    and heads.position = towns.position
  where heads.class = 'wider' and (head.is_unknown or within.position is not null or towns.position is not null)
),

places as (
  select
    heads.source,
    heads.text,
    heads.position
  from heads
  left join own
    on heads.source = own.source
    and heads.text = own.text
    and heads.position = own.qualifier_position
  where own.position is null
),

nearest as (
  select
    places.source,
    places.text,
    places.position,
    within.outer_position as qualifier_position,
    row_number() over (
      partition by places.source, places.text, places.position
      order by
        case when within.outer_position > places.position then 0 else 1 end,
        abs(within.outer_position - places.position)
    ) as place
  from places
  inner join within
    on places.source = within.source
    and places.text = within.text
    and places.position = within.position
  inner join heads
    on within.source = heads.source
    and within.text = heads.text
    and within.outer_position = heads.position
    and heads.class = 'wider'
  -- Georgia, United States; but in a list of countries Georgia is one of them
  where places.source <> 'country' or abs(within.outer_position - places.position) <= 100
)

select
  places.source,
  places.text,
  places.position,
  coalesce(own.qualifier_position, nearest.qualifier_position) as qualifier_position
from places
left join own
  on places.source = own.source
  and places.text = own.text
  and places.position = own.position
left join nearest
  on places.source = nearest.source
  and places.text = nearest.text
  and places.position = nearest.position
  and nearest.place = 1
