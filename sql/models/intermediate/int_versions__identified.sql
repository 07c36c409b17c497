MODEL (
  name intermediate.int_versions__identified,
  description 'The posting that a version belongs to: one advert on one board. Grain: one version (version_id). A posting is named by its address without tracking (job_url); where that address shows two titles or more on one day, or is no more than a host, by the title as well (job_url_and_title), so that an edited title or a repost under the same address stays one posting. Without an address: by apply address, board and title (apply_url); by company, title, place and day (company_title_place_date); and else each version stands alone (version). The result follows from the set of versions, whatever the order in which they came.',
  owner jobhouse,
  kind FULL,
  grain version_id,
  audits (
    unique_combination_of_columns(columns := (version_id)),
    not_null(columns := (version_id, job_id, job_id_basis)),
    accepted_values(column := job_id_basis, is_in := ('job_url', 'job_url_and_title', 'apply_url', 'company_title_place_date', 'version'))
  )
);

with

versions as (
  select
    stg_sentrion__job_versions.version_id,
    stg_sentrion__job_versions.job_url_key,
    stg_sentrion__job_versions.apply_url_key,
    stg_sentrion__job_versions.title_key,
    stg_sentrion__job_versions.job_board,
    stg_sentrion__job_versions.company_name,
    stg_sentrion__job_versions.place_key,
    stg_sentrion__job_versions.post_date
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
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
    int_places__resolved.location_id
  from intermediate.int_places__resolved as int_places__resolved
),

-- a hiring thread or a page of openings: several adverts at one address, side by side
shared_urls as (
  select distinct versions.job_url_key
  from versions
  where versions.job_url_key is not null
  group by versions.job_url_key, versions.post_date
  having min(versions.title_key) <> max(versions.title_key)
),

addressed as (
  select
    versions.version_id,
    case
      when shared_urls.job_url_key is null and regexp_matches(versions.job_url_key, '[/?#]') then 'job_url'
      else 'job_url_and_title'
    end as job_id_basis,
    versions.job_url_key,
    versions.title_key
  from versions
  left join shared_urls
    on versions.job_url_key = shared_urls.job_url_key
  where versions.job_url_key is not null
),

-- one in many: the dictionaries are only read for those that no address names
unaddressed as (
  select
    versions.version_id,
    case
      when versions.apply_url_key is not null and versions.title_key is not null then 'apply_url'
      when versions.company_name is not null and versions.title_key is not null and versions.post_date is not null
        then 'company_title_place_date'
      else 'version'
    end as job_id_basis,
    versions.apply_url_key,
    versions.job_board,
    companies.company_id,
    versions.title_key,
    places.location_id,
    versions.post_date
  from versions
  left join companies
    on versions.company_name = companies.company_name
  left join places
    on versions.place_key = places.place_key
  where versions.job_url_key is null
),

identified as (
  select
    version_id,
    job_id_basis,
    case job_id_basis when 'job_url' then job_url_key else concat_ws('|', job_url_key, coalesce(title_key, '')) end as name
  from addressed
  union all
  select
    version_id,
    job_id_basis,
    case job_id_basis
      when 'apply_url' then concat_ws('|', apply_url_key, coalesce(lower(job_board), ''), title_key)
      when 'company_title_place_date' then concat_ws('|', coalesce(company_id, ''), title_key, coalesce(location_id, ''), post_date)
      else version_id
    end as name
  from unaddressed
)

select
  version_id,
  md5(concat_ws('|', job_id_basis, name)) as job_id,
  job_id_basis
from identified
