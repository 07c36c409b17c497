MODEL (
  name intermediate.int_place_texts__compared,
  description 'What the parts of a text mean beside each other: among countries a code is a country as well (UK, EU, IN; DE, AT, CH), though it is also the code of a state. United States, CA stays California. A city text with words cut from an unknown name is there a second time without the cut. Grain: one meaning of one part of one text (source, text, position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (source, text, position, kind, country_code, state_code, city),
  column_descriptions (
    source = 'As in int_place_texts__parsed; uncut_city for a city text whose unknown names stand whole (La Florida)',
    kind = 'As in int_place_texts__parsed; in a list of countries a code has the kind of a country by its name'
  ),
  audits (
    not_null(columns := (source, text, part, position)),
    unique_combination_of_columns(columns := (source, text, position, kind, country_code, state_code, city))
  )
);

with

parsed as (
  select int_place_texts__parsed.*
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
),

cut_texts as (
  select distinct text
  from parsed
  where source = 'city' and uncut_part is not null
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
  where parsed.source = 'city' and parsed.uncut_part is null
  union all
  select distinct
    'uncut_city' as source,
    text,
    position - position % 2 as position,
    uncut_part as part,
    @plain_name(uncut_part) as name,
    null::varchar as kind,
    null::varchar as country_code,
    null::varchar as state_code,
    null::varchar as city,
    null::double as prominence,
    false as is_lesser,
    false as is_region
  from parsed
  where source = 'city' and uncut_part is not null
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
  from meanings
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
  meanings.source,
  meanings.text,
  meanings.position,
  meanings.part,
  meanings.name,
  case when country_lists.text is not null and meanings.kind = 'country_code' then 'country' else meanings.kind end as kind,
  meanings.country_code,
  meanings.state_code,
  meanings.city,
  meanings.prominence,
  meanings.is_lesser,
  meanings.is_region
from meanings
left join country_lists
  on meanings.source = country_lists.source
  and meanings.text = country_lists.text
where country_lists.text is null or coalesce(meanings.kind, '') <> 'state_code'
