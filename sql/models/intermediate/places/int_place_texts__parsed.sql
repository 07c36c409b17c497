MODEL (
  name intermediate.int_place_texts__parsed,
  description 'What the parts of a city, state or country text may mean. Grain: one meaning of one part of one text (source, text, part, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (source, text, part, kind, country_code, state_code, city),
  column_descriptions (
    source = 'The field that delivered the text: city, state or country',
    position = 'Where the part begins; 0 for a text that is one name',
    kind = 'country, country_code, state, state_code, city; null for a part that is no known name',
    is_state_part = '1 where the part is also a state''s name',
    is_region = 'The part is a part of the world (EU, LatAm)'
  ),
  audits (
    not_null(columns := (source, text, part, position)),
    unique_combination_of_columns(columns := (source, text, part, kind, country_code, state_code, city))
  )
);

with

names as (
  select
    int_places__aliases.spelling,
    int_places__aliases.kind,
    int_places__aliases.country_code,
    int_places__aliases.state_code,
    int_places__aliases.city
  from intermediate.int_places__aliases as int_places__aliases
),

texts as (
  select distinct
    'country' as source,
    stg_sentrion__job_versions.country as text
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.country is not null
  union all
  select distinct
    'state' as source,
    stg_sentrion__job_versions.state as text
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.state is not null
  union all
  select distinct
    'city' as source,
    stg_sentrion__job_versions.city as text
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.city is not null
),

split as (
  select distinct
    source,
    text,
    unnest(@place_parts(text)) as part
  from texts
),

-- the whole text first: "Congo, The Democratic Republic of the" is one name
parts as (
  select distinct
    source,
    text,
    text as part,
    0 as position
  from texts
  union all
  select
    source,
    text,
    part,
    strpos(text, part) as position
  from split
  where part <> ''
),

plain as (
  select
    parts.source,
    parts.text,
    parts.part,
    parts.position,
    @plain_name(parts.part) as name
  from parts
),

-- an inner join and a filter, since an outer join on more than equal names compares all pairs
matched as (
  select
    plain.source,
    plain.text,
    plain.part,
    plain.position,
    names.kind,
    names.country_code,
    names.state_code,
    names.city
  from plain
  inner join names
    on plain.name = names.spelling
  where case
    when plain.source = 'country' then
      names.kind in ('country', 'country_code', 'state', 'city')
      or (names.kind = 'state_code' and names.country_code in ('US', 'CA', 'AU'))
    when plain.source = 'state' then names.kind in ('state', 'state_code', 'country')
    -- in a list of cities, codes are in capitals: La Paz, de Bilt
    else
      names.kind in ('country', 'state', 'city')
      or (
        plain.part = upper(plain.part)
        and plain.position >= 1
        and (names.kind = 'country_code' or (names.kind = 'state_code' and names.country_code in ('US', 'CA', 'AU')))
      )
  end
),

named as (
  select
    plain.source,
    plain.text,
    plain.part,
    plain.position,
    plain.name,
    matched.kind,
    matched.country_code,
    matched.state_code,
    matched.city
  from plain
  left join matched
    on plain.source = matched.source
    and plain.text = matched.text
    and plain.part = matched.part
    and plain.position = matched.position
),

-- a text that is a name as a whole has no parts; a country's name in the country text is no city (Singapore)
flagged as (
  select
    named.*,
    max(case when named.position = 0 and named.kind is not null then 1 else 0 end)
      over (partition by named.source, named.text) as is_one_name,
    max(case when named.kind in ('country', 'country_code') then 1 else 0 end)
      over (partition by named.source, named.text, named.part) as is_country_part,
    max(case when named.kind = 'city' then 1 else 0 end)
      over (partition by named.source, named.text, named.part) as is_city_part,
    max(case when named.kind = 'state' then 1 else 0 end)
      over (partition by named.source, named.text, named.part) as is_state_part,
    min(case when named.kind = 'city' then named.position end)
      over (partition by named.source, named.text) as first_city_position,
    @is_region(named.name) as is_region
  from named
)

select
  source,
  text,
  part,
  position,
  name,
  kind,
  country_code,
  state_code,
  city,
  is_state_part,
  is_region
from flagged
where (position = 0) = (is_one_name = 1)
  and not (source = 'country' and coalesce(kind, '') = 'city' and is_country_part = 1)
  and not (source = 'city' and coalesce(kind, '') in ('state', 'state_code', 'country_code') and is_city_part = 1)
  and not (source = 'city' and coalesce(kind, '') = 'city' and position > first_city_position)
