MODEL (
  name intermediate.int_place_texts__compared,
  description 'What the parts of a text mean beside each other: among countries a code is a country as well (UK, EU, IN; DE, AT, CH), though it is also the code of a state. United States, CA stays California. Grain: one meaning of one part of one text (source, text, position, kind, country_code, state_code, city).',
  owner jobhouse,
  kind FULL,
  grain (source, text, position, kind, country_code, state_code, city),
  column_descriptions (
    kind = 'As in int_place_texts__parsed; in a list of countries a code has the kind of a country by its name'
  ),
  audits (
    not_null(columns := (source, text, part, position)),
    unique_combination_of_columns(columns := (source, text, position, kind, country_code, state_code, city))
  )
);

with

meanings as (
  select int_place_texts__parsed.*
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
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
