MODEL (
  name marts.dim_companies,
  description 'Companies that advertise jobs, spellings joined. What names no company (Confidential, Stealth, Our client) is none. Staffing agencies are not marked, since the API does not say which adverts are theirs: a search with the filter is_agency and sentrion.search_hits tell. Grain: one company (company_id).',
  owner jobhouse,
  kind FULL,
  grain company_id,
  column_descriptions (
    company_id = 'Key of the company',
    company_name = 'The most frequent spelling among the versions of adverts, the shortest of several, of those without brackets, addresses and the like beside the name where there is one',
    spelling_count = 'Number of spellings that were delivered',
    first_post_date = 'First post date of an advert; NULL where none has a day',
    last_post_date = 'Last post date of an advert; NULL where none has a day'
  ),
  audits (
    unique_combination_of_columns(columns := (company_id)),
    not_null(columns := (company_id, company_name, spelling_count)),
    forall(criteria := (
      first_post_date <= last_post_date
    ))
  )
);

with

versions as (
  select
    stg_sentrion__job_versions.company_name,
    count(*) as version_count,
    min(stg_sentrion__job_versions.post_date) as first_post_date,
    max(stg_sentrion__job_versions.post_date) as last_post_date
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.company_name is not null
  group by stg_sentrion__job_versions.company_name
),

spellings as (
  select
    int_companies__resolved.company_id,
    int_companies__resolved.company_name
  from intermediate.int_companies__resolved as int_companies__resolved
  where int_companies__resolved.company_id is not null
),

-- of spellings that are equally frequent and long, the last in the alphabet: small letters sort after capitals
ranked as (
  select
    spellings.company_id,
    spellings.company_name,
    versions.first_post_date,
    versions.last_post_date,
    row_number() over (
      partition by spellings.company_id
      order by
        @is_bare_name(spellings.company_name) desc, versions.version_count desc, length(spellings.company_name),
        spellings.company_name desc
    ) as place
  from spellings
  inner join versions
    on spellings.company_name = versions.company_name
)

select
  company_id,
  max(case when place = 1 then company_name end) as company_name,
  count(*) as spelling_count,
  min(first_post_date) as first_post_date,
  max(last_post_date) as last_post_date
from ranked
group by company_id
