MODEL (
  name intermediate.int_versions__identified,
  description 'The posting that a version belongs to: one advert on one board. Grain: one version (version_id). A posting is named by its address without tracking (job_url); where that address shows two titles or more on one day or two roles ever, or is no more than a host or a page of all openings, by the title as well (job_url_and_title), so that an edited title or a repost under the same address stays one posting. A number by which an applicant tracking system names a vacancy makes it one whatever the roles are. Without an address: by apply address, board, title and place (apply_url); by company, title, place, board and day (company_title_place_date), and by pay where one day of reading finds two figures, which are two adverts and no edit; a city that no rule resolves counts as it is written; and else each version stands alone (version). A new version makes a build identify all versions of its address again; versions without an address are identified again in each build, since new spellings can change which company or place a text means. The result depends on the set of versions alone, not on the order in which they were loaded.',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key version_id
  ),
  grain version_id,
  columns (
    version_id varchar,
    job_id varchar,
    job_id_basis varchar,
    post_date date,
    window_id varchar,
    fetched_at timestamptz
  ),
  audits (
    unique_combination_of_columns(columns := (version_id)),
    not_null(columns := (version_id, job_id, job_id_basis)),
    accepted_values(column := job_id_basis, is_in := ('job_url', 'job_url_and_title', 'apply_url', 'company_title_place_date', 'version'))
  )
);

with

set_aside as (
  select int_versions__quarantined.version_id
  from intermediate.int_versions__quarantined as int_versions__quarantined
),

versions as (
  select
    stg_sentrion__job_versions.version_id,
    stg_sentrion__job_versions.job_url_key,
    stg_sentrion__job_versions.apply_url_key,
    stg_sentrion__job_versions.title_key,
    stg_sentrion__job_versions.title_core,
    stg_sentrion__job_versions.system_requisition_id,
    concat_ws('|', stg_sentrion__job_versions.salary_offered, @number_text(stg_sentrion__job_versions.salary_from), @number_text(stg_sentrion__job_versions.salary_to)) as pay,
    stg_sentrion__job_versions.job_board,
    stg_sentrion__job_versions.company_name,
    stg_sentrion__job_versions.place_key,
    stg_sentrion__job_versions.city,
    stg_sentrion__job_versions.post_date,
    stg_sentrion__job_versions.window_id,
    stg_sentrion__job_versions.fetched_at
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.version_id not in (select set_aside.version_id from set_aside)
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
    int_places__resolved.location_id,
    int_places__resolved.city
  from intermediate.int_places__resolved as int_places__resolved
),

held as (
  select
    int_versions__identified.version_id,
    int_versions__identified.job_id  -- which depends on the basis as well
  from intermediate.int_versions__identified as int_versions__identified
),

touched_urls as (
  select distinct versions.job_url_key
  from versions
  left join held
    on versions.version_id = held.version_id
  where held.version_id is null
),

touched as (
  select versions.*
  from versions
  where versions.job_url_key in (select touched_urls.job_url_key from touched_urls)
),

days as (
  select
    touched.job_url_key,
    min(touched.title_key) <> max(touched.title_key) as has_two_titles,
    min(touched.title_core) as first_role,
    max(touched.title_core) as last_role,
    bool_or(touched.system_requisition_id is not null) as is_numbered
  from touched
  group by touched.job_url_key, touched.post_date
),

-- a hiring thread or a page of openings: several adverts at one address
shared_urls as (
  select days.job_url_key
  from days
  group by days.job_url_key
  having
    bool_or(days.has_two_titles)
    or not bool_or(days.is_numbered) and @are_two_roles(min(days.first_role), max(days.last_role))
),

addressed as (
  select
    touched.version_id,
    case
      when shared_urls.job_url_key is null and @names_one_advert(touched.job_url_key) then 'job_url'
      else 'job_url_and_title'
    end as job_id_basis,
    touched.job_url_key,
    touched.title_key,
    touched.post_date,
    touched.window_id,
    touched.fetched_at
  from touched
  left join shared_urls
    on touched.job_url_key = shared_urls.job_url_key
),

-- few versions: companies and places are only joined where there is no address
unaddressed as (
  select
    versions.version_id,
    case
      when versions.apply_url_key is not null and versions.title_key is not null then 'apply_url'
      when companies.company_id is not null and versions.title_key is not null and versions.post_date is not null
        then 'company_title_place_date'
      else 'version'
    end as job_id_basis,
    versions.apply_url_key,
    versions.job_board,
    companies.company_id,
    versions.title_key,
    concat(
      coalesce(places.location_id, ''),
      -- two cities that no rule resolves share a location or have none, and are two places all the same
      case when places.city is null then coalesce(lower(versions.city), '') else '' end
    ) as place,
    versions.pay,
    versions.post_date,
    versions.window_id,
    versions.fetched_at
  from versions
  left join companies
    on versions.company_name = companies.company_name
  left join places
    on versions.place_key = places.place_key
  where versions.job_url_key is null
),

-- an edit is read on another day
twice_paid as (
  select distinct unaddressed.company_id, unaddressed.title_key, unaddressed.place, unaddressed.job_board, unaddressed.post_date
  from unaddressed
  where unaddressed.job_id_basis = 'company_title_place_date' and unaddressed.pay <> ''
  group by
    unaddressed.company_id, unaddressed.title_key, unaddressed.place, unaddressed.job_board, unaddressed.post_date,
    cast(unaddressed.fetched_at as date)
  having min(unaddressed.pay) <> max(unaddressed.pay)
),

named as (
  select
    addressed.version_id,
    addressed.job_id_basis,
    case addressed.job_id_basis
      when 'job_url' then addressed.job_url_key
      else concat_ws('|', addressed.job_url_key, coalesce(addressed.title_key, ''))
    end as name,
    addressed.post_date,
    addressed.window_id,
    addressed.fetched_at
  from addressed
  union all
  select
    unaddressed.version_id,
    unaddressed.job_id_basis,
    case unaddressed.job_id_basis
      when 'apply_url'
        then concat_ws('|', unaddressed.apply_url_key, coalesce(lower(unaddressed.job_board), ''), unaddressed.title_key, unaddressed.place)
      when 'company_title_place_date'
        then concat_ws(
          '|',
          unaddressed.company_id,
          unaddressed.title_key,
          unaddressed.place,
          coalesce(lower(unaddressed.job_board), ''),
          unaddressed.post_date,
          case when twice_paid.post_date is not null then unaddressed.pay end
        )
      else unaddressed.version_id
    end as name,
    unaddressed.post_date,
    unaddressed.window_id,
    unaddressed.fetched_at
  from unaddressed
  left join twice_paid
    on unaddressed.company_id = twice_paid.company_id
    and unaddressed.title_key = twice_paid.title_key
    and unaddressed.place = twice_paid.place
    and unaddressed.job_board is not distinct from twice_paid.job_board
    and unaddressed.post_date = twice_paid.post_date
),

identified as (
  select
    named.version_id,
    md5(concat_ws('|', named.job_id_basis, named.name)) as job_id,
    named.job_id_basis,
    named.post_date,
    named.window_id,
    named.fetched_at
  from named
)

select
  identified.version_id,
  identified.job_id,
  identified.job_id_basis,
  identified.post_date,
  identified.window_id,
  identified.fetched_at
from identified
left join held
  on identified.version_id = held.version_id
where held.job_id is distinct from identified.job_id;

delete from @this_model
where version_id in (
  select int_versions__quarantined.version_id from intermediate.int_versions__quarantined as int_versions__quarantined
)
