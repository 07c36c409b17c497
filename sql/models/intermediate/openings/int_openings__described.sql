MODEL (
  name intermediate.int_openings__described,
  description 'A posting with what speaks for or against its being about the same vacancy as another, and the blocks in which such others are looked for. Its text, departments and skills are those of its version. A build describes the postings of which something changed: the version, a day, or what its company, its place or its pay mean. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    version_id varchar,
    first_post_date date,
    last_post_date date,
    reach_date date,
    job_board varchar,
    company_id varchar,
    title_key varchar,
    title_core varchar,
    title_level varchar,
    country_code varchar,
    state_code varchar,
    city varchar,
    requisition_id varchar,
    system_requisition_id varchar,
    salary_currency varchar,
    salary_annual_min double,
    salary_annual_max double,
    description_hash bigint,
    is_without_text boolean,
    names_several_places boolean,
    known bigint,
    block_keys bigint[],
    address_keys bigint[],
    input_hash bigint
  ),
  column_descriptions (
    company_id = 'NULL also where the name names none: Confidential, Stealth Startup',
    reach_date = 'The last day on which another one may be posted first that is compared with it',
    city = 'In lower case; of an unknown country as delivered',
    requisition_id = 'Of the title, else of the text',
    is_without_text = 'Whether there is no text, or one too short to tell a copy by',
    known = 'How much it knows of its city, its title and its requisition, the first weighing most',
    block_keys = 'Company and role, company alone, requisition, addresses, and parts of the text with a period: postings with a key in common are compared, where they are near in time',
    address_keys = 'Those of the addresses of advert and application',
    input_hash = 'Over all that decides the opening'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, version_id, is_without_text, block_keys, address_keys, input_hash))
  )
);

with

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

-- what a posting refers to: the meaning of a spelling can change as more of them arrive
postings as (
  select
    jobs.job_id,
    jobs.version_id,
    jobs.first_post_date,
    jobs.last_post_date,
    companies.company_id,
    places.country_code,
    places.state_code,
    places.city,
    salaries.salary_currency,
    salaries.salary_annual_min,
    salaries.salary_annual_max,
    @hash_of(
      jobs.version_id, jobs.first_post_date, jobs.last_post_date, companies.company_id, places.country_code, places.state_code,
      places.city, salaries.salary_currency, salaries.salary_annual_min, salaries.salary_annual_max
    ) as input_hash
  from intermediate.int_jobs__current as jobs
  left join companies
    on jobs.company_name = companies.company_name
  left join places
    on jobs.place_key = places.place_key
  left join intermediate.int_salaries__parsed as salaries
    on jobs.salary_key = salaries.salary_key
    and places.country_code is not distinct from salaries.country_code
),

outdated as (
  select postings.*
  from postings
  left join intermediate.int_openings__described as held
    on postings.job_id = held.job_id
  where postings.input_hash is distinct from held.input_hash
),

-- what is joined is held in memory: the few postings that changed and their texts, not all of them
read as (
  select
    outdated.*,
    lower(versions.job_board) as job_board,
    versions.title_key,
    versions.title_core,
    coalesce(
      outdated.city,
      case when outdated.country_code is null and not @names_nowhere(versions.city) then lower(versions.city) end
    ) as known_city,
    versions.requisition_id as title_requisition_id,
    versions.system_requisition_id,
    @page_of(versions.apply_url_key) as apply_page,
    @page_of(versions.job_url_key) as job_page,
    versions.description_hash
  from staging.stg_sentrion__job_versions as versions
  inner join outdated
    on versions.version_id = outdated.version_id
),

texts as (
  select
    texts.description_hash,
    texts.text_sketch,
    texts.requisition_id,
    texts.names_several_places
  from staging.stg_sentrion__texts as texts
  where texts.description_hash in (select read.description_hash from read)
),

described as (
  select
    read.*,
    coalesce(read.title_requisition_id, texts.requisition_id) as requisition_id,
    texts.names_several_places,
    read.last_post_date + cast(evidence.days_between_at_most as integer) as reach_date,
    @periods_of(read.first_post_date, read.last_post_date, evidence.days_between_at_most) as periods,
    case when array_length(texts.text_sketch) >= evidence.shingles_of_copy_at_least then texts.text_sketch end as text_sketch
  from read
  left join texts
    on read.description_hash = texts.description_hash
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
  reach_date,
  job_board,
  company_id,
  title_key,
  title_core,
  @title_level(title_key) as title_level,
  country_code,
  state_code,
  known_city as city,
  requisition_id,
  system_requisition_id,
  salary_currency,
  salary_annual_min,
  salary_annual_max,
  description_hash,
  text_sketch is null as is_without_text,
  names_several_places,
  case when known_city is null then 0 else 4 end + case when title_key is null then 0 else 2 end
  + case when coalesce(requisition_id, system_requisition_id) is null then 0 else 1 end as known,
  -- without a day a posting stands alone
  case when first_post_date is null then [] else list_concat(block_keys, address_keys) end as block_keys,
  case when first_post_date is null then [] else address_keys end as address_keys,
  input_hash
from keyed;

delete from @this_model as held
where @is_gone(@this_model, intermediate.int_jobs__current, job_id)
