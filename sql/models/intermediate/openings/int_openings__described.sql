MODEL (
  name intermediate.int_openings__described,
  description 'A posting with all that speaks for or against its being about the same vacancy as another, and the blocks in which such others are looked for. Embedded in the query of int_openings__linked, so there is no table of it. Grain: one posting (job_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain job_id,
  column_descriptions (
    company_id = 'NULL also where the name names none: Confidential, Stealth Startup',
    city = 'In lower case; of an unknown country as delivered',
    requisition_id = 'Of the title, else of the text',
    block_keys = 'Company and role, company alone, requisition, and parts of the text with a period: postings with a key in common are compared, where they are near in time',
    address_keys = 'The same for the addresses of advert and application',
    input_hash = 'Over all that decides the opening'
  )
);

with

postings as (
  select
    int_jobs__current.job_id,
    int_jobs__current.version_id,
    int_jobs__current.company_name,
    int_jobs__current.place_key,
    int_jobs__current.salary_key,
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
    lower(versions.job_board) as job_board,
    companies.company_id,
    versions.title_key,
    versions.title_core,
    versions.is_remote,
    places.country_code,
    places.state_code,
    coalesce(
      places.city,
      case when places.country_code is null and not @names_nowhere(versions.city) then lower(versions.city) end
    ) as city,
    coalesce(versions.requisition_id, texts.requisition_id) as requisition_id,
    versions.system_requisition_id,
    @page_of(versions.apply_url_key) as apply_page,
    @page_of(versions.job_url_key) as job_page,
    versions.departments,
    versions.skill_keys,
    salaries.salary_currency,
    salaries.salary_annual_min,
    salaries.salary_annual_max,
    versions.description_hash,
    texts.names_several_places,
    @periods_of(postings.first_post_date, postings.last_post_date, evidence.days_between_at_most) as periods,
    case when array_length(texts.text_sketch) >= evidence.shingles_of_copy_at_least then texts.text_sketch end as text_sketch
  from staging.stg_sentrion__job_versions as versions
  inner join postings
    on versions.version_id = postings.version_id
  left join staging.stg_sentrion__texts as texts
    on versions.description_hash = texts.description_hash
  left join companies
    on postings.company_name = companies.company_name
  left join places
    on postings.place_key = places.place_key
  left join intermediate.int_salaries__parsed as salaries
    on postings.salary_key = salaries.salary_key
    and places.country_code is not distinct from salaries.country_code
  cross join (select @named_values(shingles_of_copy_at_least, days_between_at_most) from reference.opening_evidence) as evidence
),

keyed as (
  select
    described.*,
    list_concat(
      @keys_of(
        @block_key('role', described.company_id, described.title_core),
        case when described.title_core is null then @block_key('company', described.company_id) end,
        @block_key('requisition', described.company_id, described.requisition_id),
        @block_key('requisition', described.system_requisition_id)
      ),
      @text_keys(described.text_sketch[1], described.periods),
      -- others of one company and role are in their block; a text that lacks either is looked for three times
      case
        when described.company_id is null or described.title_core is null
          then list_concat(@text_keys(described.text_sketch[2], described.periods), @text_keys(described.text_sketch[3], described.periods))
        else []
      end
    ) as block_keys,
    @keys_of(@block_key('address', described.apply_page), @block_key('address', described.job_page)) as address_keys
  from described
)

select
  job_id,
  version_id,
  first_post_date,
  last_post_date,
  job_board,
  company_id,
  title_key,
  title_core,
  is_remote,
  country_code,
  state_code,
  city,
  requisition_id,
  system_requisition_id,
  departments,
  skill_keys,
  salary_currency,
  salary_annual_min,
  salary_annual_max,
  description_hash,
  names_several_places,
  text_sketch,
  -- without a day a posting stands alone
  case when first_post_date is null then [] else block_keys end as block_keys,
  case when first_post_date is null then [] else address_keys end as address_keys,
  @hash_of(
    version_id, first_post_date, last_post_date, company_id, country_code, state_code, city, salary_currency, salary_annual_min,
    salary_annual_max, block_keys, address_keys
  ) as input_hash
from keyed
