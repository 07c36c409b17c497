MODEL (
  name intermediate.int_openings__placed,
  description 'Where an opening of several postings is, and in how many places. Embedded in the query of fct_openings, so there is no table of it. Grain: one opening of several postings that names a place (opening_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain opening_id,
  column_descriptions (
    location_id = 'The place of the first posting that names one, or the most exact main place of its other postings that lies in it',
    place_count = 'Different places of all its postings, without those that only say where another one lies'
  )
);

with

shared as (
  select opening_id
  from intermediate.int_openings__clustered
  group by opening_id
  having count(*) > 1
),

numbered as (
  select
    openings.opening_id,
    jobs.place_key,
    row_number() over (partition by openings.opening_id order by jobs.first_post_date nulls last, jobs.job_id) as posting_number
  from intermediate.int_openings__clustered as openings
  inner join shared
    on openings.opening_id = shared.opening_id
  inner join intermediate.int_jobs__current as jobs
    on openings.job_id = jobs.job_id
),

-- most postings of an opening name the same place
named as (
  select
    opening_id,
    place_key,
    min(posting_number) as posting_number
  from numbered
  group by
    opening_id,
    place_key
),

-- names are compared as they are made once for each place, not for each opening
located as (
  select
    int_places__located.place_key,
    int_places__located.place_number,
    int_places__located.location_id,
    int_places__located.country_code,
    coalesce(int_places__located.state_code, @plain_name(int_places__located.other_state)) as state_key,
    @plain_name(int_places__located.city) as city_key,
    case when int_places__located.city is not null then 2 else 0 end
    + case when coalesce(int_places__located.state_code, int_places__located.other_state) is not null then 1 else 0 end as exactness
  from intermediate.int_places__located as int_places__located
),

places as (
  select
    named.opening_id,
    named.posting_number,
    located.place_number = 1 as is_main,
    located.location_id,
    located.country_code,
    located.state_key,
    located.city_key,
    located.exactness
  from named
  inner join located
    on named.place_key = located.place_key
),

-- Germany and Berlin: one place lies in the other and says more exactly where
wider as (
  select distinct
    places.opening_id,
    places.location_id
  from places
  inner join places as narrower
    on places.opening_id = narrower.opening_id
    and places.country_code = narrower.country_code
    and places.exactness < narrower.exactness
  where
    (places.state_key is null or places.state_key = narrower.state_key)
    and (places.city_key is null or places.city_key = narrower.city_key)
),

counted as (
  select
    places.opening_id,
    count(distinct places.location_id) as place_count
  from places
  left join wider
    on places.opening_id = wider.opening_id
    and places.location_id = wider.location_id
  where wider.location_id is null
  group by places.opening_id
),

main as (
  select
    places.*,
    min(places.posting_number) over (partition by places.opening_id) as first_number
  from places
  where places.is_main
),

-- the first posting may name the country alone, and a later one the city in it
ranked as (
  select
    main.opening_id,
    main.location_id,
    row_number() over (partition by main.opening_id order by main.exactness desc, main.posting_number) as place
  from main
  inner join main as named_first
    on main.opening_id = named_first.opening_id
    and main.country_code = named_first.country_code
    and named_first.posting_number = named_first.first_number
  where
    (named_first.state_key is null or named_first.state_key = main.state_key)
    and (named_first.city_key is null or named_first.city_key = main.city_key)
)

select
  ranked.opening_id,
  ranked.location_id,
  counted.place_count
from ranked
inner join counted
  on ranked.opening_id = counted.opening_id
where ranked.place = 1
