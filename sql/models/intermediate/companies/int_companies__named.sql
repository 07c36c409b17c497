MODEL (
  name intermediate.int_companies__named,
  description 'What a spelling calls its company, by the name alone: without case, punctuation, accents, legal form (Inc, GmbH, 有限公司), addresses, brackets and what boards add. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  -- what a spelling says by itself never changes
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key company_name
  ),
  grain company_name,
  columns (
    company_name varchar,
    name_key varchar,
    loose_key varchar,
    short_name varchar,
    native_key varchar,
    latin_key varchar,
    name_address varchar
  ),
  column_descriptions (
    company_name = 'The name as delivered, white space folded',
    name_key = 'Letters and digits of the name without its legal form',
    loose_key = 'The same without The, Group, Technologies, .io and the like: what may be the same company, with evidence',
    short_name = 'The name in lower case, without its legal form',
    native_key = 'The part in Chinese, Japanese or Korean script; empty where there is none',
    latin_key = 'The Latin name beside a native one; empty where there is none',
    name_address = 'The web address that the name gives; empty where there is none'
  ),
  audits (
    unique_combination_of_columns(columns := (company_name)),
    not_null(columns := (company_name, name_key, loose_key, short_name, native_key, latin_key))
  )
);

with

evidence as (
  select @named_values(letters_before_domain)
  from reference.company_evidence
),

held as (
  select int_companies__named.company_name
  from intermediate.int_companies__named as int_companies__named
),

spellings as (
  select distinct stg_sentrion__job_versions.company_name
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  left join held
    on stg_sentrion__job_versions.company_name = held.company_name
  where
    stg_sentrion__job_versions.company_name is not null
    and held.company_name is null
),

texts as (
  select
    company_name,
    @company_text(@without_glued_word(company_name)) as board_text,
    @in_full(@without_call(board_text)) as name_text
  from spellings
),

plain as (
  select
    company_name,
    name_text,
    @company_plain(name_text) as plain_name
  from texts
),

short as (
  select
    plain.company_name,
    plain.name_text,
    plain.plain_name,
    @without_article(@without_dot_com(@without_legal_form(plain.plain_name), evidence.letters_before_domain)) as short_name
  from plain
  cross join evidence
)

select
  company_name,
  @company_key_of(short_name, company_name) as name_key,
  @company_key_of(@loose_name_of(short_name), company_name) as loose_key,
  short_name,
  @native_key_of(plain_name) as native_key,
  @latin_key_of(name_text) as latin_key,
  @address_in_name(company_name) as name_address
from short
