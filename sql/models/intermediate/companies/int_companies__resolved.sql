MODEL (
  name intermediate.int_companies__resolved,
  description 'The company that a spelling means. Case, punctuation, legal form (Inc, GmbH, 有限公司), a web address or a funding mark do not matter. The key depends on the name alone, so that it never changes. Grain: one delivered spelling (company_name).',
  owner jobhouse,
  kind FULL,
  grain company_name,
  column_descriptions (
    company_name = 'The name as delivered, white space folded',
    company_key = 'Letters and digits of the name without its legal form',
    company_id = 'Of dim_companies; NULL where the spelling names no company (Confidential, Stealth)'
  ),
  audits (
    unique_combination_of_columns(columns := (company_name)),
    not_null(columns := (company_name, company_key))
  )
);

with

evidence as (
  select @named_values(letters_after_article, letters_before_domain, letters_before_group)
  from reference.company_evidence
),

spellings as (
  select distinct stg_sentrion__job_versions.company_name
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.company_name is not null
),

plain as (
  select
    company_name,
    @company_plain(company_name) as plain_name
  from spellings
),

without_form as (
  select
    company_name,
    @without_legal_form(plain_name) as short_name
  from plain
),

without_article as (
  select
    without_form.company_name,
    case
      when length(regexp_extract(without_form.short_name, '^the ([^ ]+)', 1)) >= evidence.letters_after_article
        then substring(without_form.short_name, 5)
      else without_form.short_name
    end as short_name
  from without_form
  cross join evidence
),

without_domain as (
  select
    without_article.company_name,
    case
      when length(@name_before_domain(without_article.short_name)) >= evidence.letters_before_domain
        then @name_before_domain(without_article.short_name)
      else without_article.short_name
    end as short_name
  from without_article
  cross join evidence
),

without_group as (
  select
    without_domain.company_name,
    case
      when length(@name_before_group(without_domain.short_name)) >= evidence.letters_before_group
        then @name_before_group(without_domain.short_name)
      else without_domain.short_name
    end as short_name
  from without_domain
  cross join evidence
),

keys as (
  select
    company_name,
    @company_key_of(short_name, company_name) as company_key
  from without_group
)

select
  company_name,
  company_key,
  case when not @names_no_company(company_name) then md5(company_key) end as company_id
from keys
