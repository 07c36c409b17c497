MODEL (
  name intermediate.int_openings__linked,
  description 'The posting that a posting joins: of those that may advertise the same vacancy the one with the most evidence. Evidence for and against is weighed in points (reference.opening_evidence). Two postings are compared where they share a block and are near each other in it, which bounds the work. A posting joins one that knows as much as itself about city, title and requisition, or more, so that one that knows little never brings two vacancies together. Grain: one posting (job_id).',
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

evidence as (
  select
    @named_values(
      points_to_join, days_between_at_most, side_by_side_days_at_most, shingles_at_least, nearly_all_text_from, most_text_from,
      more_than_half_text_from, some_text_from, titles_of_address_at_most, points_nearly_all_text, points_most_text,
      points_more_than_half_text, points_some_text, points_little_text, points_same_requisition, points_same_address,
      points_address_of_several, points_same_company, points_same_title, points_near_title, points_same_city, points_same_region,
      points_possible_region,
      points_same_pay, points_same_band, points_same_skills, points_different_place,
      points_similar_title, points_different_level, points_other_numeral, points_different_company,
      points_different_departments, points_different_pay, points_different_skills, points_on_one_board_at_a_time,
      points_on_one_board_and_day, shared_title_from,
      most_skills_from, few_skills_below, many_skills_from, pay_apart_from, points_same_many_skills, shingles_of_copy_at_least
    )
  from reference.opening_evidence
),

postings as (
  select
    int_openings__described.*,
    list_concat(int_openings__described.block_keys, int_openings__described.address_keys) as all_keys
  from intermediate.int_openings__described as int_openings__described
),

held as (
  select
    int_openings__linked.job_id,
    int_openings__linked.linked_job_id,
    int_openings__linked.block_keys,
    int_openings__linked.input_hash
  from intermediate.int_openings__linked as int_openings__linked
),

changed as (
  select
    postings.job_id,
    postings.all_keys as new_keys,
    held.block_keys as old_keys
  from postings
  full outer join held
    on postings.job_id = held.job_id
  where postings.input_hash is distinct from held.input_hash
),

-- a posting that moves leaves blocks and enters others, and all of them are compared again
changed_blocks as (
  select unnest(changed.new_keys) as block_key
  from changed
  union
  select unnest(changed.old_keys) as block_key
  from changed
),

blocks as (
  select
    postings.job_id,
    unnest(postings.all_keys) as block_key
  from postings
),

touched as (
  select blocks.job_id
  from blocks
  where blocks.block_key in (select changed_blocks.block_key from changed_blocks)
  union
  select changed.job_id
  from changed
  where changed.job_id is not null
),

-- whom a touched posting joins also depends on its other blocks, which are read whole
read_blocks as (
  select blocks.block_key
  from blocks
  group by blocks.block_key
  having count(*) > 1 and bool_or(blocks.job_id in (select touched.job_id from touched))
),

members as (
  select
    postings.*,
    row_number() over (order by postings.first_post_date, postings.job_id) as member,
    case when postings.city is null then 0 else 4 end
    + case when postings.title_key is null then 0 else 2 end
    + case when coalesce(postings.requisition_id, postings.system_requisition_id) is null then 0 else 1 end as known
  from postings
  where postings.job_id in (
    select blocks.job_id from blocks where blocks.block_key in (select read_blocks.block_key from read_blocks)
  )
),

placed as (
  select
    members.member,
    members.first_post_date,
    members.last_post_date,
    members.title_key,
    blocks.block_key,
    @hash_of(blocks.block_key, members.company_id, members.city, members.title_core) as alike_key,
    list_contains(members.address_keys, blocks.block_key) as is_address
  from blocks
  inner join read_blocks
    on blocks.block_key = read_blocks.block_key
  inner join members
    on blocks.job_id = members.job_id
),

titles as (
  select
    placed.block_key,
    greatest(count(distinct placed.title_key), 1) as title_count
  from placed
  where placed.is_address
  group by placed.block_key
),

-- the four before each one with the same company, city and role, and the two before it of any: more would cost time and find
-- hardly any
neighbours as (
  select
    placed.member,
    placed.block_key,
    placed.first_post_date,
    unnest([
      @EACH(
        [1, 2, 3, 4],
        n -> {'member': lag(placed.member, n) over alike, 'last_post_date': lag(placed.last_post_date, n) over alike}
      ),
      @EACH(
        [1, 2],
        n -> {'member': lag(placed.member, n) over any_of_block, 'last_post_date': lag(placed.last_post_date, n) over any_of_block}
      )
    ]) as other
  from placed
  window
    alike as (partition by placed.alike_key order by placed.member),
    any_of_block as (partition by placed.block_key order by placed.member)
),

pairs as (
  select
    neighbours.member,
    neighbours.other.member as other_member,
    min(titles.title_count) as title_count
  from neighbours
  cross join evidence
  left join titles
    on neighbours.block_key = titles.block_key
  where neighbours.first_post_date - neighbours.other.last_post_date <= evidence.days_between_at_most
  group by neighbours.member, neighbours.other.member
),

-- what can be seen without reading lists comes first: most pairs end here
related as (
  select
    pairs.member,
    pairs.other_member,
    pairs.title_count,
    @is_same_requisition(ours.requisition_id, theirs.requisition_id, ours.system_requisition_id, theirs.system_requisition_id)
      as is_same_requisition,
    ours.company_id = theirs.company_id as is_same_company,
    ours.title_key = theirs.title_key as is_same_title,
    case
      when ours.title_core = theirs.title_core then 1
      else @shared_words(ours.title_core, theirs.title_core)
    end as shared_title,
    ours.title_core = theirs.title_core as is_same_role,
    coalesce(ours.country_code = theirs.country_code, true) and coalesce(ours.state_code = theirs.state_code, true) as is_region_possible,
    ours.country_code = theirs.country_code as is_same_country,
    @have_common_city(ours.city, theirs.city) as is_common_city,
    coalesce(ours.city, theirs.city) is not null as is_city_named,
    -- who has to come to an office has a city
    ours.country_code <> theirs.country_code and coalesce(ours.city, theirs.city) is null
    or ours.names_several_places and theirs.names_several_places as is_open_in_several
  from pairs
  inner join members as ours
    on pairs.member = ours.member
  inner join members as theirs
    on pairs.other_member = theirs.member
),

possible as (
  select
    related.*,
    case
      when not related.is_region_possible or not related.is_common_city then false
      when related.is_common_city then true
    end as is_same_city
  from related
  cross join evidence
  where
    coalesce(related.is_same_requisition, true)
    and coalesce(related.shared_title >= evidence.shared_title_from, true)
    and (related.is_region_possible and coalesce(related.is_common_city, true) or related.is_open_in_several)
),

compared as (
  select
    possible.*,
    ours.known as our_known,
    theirs.known as their_known,
    ours.city as our_city,
    theirs.city as their_city,
    ours.title_core as our_title,
    theirs.title_core as their_title,
    coalesce(ours.requisition_id, ours.system_requisition_id) as our_requisition,
    coalesce(theirs.requisition_id, theirs.system_requisition_id) as their_requisition,
    case
      when least(len(ours.text_sketch), len(theirs.text_sketch)) >= evidence.shingles_of_copy_at_least
        and ours.description_hash = theirs.description_hash then 1
      when least(len(ours.text_sketch), len(theirs.text_sketch)) >= evidence.shingles_at_least
        then @shared_part(ours.text_sketch, theirs.text_sketch, evidence.shingles_at_least)
    end as shared_text,
    case when ours.title_key <> theirs.title_key then @is_other_level(@title_level(ours.title_key), @title_level(theirs.title_key)) end
      as is_other_level,
    -- in a sorted title numerals come first
    case
      when ours.title_key <> theirs.title_key
        then ours.title_key = regexp_replace(theirs.title_key, '^[1-5] ', '') or regexp_replace(ours.title_key, '^[1-5] ', '') = theirs.title_key
    end as is_same_but_for_numeral,
    @are_bands_apart(
      ours.salary_annual_min, ours.salary_annual_max, theirs.salary_annual_min, theirs.salary_annual_max,
      ours.salary_currency, theirs.salary_currency, evidence.pay_apart_from
    ) as is_other_pay,
    ours.salary_annual_min = theirs.salary_annual_min and ours.salary_annual_max = theirs.salary_annual_max
    and ours.salary_currency is not distinct from theirs.salary_currency as is_same_pay,
    ours.salary_annual_min < ours.salary_annual_max as is_band,
    not list_has_any(ours.departments, theirs.departments) as is_other_department,
    least(len(ours.skill_keys), len(theirs.skill_keys)) as skill_count,
    case
      when ours.skill_keys = theirs.skill_keys then 1
      when least(len(ours.skill_keys), len(theirs.skill_keys)) >= 2 then @shared_entries(ours.skill_keys, theirs.skill_keys)
    end as shared_skills,
    case
      when ours.job_board is distinct from theirs.job_board then null
      else greatest(ours.first_post_date - theirs.last_post_date, 0)
    end as days_on_board
  from possible
  cross join evidence
  inner join members as ours
    on possible.member = ours.member
  inner join members as theirs
    on possible.other_member = theirs.member
),

-- one vacancy in several places: a remote one is listed once for each country, or the advert says so
spread as (
  select
    compared.*,
    compared.skill_count >= evidence.many_skills_from and compared.shared_skills >= evidence.most_skills_from as have_many_same_skills,
    compared.is_open_in_several and compared.is_same_city is distinct from true as is_elsewhere,
    compared.shared_text >= evidence.nearly_all_text_from
    or compared.skill_count >= evidence.many_skills_from and compared.shared_skills >= evidence.most_skills_from
    or compared.is_same_requisition as is_told_alike
  from compared
  cross join evidence
),

weighed as (
  select
    spread.*,
    @points_if(
      spread.shared_text is null, 0,
      spread.shared_text >= evidence.nearly_all_text_from, evidence.points_nearly_all_text,
      spread.shared_text >= evidence.most_text_from, evidence.points_most_text,
      spread.shared_text >= evidence.more_than_half_text_from, evidence.points_more_than_half_text,
      spread.shared_text >= evidence.some_text_from, evidence.points_some_text,
      true, evidence.points_little_text
    )
    + @points_if(spread.is_same_requisition, evidence.points_same_requisition)
    + @points_if(
      spread.title_count = 1, evidence.points_same_address,
      spread.title_count <= evidence.titles_of_address_at_most, evidence.points_address_of_several
    )
    + @points_if(
      spread.is_same_company, evidence.points_same_company,
      not spread.is_same_company, evidence.points_different_company
    )
    + @points_if(
      spread.is_same_title, evidence.points_same_title,
      spread.is_same_role, evidence.points_near_title,
      not spread.is_same_role, evidence.points_similar_title
    )
    + @points_if(
      spread.is_same_but_for_numeral and spread.is_other_level, evidence.points_other_numeral,
      spread.is_other_level, evidence.points_different_level
    )
    + @points_if(
      spread.is_same_city, evidence.points_same_city,
      spread.is_elsewhere and spread.is_told_alike, 0,
      spread.is_elsewhere, evidence.points_different_place,
      spread.is_same_country and spread.is_city_named, evidence.points_possible_region,
      spread.is_same_country, evidence.points_same_region
    )
    + @points_if(
      spread.is_same_pay and spread.is_band, evidence.points_same_band,
      spread.is_same_pay, evidence.points_same_pay,
      spread.is_other_pay, evidence.points_different_pay
    )
    + @points_if(spread.is_other_department, evidence.points_different_departments)
    + @points_if(
      spread.have_many_same_skills, evidence.points_same_many_skills,
      spread.skill_count >= 2 and spread.shared_skills >= evidence.most_skills_from, evidence.points_same_skills,
      spread.skill_count >= 3 and spread.shared_skills < evidence.few_skills_below, evidence.points_different_skills
    )
    + @points_if(
      spread.is_elsewhere, 0,
      spread.days_on_board = 0, evidence.points_on_one_board_and_day,
      spread.days_on_board <= evidence.side_by_side_days_at_most, evidence.points_on_one_board_at_a_time
    ) as points
  from spread
  cross join evidence
),

-- the later one joins the earlier one, and one that knows less about itself joins one that knows more
joining as (
  select
    case when weighed.our_known <= weighed.their_known then weighed.member else weighed.other_member end as member,
    case when weighed.our_known <= weighed.their_known then weighed.other_member else weighed.member end as joined_member,
    weighed.points,
    @learned(weighed.our_city, weighed.their_city) as new_city,
    @learned(weighed.our_title, weighed.their_title) as new_title,
    @learned(weighed.our_requisition, weighed.their_requisition) as new_requisition
  from weighed
  cross join evidence
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
  select
    joining.member,
    min_by(joining.joined_member, (-joining.points, joining.joined_member)) as joined_member
  from joining
  where
    coalesce(joining.new_city, joining.new_title, joining.new_requisition) is null
    or joining.member not in (select ambiguous.member from ambiguous)
  group by joining.member
),

linked as (
  select
    postings.job_id,
    joined.job_id as linked_job_id,
    postings.first_post_date,
    postings.requisition_id,
    postings.system_requisition_id,
    postings.all_keys as block_keys,
    postings.input_hash
  from postings
  inner join touched
    on postings.job_id = touched.job_id
  left join members
    on postings.job_id = members.job_id
  left join links
    on members.member = links.member
  left join members as joined
    on links.joined_member = joined.member
)

select linked.*
from linked
left join held
  on linked.job_id = held.job_id
where
  linked.input_hash is distinct from held.input_hash
  or linked.linked_job_id is distinct from held.linked_job_id;

delete from @this_model
where job_id not in (select int_jobs__current.job_id from intermediate.int_jobs__current as int_jobs__current)
