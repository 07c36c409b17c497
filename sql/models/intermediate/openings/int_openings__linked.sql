MODEL (
  name intermediate.int_openings__linked,
  description 'The posting that a posting joins: of those that may advertise the same vacancy the one with the most evidence. Evidence for and against is weighed in points (reference.opening_evidence, sql/macros/opening_points.py); different requisitions or cities are never joined, and no titles that share few words or, without a requisition in common, have each a word that the other one lacks (sql/macros/title_words.py). Where one of two postings leaves something out, nothing forbids the link, and a chain of links may hold two of one opening that would not be joined by themselves. Two postings are compared where they share a block and are near each other in it, which bounds the work. A posting joins one that knows as much as itself about city, title and requisition, or more, so that one that knows little never brings two vacancies together. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (unique_key job_id),
  grain job_id,
  columns (
    job_id varchar, linked_job_id varchar, first_post_date date, reach_date date, requisition_id varchar,
    system_requisition_id varchar, is_without_text boolean, block_keys bigint[], input_hash bigint
  ),
  column_descriptions (
    linked_job_id = 'The posting that it joins; NULL where it joins none',
    block_keys = 'The blocks in which it is compared with others',
    input_hash = 'Over all that decides the opening: the blocks of a posting with another value are compared again'
  ),
  audits (unique_combination_of_columns(columns := (job_id)), not_null(columns := (job_id, block_keys, input_hash)))
);

with
-- the tables are named where they are read: as a common table expression each would be copied whole
news as (
  select coalesce(postings.job_id, held.job_id) as job_id
  from intermediate.int_openings__described as postings
  full outer join intermediate.int_openings__linked as held
    on postings.job_id = held.job_id
  where postings.input_hash is distinct from held.input_hash
),

now as (select * from intermediate.int_openings__described as postings where postings.job_id in (select news.job_id from news)),
before as (
  select held.job_id, held.first_post_date, held.reach_date, held.is_without_text, held.block_keys
  from intermediate.int_openings__linked as held where held.job_id in (select news.job_id from news)
),

-- where titles of an address or adverts without a text are counted, a posting weighs on its whole block
weighing as (
  select
    case
      when now.is_without_text or before.is_without_text then list_concat(now.block_keys, before.block_keys)
      else list_concat(now.address_keys, @entries_missing(before.block_keys, now.block_keys))
    end as block_keys
  from now
  full outer join before using (job_id)
),

-- a posting that moves leaves one place in its blocks and enters another
changed_blocks as (
  select block_key, min(first_day) as first_day, max(first_day) as latest_day, max(last_day) as last_day
  from (
    select unnest(block_keys) as block_key, first_post_date as first_day, reach_date as last_day from now
    union all
    select unnest(block_keys), first_post_date, reach_date from before
    union all
    select unnest(block_keys), date '0001-01-01', date '9999-01-01' from weighing
  ) as spans
  group by block_key
),

-- compared again: with what changed, or with each other where it stood, or stands now, between them
reached as (
  select
    blocks.*, changed_blocks.first_day, changed_blocks.last_day,
    max(case when blocks.first_post_date <= changed_blocks.latest_day then blocks.reach_date end) over (partition by blocks.block_key) as last_reach_date
  from intermediate.int_openings__blocks as blocks
  inner join changed_blocks
    on blocks.block_key = changed_blocks.block_key
),

touched as (
  select job_id from reached where reach_date >= first_day and first_post_date <= greatest(last_day, last_reach_date)
  union
  select job_id from now
),

-- whom a touched posting joins also depends on its other blocks, which are read as far as its days reach
read_blocks as (
  select block_key, min(first_post_date) as first_day, max(reach_date) as last_day
  from (select *, unnest(block_keys) as block_key from intermediate.int_openings__described where job_id in (select touched.job_id from touched)) as reading
  group by block_key
),

-- from the first posting that reaches into them, so that all that stand between two postings are there
read_days as (
  select
    blocks.block_key, max(read_blocks.last_day) as last_day,
    min(case when blocks.reach_date >= read_blocks.first_day then blocks.first_post_date end) as first_day
  from intermediate.int_openings__blocks as blocks
  inner join read_blocks
    on blocks.block_key = read_blocks.block_key
  group by blocks.block_key
  having count(*) > 1
),

near as (
  select blocks.job_id, blocks.block_key
  from intermediate.int_openings__blocks as blocks
  inner join read_days
    on blocks.block_key = read_days.block_key and blocks.first_post_date between read_days.first_day and read_days.last_day
),

ordered as (
  select
    job_id, first_post_date, reach_date, @hash_of(company_id, city, title_core) as alike_hash, @hash_of(company_id, city) as employer_hash,
    job_id in (select touched.job_id from touched) as is_touched,
    row_number() over (order by first_post_date, job_id) as member
  from intermediate.int_openings__described
  where job_id in (select near.job_id from near)
),

placed as (
  select
    ordered.*, near.block_key, @hash_of(near.block_key, ordered.alike_hash) as alike_key, @hash_of(near.block_key, ordered.employer_hash) as employer_key,
    {'member': ordered.member, 'reach_date': ordered.reach_date, 'is_touched': ordered.is_touched} as neighbour
  from near
  inner join ordered
    on near.job_id = ordered.job_id
),

titles as (
  select block_key, greatest(count(distinct title_key), 1) as title_count
  from (select title_key, unnest(address_keys) as block_key from intermediate.int_openings__described) as addresses
  where block_key in (select read_days.block_key from read_days)
  group by block_key
),

-- the four before each one with the same company, city and role, those with other titles, which boards decorate, and the two of any
neighbours as (
  select
    member, block_key, first_post_date, is_touched,
    unnest([@EACH([1, 2, 3, 4], n -> lag(placed.neighbour, n) over alike), @EACH([1, 2, 3, 4], n -> lag(placed.neighbour, n) over of_employer), @EACH([1, 2], n -> lag(placed.neighbour, n) over any_of_block)]) as other
  from placed
  window
    alike as (partition by placed.alike_key order by placed.member), of_employer as (partition by placed.employer_key order by placed.member),
    any_of_block as (partition by placed.block_key order by placed.member)
),

pairs as (
  select neighbours.member, neighbours.other.member as other_member, min(titles.title_count) as title_count
  from neighbours
  left join titles on neighbours.block_key = titles.block_key
  where neighbours.first_post_date <= neighbours.other.reach_date and (neighbours.is_touched or neighbours.other.is_touched)
  group by neighbours.member, neighbours.other.member
),

-- what is joined is held in memory: the few postings of the pairs and their texts, not all of them
paired as (
  select postings.*, ordered.member, coalesce(postings.requisition_id, postings.system_requisition_id) as any_requisition_id
  from intermediate.int_openings__described as postings
  inner join ordered
    on postings.job_id = ordered.job_id
  where ordered.member in (select pairs.member from pairs) or ordered.member in (select pairs.other_member from pairs)
),

members as (
  select
    paired.*, versions.departments, versions.skill_keys, texts.text_sketch, @post_kinds(versions.job_type, versions.job_title) as post_kinds,
    @title_words(paired.title_core, paired.city, versions.company_name) as title_words, @title_letters(versions.job_title) as title_letters,
    @comma_count(versions.job_title) as comma_count
  from staging.stg_sentrion__job_versions as versions
  inner join paired
    on versions.version_id = paired.version_id
  left join (select * from staging.stg_sentrion__texts where description_hash in (select paired.description_hash from paired)) as texts
    on paired.description_hash = texts.description_hash
),

-- what can be seen without reading texts comes first: most pairs end here
possible as (
  select related.*, case when related.is_region_possible then related.is_common_city else false end as is_same_city
  from (
    select pairs.*, @seen_first()
    from pairs
    inner join members as ours
      on pairs.member = ours.member
    inner join members as theirs
      on pairs.other_member = theirs.member
  ) as related
  cross join intermediate.int_openings__weights as evidence
  where
    coalesce(related.is_same_requisition, true)
    and coalesce(related.shared_title >= evidence.shared_title_from and (related.is_same_requisition is not null or not related.is_word_replaced), true)
    and (related.is_region_possible and coalesce(related.is_common_city, true) or related.is_open_in_several)
),

compared as (
  select
    possible.*,
    possible.is_open_in_several and possible.is_same_city is distinct from true as is_elsewhere,
    ours.known as our_known, theirs.known as their_known,
    several.title_key is not null as is_several,
    @learned(ours.city, theirs.city) as new_city,
    @learned(ours.title_core, theirs.title_core) as new_title,
    @learned(ours.any_requisition_id, theirs.any_requisition_id) as new_requisition,
    @seen_in_full()
  from possible
  cross join intermediate.int_openings__weights as evidence
  inner join members as ours
    on possible.member = ours.member
  inner join members as theirs
    on possible.other_member = theirs.member
  left join intermediate.int_openings__several as several
    on ours.company_id = several.company_id and ours.title_key = several.title_key and ours.job_board = several.job_board
),

-- the later one joins the earlier one, and one that knows less about itself joins one that knows more
joining as (
  select
    case when weighed.our_known <= weighed.their_known then weighed.member else weighed.other_member end as member,
    case when weighed.our_known <= weighed.their_known then weighed.other_member else weighed.member end as joined_member,
    weighed.points, weighed.new_city, weighed.new_title, weighed.new_requisition
  from (
    select compared.*, evidence.points_to_join, @points() as points
    from compared
    cross join intermediate.int_openings__weights as evidence
  ) as weighed
  where weighed.points >= weighed.points_to_join
),

-- the most evidence first, then the earliest, which keeps chains short; where the same text asks for people in several cities,
-- roles or requisitions, a posting that names none belongs to none
links as (
  select joining.member, min_by(joining.joined_member, (-joining.points, joining.joined_member)) as joined_member
  from joining
  left join (
    select member from joining group by member
    having greatest(count(distinct new_city), count(distinct new_title), count(distinct new_requisition)) > 1
  ) as torn
    on joining.member = torn.member
  where torn.member is null or coalesce(joining.new_city, joining.new_title, joining.new_requisition) is null
  group by joining.member
)

select
  postings.job_id, joined.job_id as linked_job_id, postings.first_post_date, postings.reach_date, postings.requisition_id,
  postings.system_requisition_id, postings.is_without_text, postings.block_keys, postings.input_hash
from (select * from intermediate.int_openings__described where job_id in (select touched.job_id from touched)) as postings
left join (
  select old.job_id, old.linked_job_id, old.input_hash from intermediate.int_openings__linked as old where old.job_id in (select touched.job_id from touched)
) as held
  on postings.job_id = held.job_id
left join ordered
  on postings.job_id = ordered.job_id
left join links
  on ordered.member = links.member
left join ordered as joined
  on links.joined_member = joined.member
where postings.input_hash is distinct from held.input_hash or joined.job_id is distinct from held.linked_job_id;

delete from @this_model as held
where @is_gone(@this_model, intermediate.int_openings__described, job_id)
