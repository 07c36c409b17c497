MODEL (
  name intermediate.int_place_texts__compared,
  description 'What the parts of a text mean beside each other: among countries a code is a country as well (UK, EU, IN; DE, AT, CH), though it is also the code of a state. United States, CA stays California. The code of a state outside of the United States, Canada and Australia counts where the city beside it lies in that state (Madrid, MD). A city that is called like its region stands for the region after a town that the gazetteer lacks (Olivenza, Badajoz) and beside the word for a province. A city text with words cut from an unknown name, or with meanings that hang on the delivered country, is there a second time without them. Grain: one meaning of one part of one text (source, text, position, kind, country_code, state_code, city).',
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

evidence as (
  select @named_values(large_city, great_city)
  from reference.place_evidence
),

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
    @compared_name(uncut_part) as name
  from parsed
  where source = 'city' and uncut_part is not null
  union all
  select text, position, min(part) as part, min(name) as name
  from parsed
  where source = 'city' and uncut_part is null
  group by text, position
  having bool_and(is_unsure)
),

meanings as (
  select
    source, text, position, part, name, kind, country_code, state_code, city, prominence, is_lesser, is_region
  from parsed
  union all
  select
    'uncut_city' as source, parsed.text, parsed.position, parsed.part, parsed.name, parsed.kind, parsed.country_code,
    parsed.state_code, parsed.city, parsed.prominence, parsed.is_lesser, parsed.is_region
  from parsed
  inner join cut_texts
    on parsed.text = cut_texts.text
  where parsed.source = 'city' and parsed.uncut_part is null and not parsed.is_unsure
  union all
  select
    'uncut_city' as source, text, position, part, name, null::varchar as kind, null::varchar as country_code,
    null::varchar as state_code, null::varchar as city, null::double as prominence, false as is_lesser,
    false as is_region
  from unknown
),

city_parts as (
  select source, text, position, min(part) as part
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
    neighbours.source, neighbours.text, neighbours.position, neighbours.part,
    cities.country_code, cities.state_code, cities.prominence,
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
    on @is_same_part(neighbours, known)
    and cities.country_code = known.country_code
    and known.kind in ('country_code', 'state_code')
  where regexp_matches(neighbours.part, '^[A-Z]{2,3}$')
),

-- Salem, TN lies in India by its size, San Diego, MD in the United States
codes_abroad as (
  select distinct
    beside_codes.source, beside_codes.text, beside_codes.position, beside_codes.part,
    beside_codes.country_code, beside_codes.state_code
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
    on @is_same_part(meanings, codes_abroad)
  where codes_abroad.text is null or meanings.kind is not null
  union all
  select
    source, text, position, part, @compared_name(part) as name, 'state_code' as kind, country_code, state_code,
    null::varchar as city, null::double as prominence, false as is_lesser, false as is_region
  from codes_abroad
),

stood as (
  select
    source, text, position,
    min(name) as name,
    bool_or(kind is null) and not bool_or(@is_no_city(part)) as is_town,
    bool_or(coalesce(kind = 'city', false)) as is_city
  from coded
  where source in ('city', 'uncut_city')
  group by source, text, position
),

followed as (
  select
    stood.*,
    coalesce(lag(is_town) over (partition by source, text order by position), false) as is_after_town,
    sum(case when is_city then 1 else 0 end) over (partition by source, text) as city_count,
    position > min(position) over (partition by source, text, name) as is_second
  from stood
),

-- cities that stand for the region called like them: Olivenza, Badajoz; Barcelona, Barcelona provincia
regions as (
  select
    cities.source, cities.text, cities.position, cities.country_code, cities.state_code,
    bool_or(cities.is_lesser) as is_lesser
  from coded as cities
  cross join evidence
  inner join followed
    on @is_same_part(cities, followed)
  inner join coded as states
    on @is_same_part(cities, states)
    and cities.country_code = states.country_code and cities.state_code = states.state_code and states.kind = 'state'
  where cities.kind = 'city'
    and (
      (
        @says_province(cities.text, cities.part)
        -- Modena, Province of Modena
        and (
          followed.is_second
          or length(replace(lower(cities.text), lower(cities.part), '')) + length(cities.part) = length(cities.text)
        )
      )
      or (
        followed.is_after_town and followed.city_count = 1
        and cities.prominence
        < case when @is_before_province(cities.country_code) then evidence.great_city else evidence.large_city end
      )
    )
  group by cities.source, cities.text, cities.position, cities.country_code, cities.state_code
),

-- Remote - Luxembourg says the country alone
said_countries as (
  select distinct source, text, position, country_code
  from coded
  where kind = 'country' and not @is_city_state(country_code)
),

named as (
  select
    coded.source, coded.text, coded.position, coded.part, coded.name, coded.kind, coded.country_code, coded.state_code,
    coded.city, coded.prominence, coded.is_lesser or coalesce(regions.is_lesser, false) as is_lesser, coded.is_region
  from coded
  left join regions
    on @is_same_part(coded, regions)
    and coded.country_code = regions.country_code and coded.state_code = regions.state_code
  left join said_countries
    on @is_same_part(coded, said_countries)
    and coded.country_code = said_countries.country_code
  where coalesce(coded.kind, '') <> 'city'
    or (
      regions.text is null
      and (said_countries.text is null or @compared_name(coded.city) <> coded.name or not (@says_remote(coded.text)))
    )
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
  from named
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
  named.source, named.text, named.position, named.part, named.name,
  case when country_lists.text is not null and named.kind = 'country_code' then 'country' else named.kind end as kind,
  named.country_code, named.state_code, named.city, named.prominence, named.is_lesser, named.is_region
from named
left join country_lists
  on named.source = country_lists.source
  and named.text = country_lists.text
where country_lists.text is null or coalesce(named.kind, '') <> 'state_code'
