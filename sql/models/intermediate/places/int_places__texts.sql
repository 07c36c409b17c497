MODEL (
  name intermediate.int_places__texts,
  description 'The texts of each combination of city, state and country, and how its city text is read. Words cut from an unknown name (Austin Texas) count where they say together where the place lies, or one agrees with the country or state text or with another part; elsewhere the name stays whole (La Florida in Chile). A country by its name in another language counts where nothing else is delivered (Jordânia in Brazil). Grain: one text of one delivered combination (place_key, source).',
  owner jobhouse,
  kind FULL,
  grain (place_key, source),
  column_descriptions (
    source = 'The field that delivered the text: city, state or country',
    read_as = 'The source under which int_place_texts__compared has the text: as the field, or uncut_city'
  ),
  audits (
    not_null(columns := (place_key, source, text, read_as)),
    unique_combination_of_columns(columns := (place_key, source))
  )
);

with

combinations as (
  select distinct
    stg_sentrion__job_versions.place_key,
    stg_sentrion__job_versions.city,
    stg_sentrion__job_versions.state,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
),

texts as (
  @place_texts(combinations)
),

meanings as (
  select int_place_texts__parsed.*
  from intermediate.int_place_texts__parsed as int_place_texts__parsed
  where int_place_texts__parsed.kind is not null
),

words as (
  select
    text,
    position - position % 2 as position,
    kind,
    country_code,
    state_code
  from meanings
  where source = 'city' and uncut_part is not null
),

-- Austin Texas, whatever country a feed puts beside it
sure as (
  select distinct city.text
  from words as city
  inner join words as wider
    on city.text = wider.text
    and city.position = wider.position
    and city.country_code = wider.country_code
  where city.kind = 'city'
    and (wider.kind in ('country', 'country_code') or (wider.kind in ('state', 'state_code') and city.state_code = wider.state_code))
),

delivered as (
  select
    texts.place_key,
    texts.source,
    texts.text,
    meanings.kind,
    meanings.country_code,
    meanings.state_code
  from texts
  inner join meanings
    on texts.source = meanings.source
    and texts.text = meanings.text
  where texts.source <> 'city' and meanings.kind <> 'city'
),

cut as (
  select distinct
    texts.place_key,
    texts.text
  from texts
  inner join words
    on texts.text = words.text
  where texts.source = 'city'
),

-- what the name is weighed against: the other texts, and the other parts of its own
others as (
  select place_key, kind, country_code, state_code
  from delivered
  union all
  select
    cut.place_key,
    meanings.kind,
    meanings.country_code,
    meanings.state_code
  from cut
  inner join meanings
    on cut.text = meanings.text
    and meanings.source = 'city'
    and meanings.uncut_part is null
),

agreeing as (
  select distinct cut.place_key
  from cut
  inner join words
    on cut.text = words.text
  inner join others
    on cut.place_key = others.place_key
    and words.country_code = others.country_code
  -- Colorado is no evidence for Arkansas, which AR may mean
  where words.kind in ('country', 'country_code')
    or others.kind in ('country', 'country_code', 'city')
    or words.state_code = others.state_code
),

uncut as (
  select distinct cut.place_key
  from cut
  inner join others
    on cut.place_key = others.place_key
  left join sure
    on cut.text = sure.text
  left join agreeing
    on cut.place_key = agreeing.place_key
  where sure.text is null and agreeing.place_key is null
),

-- Soudan in Minnesota is no country, and KL alone no city
unsure as (
  select distinct texts.place_key
  from texts
  inner join meanings
    on texts.text = meanings.text
    and meanings.source = 'city'
    and (meanings.is_foreign or meanings.is_as_delivered)
  left join texts as other_texts
    on texts.place_key = other_texts.place_key
    and other_texts.source <> 'city'
    and other_texts.text <> texts.text
  left join delivered
    on texts.place_key = delivered.place_key
    and meanings.country_code = delivered.country_code
    and not (delivered.source = 'state' and delivered.text = texts.text)
  where texts.source = 'city' and delivered.place_key is null
    and (meanings.is_as_delivered or other_texts.place_key is not null)
)

select
  texts.place_key,
  texts.source,
  texts.text,
  case when texts.source = 'city' and (uncut.place_key is not null or unsure.place_key is not null) then 'uncut_city' else texts.source end as read_as
from texts
left join uncut
  on texts.place_key = uncut.place_key
left join unsure
  on texts.place_key = unsure.place_key
