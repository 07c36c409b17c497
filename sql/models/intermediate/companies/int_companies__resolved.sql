MODEL (
  name intermediate.int_companies__resolved,
  description 'The company that a spelling means. Spellings with one name_key are one company. A native and a Latin name are one where a spelling shows both, and neither stands beside another. Names that differ by The, Group, Technologies, a country, .io and the like are one where the name is of nobody else (no word of reference.common_words, no city), or where their adverts share an address, a page in an applicant tracking system, a logo, a text, or a title and city that few others have. The key depends on the set of spellings and versions alone. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  kind FULL,
  grain company_name,
  column_descriptions (
    company_name = 'The name as delivered, white space folded',
    company_key = 'Letters and digits of the name that its spellings share',
    company_id = 'Of dim_companies; NULL where the spelling names no company (Confidential, Stealth; Austin, TX)'
  ),
  audits (
    unique_combination_of_columns(columns := (company_name)),
    not_null(columns := (company_name, company_key))
  )
);

with

evidence as (
  select @named_values(names_of_an_address_at_most, letters_of_a_text_at_least, letters_before_group, letters_of_a_coined_word)
  from reference.company_evidence
),

-- what stands before the Latin name is left out where the native name also goes without it
natives as (
  select held.native_key, @shortest_of(held.latin_key) as latin_key
  from intermediate.int_companies__named as held
  where held.native_key <> '' and held.latin_key <> ''
  group by held.native_key
),

named as (
  select
    held.company_name, held.name_key, held.loose_key, held.short_name, held.native_key, held.name_address,
    @may_be_alias(held.native_key, held.name_key) as may_be_alias,
    case when ends_with(held.latin_key, natives.latin_key) then natives.latin_key else held.latin_key end as latin_key
  from intermediate.int_companies__named as held
  left join natives
    on held.native_key = natives.native_key
),

-- what two scripts call one company: the Latin name in brackets (字节跳动（ByteDance）), or a name elsewhere as well
pairs as (
  select distinct named.latin_key, named.native_key
  from named
  where
    named.native_key <> '' and named.latin_key <> '' and named.may_be_alias
    and (
      named.native_key = named.name_key
      or named.latin_key in (select named.name_key from named)
      or named.latin_key in (select named.latin_key from named where named.native_key = named.name_key)
    )
),

-- one native name, or one and others that say more behind it
partners as (
  select pairs.latin_key, min(pairs.native_key) as native_key from pairs group by pairs.latin_key
  having starts_with(max(pairs.native_key), min(pairs.native_key))
),

-- and one Latin name: DHL and UPS are not what stands beside both
aliases as (
  select any_value(partners.latin_key) as latin_key, partners.native_key from partners group by partners.native_key
  having count(*) = 1
),

aliased as (
  select
    named.company_name, named.loose_key, named.name_address, named.short_name,
    case
      when named.latin_key = '' then coalesce(spoken.native_key, named.name_key)
      when named.native_key = '' then coalesce(written.native_key, named.latin_key)
      when starts_with(named.native_key, written.native_key) then written.native_key
      when named.may_be_alias and named.native_key <> named.name_key then named.latin_key || named.native_key
      else named.name_key
    end as name_key
  from named
  left join aliases as spoken
    on named.name_key = spoken.latin_key
  left join aliases as written
    on named.latin_key = written.latin_key
),

-- names that may be one company
ambiguous as (
  select aliased.loose_key from aliased group by aliased.loose_key
  having min(aliased.name_key) <> max(aliased.name_key)
),

branded as (
  select
    aliased.loose_key, aliased.name_key,
    @brand_of(aliased.short_name) as brand,
    @without_trade(brand) as own_brand
  from aliased
  inner join ambiguous
    on aliased.loose_key = ambiguous.loose_key
),

brands as (select distinct unnest([branded.brand, branded.own_brand]) as brand from branded),

brand_words as (select brands.brand, unnest(@words_of_brand(brands.brand)) as word from brands),

words as (select distinct brand_words.word from brand_words),

everyday as (
  select common_words.word from reference.common_words as common_words where common_words.kind in ('frequent', 'word')
),

frequent as (
  select common_words.word from reference.common_words as common_words where common_words.kind = 'frequent'
  union
  select unnest(@word_stems()) as word
),

-- a word of nobody else: in no dictionary, no place, and not made of two words that everybody uses
coined as (
  select words.word
  from words
  cross join evidence
  where
    @is_coined_form(words.word, evidence.letters_of_a_coined_word)
    and words.word not in (select common_words.word from reference.common_words as common_words)
    and regexp_replace(words.word, 's$', '') not in (select common_words.word from reference.common_words as common_words)
    and words.word not in (select frequent.word from frequent)
    and words.word not in (select lower(cities.city) from reference.cities as cities)
    and words.word not in (
      select halves.word
      from (select words.word, unnest(generate_series(3, length(words.word) - 3)) as letters from words) as halves
      inner join frequent as first_half
        on left(halves.word, halves.letters) = first_half.word
      inner join frequent as second_half
        on substr(halves.word, halves.letters + 1) = second_half.word
    )
),

own_brands as (
  select distinct brand_words.brand from brand_words inner join coined on brand_words.word = coined.word
),

-- a name that nobody else has is the company's in all its forms; what the company does is no part of it where the
-- name also stands alone; and a word of one company alone says enough as well: Volkswagen Group is Volkswagen
name_signs as (
  select distinct
    branded.loose_key, branded.name_key,
    unnest([
      case
        when own_brands.brand is not null or @is_of_two_words(branded.brand) then @company_key_of(branded.brand, branded.brand)
      end || ' and its forms',
      case
        when bare.brand is not null and own_bare.brand is not null then @company_key_of(branded.own_brand, branded.own_brand)
      end || ' and its forms',
      case
        when everyday.word is null then @own_word_of(branded.name_key, branded.loose_key, evidence.letters_before_group)
      end || ' and its group'
    ]) as sign
  from branded
  cross join evidence
  left join own_brands
    on branded.brand = own_brands.brand
  left join own_brands as own_bare
    on branded.own_brand = own_bare.brand
  left join (select distinct branded.loose_key, branded.brand from branded) as bare
    on branded.loose_key = bare.loose_key and nullif(branded.own_brand, branded.brand) = bare.brand
  left join everyday
    on regexp_replace(branded.name_key, 'group$', '') = everyday.word
),

-- where the name stands alone as well
bare_groups as (
  select distinct branded.loose_key from branded where @company_key_of(branded.brand, branded.brand) = branded.loose_key
),

adverts as (
  select distinct
    aliased.loose_key, aliased.name_key,
    nullif(aliased.name_address, '') as name_address,
    @address_of(versions.job_url) as job_address,
    @address_of(versions.apply_url) as apply_address,
    versions.logo_url,
    case when versions.description_length >= evidence.letters_of_a_text_at_least then versions.description_hash end as text_hash,
    -- Summit Foods and Summit Robotics are two companies that may look for one role in one city
    case when bare_groups.loose_key is not null then versions.title_key || ' in ' || lower(versions.city) end as title_and_city,
    @tenant_of(versions.job_url) as job_tenant,
    @tenant_of(versions.apply_url) as apply_tenant
  from aliased
  inner join ambiguous
    on aliased.loose_key = ambiguous.loose_key
  inner join staging.stg_sentrion__job_versions as versions
    on aliased.company_name = versions.company_name
  left join bare_groups
    on aliased.loose_key = bare_groups.loose_key
  cross join evidence
),

signs as (
  select
    adverts.loose_key, adverts.name_key,
    unnest([
      adverts.name_address, adverts.job_address, adverts.apply_address, adverts.logo_url, adverts.text_hash::varchar,
      adverts.title_and_city, adverts.job_tenant, adverts.apply_tenant
    ]) as sign
  from adverts
  union
  select name_signs.loose_key, name_signs.name_key, name_signs.sign from name_signs
),

-- what many names share is a board, an agency or a picture of everybody's
telling as (
  select signs.sign from signs cross join evidence
  where signs.sign is not null
  group by signs.sign
  having count(distinct signs.loose_key) <= any_value(evidence.names_of_an_address_at_most)
),

shortest as (
  select signs.loose_key, signs.sign, @shortest_of(signs.name_key) as name_key
  from signs
  inner join telling
    on signs.sign = telling.sign
  group by signs.loose_key, signs.sign
),

-- the shortest name that shares a sign with a name, and from there once more: signs need not be shared by all
joined as (
  select signs.name_key, @shortest_of(shortest.name_key) as shorter_key
  from signs
  inner join shortest
    on signs.loose_key = shortest.loose_key and signs.sign = shortest.sign
  group by signs.name_key
),

-- what some adverts name in place of a company
towns as (
  select distinct lower(cities.city || ', ' || cities.state_code) as town from reference.cities as cities
  where cities.country_code in ('US', 'CA') and cities.state_code is not null
)

select
  aliased.company_name,
  coalesce(further.shorter_key, joined.shorter_key, aliased.name_key) as company_key,
  case when not @names_no_company(aliased.company_name) and towns.town is null then md5(company_key) end as company_id
from aliased
left join joined
  on aliased.name_key = joined.name_key
left join joined as further
  on joined.shorter_key = further.name_key
left join towns
  on lower(aliased.company_name) = towns.town
