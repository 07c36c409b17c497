MODEL (
  name intermediate.int_place_texts__compared,
  description 'What the parts of a text mean beside each other: among countries a code is a country as well (UK, EU, IN; DE, AT, CH), though it is also the code of a state. United States, CA stays California. The code of a state outside of the United States, Canada and Australia counts where the city beside it lies in that state (Madrid, MD). A city text with words cut from an unknown name, or with meanings that hang on the delivered country, is there a second time without them. Grain: one meaning of one part of one text (source, text, position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (source, text, position, kind, country_code, state_code, city),
  column_descriptions (
    source = 'As in int_place_texts__parsed; uncut_city for a city text whose unknown names stand whole (La Florida), and whose names are no countries in other languages',
    kind = 'As in int_place_texts__parsed; in a list of countries a code has the kind of a country by its name'
  ),
  audits (
    not_null(columns := (source, text, part, position)),
    unique_combination_of_columns(columns := (source, text, position, kind, country_code, state_code, city))
  )
);

with

parsed as (
  select
    int_place_texts__parsed.*,
    int_place_texts__parsed.is_foreign or int_place_texts__parsed.is_as_delivered as is_unsure
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
),

cut_texts as (
  select distinct text
  from parsed
  where source = 'city' and (uncut_part is not null or is_unsure)
),

-- the names that then mean nothing: those with words cut from them, and those that hang on the delivered country
unknown as (
  select distinct
    text,
    position - position % 2 as position,
    uncut_part as part,
    @plain_name(uncut_part) as name
  from parsed
  where source = 'city' and uncut_part is not null
  union all
  select
    text,
    position,
    min(part) as part,
    min(name) as name
  from parsed
  where source = 'city' and uncut_part is null
  group by text, position
  having bool_and(is_unsure)
),

meanings as (
  select
    source,
    text,
    position,
    part,
    name,
    kind,
    country_code,
    state_code,
    city,
    prominence,
    is_lesser,
    is_region
  from parsed
  union all
  select
    'uncut_city' as source,
    parsed.text,
    parsed.position,
    parsed.part,
    parsed.name,
    parsed.kind,
    parsed.country_code,
    parsed.state_code,
    parsed.city,
    parsed.prominence,
    parsed.is_lesser,
    parsed.is_region
  from parsed
  inner join cut_texts
    on parsed.text = cut_texts.text
  where parsed.source = 'city' and parsed.uncut_part is null and not parsed.is_unsure
  union all
  select
    'uncut_city' as source,
    text,
    position,
    part,
    name,
    null::varchar as kind,
    null::varchar as country_code,
    null::varchar as state_code,
    null::varchar as city,
    null::double as prominence,
    false as is_lesser,
    false as is_region
  from unknown
),

city_parts as (
  select
    source,
    text,
    position,
    min(part) as part
  from meanings
  where source in ('city', 'uncut_city')
  group by source, text, position
),

-- the part before each, and of the first the one after it: SP - São Paulo
neighbours as (
  select
    source,
    text,
    position,
    part,
    coalesce(
      lag(position) over (partition by source, text order by position),
      lead(position) over (partition by source, text order by position)
    ) as city_position
  from city_parts
),

-- the cities beside a code, and whether one lies where the code is known to mean
beside_codes as (
  select
    neighbours.source,
    neighbours.text,
    neighbours.position,
    neighbours.part,
    cities.country_code,
    cities.state_code,
    cities.prominence,
    max(case when cities.country_code in ('US', 'CA', 'AU') then cities.prominence end)
      over (partition by neighbours.source, neighbours.text, neighbours.position) as usual_prominence,
    max(case when known.kind = 'country_code' or known.state_code = cities.state_code then 1 else 0 end)
      over (partition by neighbours.source, neighbours.text, neighbours.position) as is_known
  from neighbours
  inner join meanings as cities
    on neighbours.source = cities.source
    and neighbours.text = cities.text
    and neighbours.city_position = cities.position
    and cities.kind = 'city'
  left join meanings as known
    on neighbours.source = known.source
    and neighbours.text = known.text
    and neighbours.position = known.position
    and cities.country_code = known.country_code
    and known.kind in ('country_code', 'state_code')
  where regexp_matches(neighbours.part, '^[A-Z]{2,3}$')
),

-- Salem, TN lies in India by its size, San Diego, MD in the United States
codes_abroad as (
  select distinct
    beside_codes.source,
    beside_codes.text,
    beside_codes.position,
    beside_codes.part,
    beside_codes.country_code,
    beside_codes.state_code
  from beside_codes
  where beside_codes.state_code = beside_codes.part
    and beside_codes.country_code not in ('US', 'CA', 'AU')
    and beside_codes.is_known = 0
    and coalesce(beside_codes.prominence > beside_codes.usual_prominence, true)
),

coded as (
  select meanings.*
  from meanings
  left join codes_abroad
    on meanings.source = codes_abroad.source
    and meanings.text = codes_abroad.text
    and meanings.position = codes_abroad.position
  where codes_abroad.text is null or meanings.kind is not null
  union all
  select
    source,
    text,
    position,
    part,
    @plain_name(part) as name,
    'state_code' as kind,
    country_code,
    state_code,
    null::varchar as city,
    null::double as prominence,
    false as is_lesser,
    false as is_region
  from codes_abroad
),

parts as (
  select
    source,
    text,
    position,
    bool_or(kind in ('country', 'country_code')) as is_country,
    bool_or(kind = 'state_code') as is_code,
    bool_or(kind in ('state', 'city')) as is_other,
    bool_or(kind in ('country', 'country_code') and country_code = 'US') as is_united_states
  from coded
  where kind is not null
  group by source, text, position
),

country_lists as (
  select source, text
  from parts
  group by source, text
  having count(*) > 1 and bool_and(is_country and not is_other) and bool_or(not is_code and not is_united_states)
)

select distinct
  coded.source,
  coded.text,
  coded.position,
  coded.part,
  coded.name,
  case when country_lists.text is not null and coded.kind = 'country_code' then 'country' else coded.kind end as kind,
  coded.country_code,
  coded.state_code,
  coded.city,
  coded.prominence,
  coded.is_lesser,
  coded.is_region
from coded
left join country_lists
  on coded.source = country_lists.source
  and coded.text = country_lists.text
where country_lists.text is null or coalesce(coded.kind, '') <> 'state_code'
