MODEL (
  name staging.stg_sentrion__job_versions,
  description 'Job versions with one meaning for each value. Grain: one distinct job object (version_id). The only reader of sentrion.job_versions besides stg_sentrion__descriptions.',
  owner jobhouse,
  -- rows are added once and never change, since the key of a version is a hash of its whole content
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key version_id
  ),
  grain version_id,
  columns (
    version_id varchar,
    job_title varchar,
    job_type varchar,
    seniority_level varchar,
    is_remote boolean,
    job_board varchar,
    company_name varchar,
    city varchar,
    state varchar,
    country varchar,
    post_date date,
    valid_through_date date,
    job_url varchar,
    apply_url varchar,
    logo_url varchar,
    salary_offered varchar,
    salary_from double,
    salary_to double,
    salary_currency varchar,
    place_key varchar,
    salary_key varchar,
    job_url_key varchar,
    apply_url_key varchar,
    title_key varchar,
    title_core varchar,
    requisition_id varchar,
    system_requisition_id varchar,
    skills varchar[],
    skill_keys varchar[],
    departments varchar[],
    description_length bigint,
    description_hash bigint,
    too_long struct(field varchar, reason varchar, value varchar)[],
    search varchar,
    window_id varchar,
    load_id varchar,
    fetched_at timestamptz
  ),
  audits (
    unique_combination_of_columns(columns := (version_id)),
    not_null(columns := (version_id, fetched_at))
  )
);

with

-- a load is staged whole once it is recorded as finished: neither clocks nor days of posting decide
new_loads as (
  select loads.load_id
  from sentrion._dlt_loads as loads
  left join (
    select distinct held.load_id
    from staging.stg_sentrion__job_versions as held
  ) as staged
    on loads.load_id = staged.load_id
  where
    loads.status = 0
    and staged.load_id is null
),

new_versions as (
  select job_versions.*
  from sentrion.job_versions as job_versions
  where job_versions._dlt_load_id in (select new_loads.load_id from new_loads)
),

delivered as (
  select
    version_id,
    coalesce(job_title, extra ->> '$."Job Title"') as job_title,
    coalesce(job_type, extra ->> '$."Job Type"') as job_type,
    coalesce(seniority_level, extra ->> '$."Seniority Level"') as seniority_level,
    coalesce(job_board, extra ->> '$."Job Board"') as job_board,
    coalesce(company_name, extra ->> '$."Company Name"') as company_name,
    coalesce(city, extra ->> '$."City"') as city,
    coalesce(state, extra ->> '$."State"') as state,
    coalesce(country, extra ->> '$."Country"') as country,
    coalesce(post_date, extra ->> '$."Post Date"') as post_date,
    coalesce(valid_through, extra ->> '$."Valid Through"') as valid_through,
    coalesce(job_url, extra ->> '$."Job URL"') as job_url,
    coalesce(apply_url, extra ->> '$."Apply URL"') as apply_url,
    coalesce(logo_url, extra ->> '$."Logo URL"') as logo_url,
    coalesce(salary_offered, extra ->> '$."Salary Offered"') as salary_offered,
    coalesce(salary_currency, extra ->> '$."Salary Currency"') as salary_currency,
    @flag_of(is_remote, extra ->> '$."Is Remote"') as is_remote,
    @number_of(salary_from, extra ->> '$."Salary From"') as salary_from,
    @number_of(salary_to, extra ->> '$."Salary To"') as salary_to,
    coalesce(skills, (extra -> '$."Skills"')) as skills,
    coalesce(department_name, (extra -> '$."Department Name"')) as departments,
    coalesce(job_description, extra ->> '$."Job Description"') as description,
    search,
    window_id,
    _dlt_load_id as load_id,
    fetched_at
  from new_versions
),

-- a text that is too long becomes null: int_versions__quarantined sets its advert aside
cleaned as (
  select
    version_id,
    @known_text(@short_enough(job_title)) as job_title,
    @known_word(@short_enough(job_type)) as job_type,
    @known_word(@short_enough(seniority_level)) as seniority_level,
    is_remote,
    @known_word(@short_enough(job_board)) as job_board,
    @known_text(@short_enough(company_name)) as company_name,
    @known_text(@short_enough(city)) as city,
    @known_word(@short_enough(state)) as state,
    @known_word(@short_enough(country)) as country,
    @day_known_at(post_date, fetched_at) as post_date,
    @date_of(valid_through) as valid_through_date,
    @known_word(@short_enough(job_url)) as job_url,
    @known_word(@short_enough(apply_url)) as apply_url,
    @known_word(logo_url) as logo_url,
    @known_text(@short_enough(salary_offered)) as salary_offered,
    salary_from,
    salary_to,
    @known_word(@short_enough(salary_currency)) as salary_currency,
    @list_of(@short_enough(skills)) as skills,
    @list_of(@short_enough(departments)) as departments,
    length(description) as description_length,
    @hash_of(description) as description_hash,
    @too_long(
      job_title, job_type, seniority_level, job_board, company_name, city, state, country, job_url, apply_url,
      salary_offered, salary_currency, skills, departments
    ) as too_long,
    search,
    window_id,
    load_id,
    fetched_at
  from delivered
),

titled as (
  select
    cleaned.*,
    @title_key(cleaned.job_title) as title_key,
    @url_key(cleaned.job_url) as job_url_key,
    @url_key(cleaned.apply_url) as apply_url_key
  from cleaned
)

select
  version_id,
  job_title,
  job_type,
  seniority_level,
  is_remote,
  job_board,
  company_name,
  city,
  state,
  country,
  post_date,
  valid_through_date,
  job_url,
  apply_url,
  logo_url,
  salary_offered,
  salary_from,
  salary_to,
  salary_currency,
  @key_of(city, state, country) as place_key,
  @key_of(salary_offered, @number_text(salary_from), @number_text(salary_to), salary_currency, country) as salary_key,
  job_url_key,
  apply_url_key,
  title_key,
  @title_core(title_key) as title_core,
  @title_requisition(job_title) as requisition_id,
  coalesce(@address_requisition(apply_url_key), @address_requisition(job_url_key)) as system_requisition_id,
  skills,
  list_sort(list_distinct(list_transform(skills, lambda skill: lower(skill)))) as skill_keys,
  departments,
  description_length,
  description_hash,
  too_long,
  search,
  window_id,
  load_id,
  fetched_at
from titled
