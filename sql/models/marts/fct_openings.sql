MODEL (
  name marts.fct_openings,
  description 'Openings: the vacancies that postings are about, and how long each was advertised. Grain: one opening (opening_id).',
  owner jobhouse,
  kind FULL,
  grain opening_id,
  references (job_id, company_id, location_id),
  column_descriptions (
    opening_id = 'The vacancy; postings of one share it in fct_job_postings',
    job_id = 'Its first posting: the one with the earliest day, then with the lowest job_id',
    company_id = 'Of the first posting that names a company; see dim_companies',
    location_id = 'The place of the first posting that names one; where it names no more than a country, a state, or a city without its state, the most exact one in it that another posting names. See dim_locations',
    job_title = 'Of the first posting that has a title',
    posting_count = 'Its postings: cross-posts, reposts and copies under other URLs',
    board_count = 'Different boards that carry it; a career page is none',
    location_count = 'Different places that its postings name, all of posting_locations; a place that only says where another one lies, such as the country beside its city, is none',
    is_dated_by_month = 'Whether first_date stands for its month: the board dates its adverts by the month alone; NULL without a day',
    is_end_assumed = 'Whether last_date is no more than an assumption: 30 days after a posting; NULL without a day',
    end_basis = 'How the end is known: named (by the advert), withdrawn (the API no longer delivers the adverts), or assumed; NULL without a day',
    first_date = 'Day of the first posting; NULL where no posting has one. An advert that is dated again under its address stays one posting however long it was away, so that the days from here to last_date may hold several rounds of hiring',
    last_date = 'Last day on which it is advertised: the day on which the last of its adverts ends. An advert ends on the day that it names, if that lies within a year from its day of posting (any other is a slip of the board); withdrawn before that or within 30 days, on the day on which the API delivered that advert last, if that is not before its day of posting; else 30 days after its posting by assumption, which counts only where no advert of that day or a later one names its end. NULL where no posting has a day of posting. May lie in the future. It was advertised for last_date - first_date + 1 days',
    first_seen_at = 'When its first version was read (UTC)',
    last_seen_at = 'When the API delivered one of its postings last (UTC), changed or not by the receipts of the pages. The API serves history: a posting that it still delivers may be closed'
  ),
  audits (
    unique_combination_of_columns(columns := (opening_id)),
    not_null(columns := (opening_id, job_id, posting_count, board_count, location_count, first_seen_at, last_seen_at)),
    accepted_values(column := end_basis, is_in := ('named', 'withdrawn', 'assumed')),
    openings_end_after_they_begin,
    counts_every_posting
  )
);

with

shared as (
  select opening_id
  from marts.fct_job_postings
  group by opening_id
  having count(*) > 1
),

-- few postings name more than their main place
further as (
  select
    job_id,
    count(*) as place_count
  from marts.posting_locations
  where not is_main
  group by job_id
),

postings as (
  select
    postings.job_id,
    postings.opening_id,
    postings.company_id,
    postings.location_id,
    postings.job_title,
    lower(postings.job_board) as board_key,
    postings.post_date,
    least(postings.first_post_date, postings.post_date) as first_date,
    postings.is_dated_by_month,
    -- an end before the posting, or more than a year after it, is a slip of the board
    case
      when postings.valid_through_date between postings.post_date and postings.post_date + interval '1 year' then postings.valid_through_date
    end as named_date,
    case when seen.is_withdrawn then seen.last_seen_at::date end as withdrawn_date,
    (postings.post_date + interval '30 days')::date as assumed_date,
    postings.first_seen_at,
    seen.last_seen_at,
    coalesce(further.place_count, 0) + case when postings.location_id is not null then 1 else 0 end as place_count,
    postings.opening_id in (select shared.opening_id from shared) as is_shared
  from marts.fct_job_postings as postings
  inner join intermediate.int_jobs__seen as seen
    on postings.job_id = seen.job_id
  left join further
    on postings.job_id = further.job_id
),

ended as (
  select
    postings.*,
    case
      when postings.post_date is null then null
      -- an advert that is gone from days read again long afterwards may have ended as it said, or after the usual time
      when postings.withdrawn_date < coalesce(postings.named_date, postings.assumed_date) then 'withdrawn'
      when postings.named_date is not null then 'named'
      else 'assumed'
    end as end_basis
  from postings
),

dated as (
  select
    ended.*,
    case ended.end_basis
      when 'withdrawn' then greatest(ended.post_date, ended.withdrawn_date)
      when 'named' then ended.named_date
      when 'assumed' then ended.assumed_date
    end as last_date
  from ended
),

named as (
  select
    opening_id,
    max(post_date) as post_date
  from dated
  where is_shared and named_date is not null
  group by opening_id
),

-- what an advert names outweighs what is assumed of those posted before it, or on its day
credible as (
  select
    dated.*,
    -- as a text, by which the first posting is found without sorting all of them
    coalesce(dated.first_date, date '9999-12-31')::varchar || dated.job_id as place,
    case
      when dated.end_basis = 'assumed' and dated.post_date <= named.post_date then null
      else dated.last_date
    end as credible_date
  from dated
  left join named
    on dated.opening_id = named.opening_id
  where dated.is_shared
),

-- most openings have one posting, and nothing to compare
openings as (
  select
    opening_id,
    job_id,
    company_id,
    location_id,
    job_title,
    1 as posting_count,
    case when board_key is not null then 1 else 0 end as board_count,
    place_count as location_count,
    is_dated_by_month and first_date = date_trunc('month', first_date)::date as is_dated_by_month,
    end_basis,
    first_date,
    last_date,
    first_seen_at,
    last_seen_at
  from dated
  where not is_shared
  union all
  select
    opening_id,
    min_by(job_id, place) as job_id,
    min_by(company_id, place) filter (where company_id is not null) as company_id,
    null::varchar as location_id,
    min_by(job_title, place) filter (where job_title is not null) as job_title,
    count(*) as posting_count,
    count(distinct board_key) as board_count,
    0 as location_count,
    min_by(is_dated_by_month and first_date = date_trunc('month', first_date)::date, place) as is_dated_by_month,
    -- of two adverts that end on one day, the one whose end is known best decides
    max_by(end_basis, 4 * date_diff('day', date '1970-01-01', credible_date) + case end_basis when 'named' then 3 when 'withdrawn' then 2 else 1 end)
    filter (where credible_date is not null) as end_basis,
    min(first_date) as first_date,
    max(credible_date) as last_date,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
  from credible
  group by opening_id
)

select
  openings.opening_id,
  openings.job_id,
  openings.company_id,
  coalesce(openings.location_id, places.location_id) as location_id,
  openings.job_title,
  openings.posting_count,
  openings.board_count,
  openings.location_count + coalesce(places.place_count, 0) as location_count,
  openings.is_dated_by_month,
  openings.end_basis = 'assumed' as is_end_assumed,
  openings.end_basis,
  openings.first_date,
  openings.last_date,
  openings.first_seen_at,
  openings.last_seen_at
from openings
-- those of several postings
left join intermediate.int_openings__placed as places
  on openings.opening_id = places.opening_id
