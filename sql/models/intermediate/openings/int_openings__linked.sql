MODEL (
  name intermediate.int_openings__linked,
  description 'The posting that a posting joins: of those that may advertise the same vacancy the one with the most evidence. Evidence for and against is weighed in points (reference.opening_evidence, sql/macros/opening_points.py); different requisitions, roles or places are never joined. Two postings are compared where they share a block and are near each other in it, which bounds the work. A posting joins one that knows as much as itself about city, title and requisition, or more, so that one that knows little never brings two vacancies together. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    linked_job_id varchar,
    first_post_date date,
    requisition_id varchar,
    system_requisition_id varchar,
    block_keys bigint[],
    input_hash bigint
  ),
  column_descriptions (
    linked_job_id = 'The posting that it joins; NULL where it joins none',
    block_keys = 'The blocks in which it is compared with others',
    input_hash = 'Over all that decides the opening: the blocks of a posting with another value are compared again'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, block_keys, input_hash))
  )
);

with

postings as (
  select *, list_concat(block_keys, address_keys) as all_keys
  from intermediate.int_openings__described as int_openings__described
),

held as (select * from intermediate.int_openings__linked as int_openings__linked),

changed as (
  select
    postings.job_id,
    list_concat(postings.all_keys, held.block_keys) as keys
  from postings
  full outer join held
    on postings.job_id = held.job_id
  where postings.input_hash is distinct from held.input_hash
),

-- a posting that moves leaves blocks and enters others, and all of them are compared again
changed_blocks as (select distinct unnest(changed.keys) as block_key from changed),

blocks as (select postings.job_id, unnest(postings.all_keys) as block_key from postings),

touched as (
  select blocks.job_id from blocks where blocks.block_key in (select changed_blocks.block_key from changed_blocks)
  union
  select changed.job_id from changed where changed.job_id is not null
),

-- whom a touched posting joins also depends on its other blocks, which are read whole
read_blocks as (
  select blocks.block_key
  from blocks
  group by blocks.block_key
  having count(*) > 1 and bool_or(blocks.job_id in (select touched.job_id from touched))
),

-- what it takes to find pairs, of all postings of those blocks
ordered as (
  select
    postings.job_id, postings.first_post_date, postings.last_post_date, postings.company_id, postings.title_key,
    postings.job_board, postings.address_keys, postings.text_sketch is null as is_without_text,
    @hash_of(postings.company_id, postings.city, postings.title_core) as alike_hash,
    postings.job_id in (select touched.job_id from touched) as is_touched,
    row_number() over (order by postings.first_post_date, postings.job_id) as member
  from postings
  where postings.job_id in (
    select blocks.job_id from blocks where blocks.block_key in (select read_blocks.block_key from read_blocks)
  )
),

-- without texts, an employer that advertises a role twice in a month on one board has more than one such vacancy
several as (
  select distinct ordered.company_id, ordered.title_key, ordered.job_board
  from ordered
  where ordered.is_without_text
  group by ordered.company_id, ordered.title_key, ordered.job_board, date_trunc('month', ordered.first_post_date)
  having count(*) > 1
),

placed as (
  select
    ordered.member, ordered.first_post_date, ordered.is_touched, ordered.title_key, blocks.block_key,
    {'member': ordered.member, 'last_post_date': ordered.last_post_date, 'is_touched': ordered.is_touched} as neighbour,
    @hash_of(blocks.block_key, ordered.alike_hash) as alike_key,
    list_contains(ordered.address_keys, blocks.block_key) as is_address
  from blocks
  inner join read_blocks
    on blocks.block_key = read_blocks.block_key
  inner join ordered
    on blocks.job_id = ordered.job_id
),

titles as (
  select placed.block_key, greatest(count(distinct placed.title_key), 1) as title_count
  from placed
  where placed.is_address
  group by placed.block_key
),

-- the four before each one with the same company, city and role, and the two before it of any: more would cost time and find
-- hardly any
neighbours as (
  select
    placed.member, placed.block_key, placed.first_post_date, placed.is_touched,
    unnest([
      @EACH([1, 2, 3, 4], n -> lag(placed.neighbour, n) over alike),
      @EACH([1, 2], n -> lag(placed.neighbour, n) over any_of_block)
    ]) as other
  from placed
  window
    alike as (partition by placed.alike_key order by placed.member),
    any_of_block as (partition by placed.block_key order by placed.member)
),

pairs as (
  select neighbours.member, neighbours.other.member as other_member, min(titles.title_count) as title_count
  from neighbours
  cross join intermediate.int_openings__weights as evidence
  left join titles
    on neighbours.block_key = titles.block_key
  where
    neighbours.first_post_date - neighbours.other.last_post_date <= evidence.days_between_at_most
    and (neighbours.is_touched or neighbours.other.is_touched)
  group by neighbours.member, neighbours.other.member
),

members as (
  select
    postings.*, ordered.member,
    @title_level(postings.title_key) as title_level,
    coalesce(postings.requisition_id, postings.system_requisition_id) as any_requisition_id,
    case when postings.city is null then 0 else 4 end + case when postings.title_key is null then 0 else 2 end
    + case when any_requisition_id is null then 0 else 1 end as known
  from postings
  inner join ordered
    on postings.job_id = ordered.job_id
  where
    ordered.member in (select pairs.member from pairs)
    or ordered.member in (select pairs.other_member from pairs)
),

-- what can be seen without reading texts comes first: most pairs end here
related as (
  select pairs.*, @seen_first()
  from pairs
  inner join members as ours
    on pairs.member = ours.member
  inner join members as theirs
    on pairs.other_member = theirs.member
),

possible as (
  select
    related.*,
    case when related.is_region_possible then related.is_common_city else false end as is_same_city
  from related
  cross join intermediate.int_openings__weights as evidence
  where
    coalesce(related.is_same_requisition, true)
    and coalesce(related.shared_title >= evidence.shared_title_from, true)
    and (related.is_region_possible and coalesce(related.is_common_city, true) or related.is_open_in_several)
),

compared as (
  select
    possible.*,
    possible.is_open_in_several and possible.is_same_city is distinct from true as is_elsewhere,
    ours.known as our_known, theirs.known as their_known,
    @learned(ours.city, theirs.city) as new_city,
    @learned(ours.title_core, theirs.title_core) as new_title,
    @learned(ours.any_requisition_id, theirs.any_requisition_id) as new_requisition,
    several.title_key is not null as is_several,
    @seen_in_full()
  from possible
  cross join intermediate.int_openings__weights as evidence
  inner join members as ours
    on possible.member = ours.member
  inner join members as theirs
    on possible.other_member = theirs.member
  left join several
    on ours.company_id = several.company_id and ours.title_key = several.title_key and ours.job_board = several.job_board
),

weighed as (
  select compared.*, @points() as points
  from compared
  cross join intermediate.int_openings__weights as evidence
),

-- the later one joins the earlier one, and one that knows less about itself joins one that knows more
joining as (
  select
    case when weighed.our_known <= weighed.their_known then weighed.member else weighed.other_member end as member,
    case when weighed.our_known <= weighed.their_known then weighed.other_member else weighed.member end as joined_member,
    weighed.points, weighed.new_city, weighed.new_title, weighed.new_requisition
  from weighed
  cross join intermediate.int_openings__weights as evidence
  where weighed.points >= evidence.points_to_join
),

-- where the same text asks for people in several cities, roles or requisitions, a posting that names none belongs to none
ambiguous as (
  select joining.member
  from joining
  group by joining.member
  having greatest(count(distinct joining.new_city), count(distinct joining.new_title), count(distinct joining.new_requisition)) > 1
),

-- the most evidence first, then the earliest, which keeps chains short
links as (
  select joining.member, min_by(joining.joined_member, (-joining.points, joining.joined_member)) as joined_member
  from joining
  where
    coalesce(joining.new_city, joining.new_title, joining.new_requisition) is null
    or joining.member not in (select ambiguous.member from ambiguous)
  group by joining.member
)

select
  postings.job_id, joined.job_id as linked_job_id,
  postings.first_post_date, postings.requisition_id, postings.system_requisition_id,
  postings.all_keys as block_keys,
  postings.input_hash
from postings
inner join touched
  on postings.job_id = touched.job_id
left join held
  on postings.job_id = held.job_id
left join ordered
  on postings.job_id = ordered.job_id
left join links
  on ordered.member = links.member
left join ordered as joined
  on links.joined_member = joined.member
where
  postings.input_hash is distinct from held.input_hash
  or joined.job_id is distinct from held.linked_job_id;

delete from @this_model
where job_id not in (select int_jobs__current.job_id from intermediate.int_jobs__current as int_jobs__current)
