MODEL (
  name intermediate.int_openings__blocks,
  description 'A posting with what decides its opening: its block (company and role), title, place, days and text. Embedded in the query of int_openings__clustered, so there is no table of it. Grain: one posting (job_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain job_id,
  column_descriptions (
    block_key = 'Company and role: only postings of one block can share an opening',
    city = 'In lower case; of an unknown country as delivered, since two postings in different cities are never one opening',
    input_hash = 'Over all that decides the opening'
  )
);

with

postings as (
  select
    int_jobs__current.job_id,
    int_jobs__current.version_id,
    int_jobs__current.first_post_date,
    int_jobs__current.last_post_date
  from intermediate.int_jobs__current as int_jobs__current
),

companies as (
  select
    int_companies__resolved.company_name,
    int_companies__resolved.company_id
  from intermediate.int_companies__resolved as int_companies__resolved
),

places as (
  select
    int_places__resolved.place_key,
    int_places__resolved.country_code,
    int_places__resolved.state_code,
    lower(int_places__resolved.city) as city
  from intermediate.int_places__resolved as int_places__resolved
),

described as (
  select
    postings.job_id,
    postings.version_id,
    postings.first_post_date,
    postings.last_post_date,
    stg_sentrion__job_versions.title_key,
    stg_sentrion__job_versions.description_hash,
    lower(stg_sentrion__job_versions.job_board) as job_board,
    places.country_code,
    places.state_code,
    coalesce(
      places.city,
      case
        when places.country_code is null and not regexp_matches(lower(stg_sentrion__job_versions.city), '^(?:remote|anywhere|worldwide)')
          then lower(stg_sentrion__job_versions.city)
      end
    ) as city,
    -- without a company, a title or a day a posting stands alone
    case
      when companies.company_id is null or stg_sentrion__job_versions.title_core is null or postings.first_post_date is null
        then postings.job_id
      else md5(concat_ws('|', companies.company_id, stg_sentrion__job_versions.title_core))
    end as block_key
  from postings
  inner join staging.stg_sentrion__job_versions as stg_sentrion__job_versions
    on postings.version_id = stg_sentrion__job_versions.version_id
  left join companies
    on stg_sentrion__job_versions.company_name = companies.company_name
  left join places
    on stg_sentrion__job_versions.place_key = places.place_key
)

select
  job_id,
  block_key,
  title_key,
  description_hash,
  job_board,
  country_code,
  state_code,
  city,
  first_post_date,
  last_post_date,
  @hash_of(version_id, block_key, first_post_date, last_post_date, country_code, state_code, city) as input_hash
from described
