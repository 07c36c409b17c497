MODEL (
  name intermediate.int_companies__resolved,
  description 'The company that a spelling means. Spellings with one name_key are one company. A native and a Latin name are one where a spelling shows both. Names that differ by The, Group, Technologies, .io and the like are one where their adverts share an address, a logo, a text, or a title and city that few others have. The key depends on the set of spellings and versions alone. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  kind FULL,
  grain company_name,
  column_descriptions (
    company_name = 'The name as delivered, white space folded',
    company_key = 'Letters and digits of the name that its spellings share',
    company_id = 'Of dim_companies; NULL where the spelling names no company (Confidential, Stealth)'
  ),
  audits (
    unique_combination_of_columns(columns := (company_name)),
    not_null(columns := (company_name, company_key))
  )
);

with

evidence as (
  select @named_values(names_of_an_address_at_most, letters_of_a_text_at_least, letters_before_group)
  from reference.company_evidence
),

named as (
  select int_companies__named.*
  from intermediate.int_companies__named as int_companies__named
),

-- names in both scripts say which native name a Latin one stands for; the shortest of several is the name
aliases as (
  select
    named.latin_key,
    min_by(named.native_key, length(named.native_key) || ' ' || named.native_key) as native_key
  from named
  where named.native_key <> '' and named.latin_key <> ''
  group by named.latin_key
),

aliased as (
  select
    named.company_name,
    named.loose_key,
    named.name_address,
    case
      when named.latin_key = '' then coalesce(spoken.native_key, named.name_key)
      when named.native_key = '' then named.latin_key
      when starts_with(named.native_key, written.native_key) then written.native_key
      else named.native_key
    end as name_key
  from named
  left join aliases as spoken
    on named.name_key = spoken.latin_key
  left join aliases as written
    on named.latin_key = written.latin_key
),

-- names that may be one company
ambiguous as (
  select aliased.loose_key
  from aliased
  group by aliased.loose_key
  having min(aliased.name_key) <> max(aliased.name_key)
),

adverts as (
  select distinct
    aliased.loose_key,
    aliased.name_key,
    nullif(aliased.name_address, '') as name_address,
    @address_of(versions.job_url) as job_address,
    @address_of(versions.apply_url) as apply_address,
    versions.logo_url,
    case when versions.description_length >= evidence.letters_of_a_text_at_least then versions.description_hash end as text_hash,
    versions.title_key || ' in ' || lower(versions.city) as title_and_city,
    -- a word of one company alone says enough: Volkswagen Group is Volkswagen
    @own_word_of(aliased.name_key, aliased.loose_key, evidence.letters_before_group) || ' and its group' as own_word
  from aliased
  inner join ambiguous
    on aliased.loose_key = ambiguous.loose_key
  inner join staging.stg_sentrion__job_versions as versions
    on aliased.company_name = versions.company_name
  cross join evidence
),

signs as (
  select distinct
    adverts.loose_key,
    adverts.name_key,
    unnest([
      adverts.name_address, adverts.job_address, adverts.apply_address, adverts.logo_url, adverts.text_hash::varchar,
      adverts.title_and_city, adverts.own_word
    ]) as sign
  from adverts
),

-- what many names share is a board, an agency or a picture of everybody's
telling as (
  select signs.sign
  from signs
  cross join evidence
  where signs.sign is not null
  group by signs.sign
  having count(distinct signs.loose_key) <= any_value(evidence.names_of_an_address_at_most)
),

shortest as (
  select
    signs.loose_key,
    signs.sign,
    min_by(signs.name_key, lpad(length(signs.name_key)::varchar, 5, '0') || signs.name_key) as name_key
  from signs
  inner join telling
    on signs.sign = telling.sign
  group by signs.loose_key, signs.sign
),

-- the shortest name that shares a sign with a name, and from there once more: signs need not be shared by all
joined as (
  select
    signs.name_key,
    min_by(shortest.name_key, lpad(length(shortest.name_key)::varchar, 5, '0') || shortest.name_key) as shorter_key
  from signs
  inner join shortest
    on signs.loose_key = shortest.loose_key and signs.sign = shortest.sign
  group by signs.name_key
),

keys as (
  select
    aliased.company_name,
    coalesce(further.shorter_key, joined.shorter_key, aliased.name_key) as company_key
  from aliased
  left join joined
    on aliased.name_key = joined.name_key
  left join joined as further
    on joined.shorter_key = further.name_key
)

select
  company_name,
  company_key,
  case when not @names_no_company(company_name) then md5(company_key) end as company_id
from keys
