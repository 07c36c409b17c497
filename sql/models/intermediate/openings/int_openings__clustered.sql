MODEL (
  name intermediate.int_openings__clustered,
  description 'The opening that a posting advertises: one vacancy, whichever boards, reposts and addresses carry it. Two postings share an opening where company, role and place agree, their texts have most sentences in common, and at most 60 days lie between them or between neighbours of a chain (reference.opening_evidence). Postings without a text need the same title and place; one without a city joins others and never brings two together; one without company, title or day stands alone. Measured against the known openings of six made-up years (tests/sql/test_identity_quality.py): of the pairs of postings joined 99.9 % belong together, of those that belong together 97.3 % are joined. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    opening_id varchar,
    block_key varchar,
    input_hash bigint
  ),
  column_descriptions (
    opening_id = 'The job_id of one posting of the opening',
    block_key = 'Company and role: only postings of one block can share an opening',
    input_hash = 'Over all that decides the opening: the block of a posting with another value is clustered again'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, opening_id, block_key, input_hash))
  )
);

with recursive

evidence as (
  select
    @named_values(
      days_between_at_most, shared_text_at_least, side_by_side_days_at_most, shared_text_side_by_side, shared_text_alone
    )
  from reference.opening_evidence
),

postings as (
  select int_openings__blocks.*
  from intermediate.int_openings__blocks as int_openings__blocks
),

held as (
  select
    int_openings__clustered.job_id,
    int_openings__clustered.block_key,
    int_openings__clustered.input_hash
  from intermediate.int_openings__clustered as int_openings__clustered
),

changed as (
  select
    postings.block_key as new_block_key,
    held.block_key as old_block_key
  from postings
  full outer join held
    on postings.job_id = held.job_id
  where postings.input_hash is distinct from held.input_hash
),

-- a posting that moves leaves one block and enters another, and both are clustered again
changed_blocks as (
  select changed.new_block_key as block_key
  from changed
  where changed.new_block_key is not null
  union
  select changed.old_block_key as block_key
  from changed
  where changed.old_block_key is not null
),

touched as (
  select
    postings.*,
    count(*) over (partition by postings.block_key) as block_size
  from postings
  where postings.block_key in (select changed_blocks.block_key from changed_blocks)
),

-- a posting with a city and a text is sure; the others only join a sure one, and so never bring two sure ones together
members as (
  select
    touched.*,
    row_number() over (order by touched.block_key, touched.first_post_date, touched.job_id) as member,
    coalesce(texts.text_sketch, []) as text_sketch,
    coalesce(len(texts.text_sketch), 0) > 0 as has_text,
    touched.city is not null and coalesce(len(texts.text_sketch), 0) > 0 as is_sure
  from touched
  left join staging.stg_sentrion__texts as texts
    on touched.description_hash = texts.description_hash
  where touched.block_size > 1
),

-- the eight postings before each one that know as much of place and text: more would cost time and find hardly any
peers as (
  select
    members.member,
    members.first_post_date,
    unnest([
      @EACH(
        [1, 2, 3, 4, 5, 6, 7, 8],
        n -> {'member': lag(members.member, n) over peer_group, 'last_post_date': lag(members.last_post_date, n) over peer_group}
      )
    ]) as peer
  from members
  window peer_group as (partition by members.block_key, members.city, members.has_text order by members.member)
),

counted as (
  select
    members.member,
    members.block_key,
    members.is_sure,
    count(*) filter (where members.is_sure) over (
      partition by members.block_key order by members.member rows between unbounded preceding and current row
    ) as sure_number
  from members
),

-- the four sure postings before each unsure one and the four after it
anchors as (
  select
    unsure.member,
    sure.member as candidate
  from (
    select
      counted.member,
      counted.block_key,
      counted.sure_number + unnest([-3, -2, -1, 0, 1, 2, 3, 4]) as wanted
    from counted
    where not counted.is_sure
  ) as unsure
  inner join counted as sure
    on unsure.block_key = sure.block_key
    and unsure.wanted = sure.sure_number
    and sure.is_sure
),

candidates as (
  select
    peers.member,
    peers.peer.member as candidate
  from peers
  cross join evidence
  where peers.first_post_date - peers.peer.last_post_date <= evidence.days_between_at_most
  union all
  select
    anchors.member,
    anchors.candidate
  from anchors
),

compared as (
  select
    ours.member,
    theirs.member as candidate,
    theirs.is_sure and not ours.is_sure as is_anchor,
    ours.title_key = theirs.title_key as is_same_title,
    -- one title says II and the other no level; in a sorted title numerals come first
    ours.title_key = regexp_replace(theirs.title_key, '^[1-5] ', '')
    or regexp_replace(ours.title_key, '^[1-5] ', '') = theirs.title_key as is_near_title,
    ours.has_text and theirs.has_text as have_texts,
    ours.city is not null and theirs.city is not null as have_cities,
    theirs.city as candidate_city,
    ours.job_board is not distinct from theirs.job_board as is_same_board,
    greatest(ours.first_post_date - theirs.last_post_date, theirs.first_post_date - ours.last_post_date) as days_between,
    coalesce(ours.country_code = theirs.country_code, true)
    and coalesce(ours.state_code = theirs.state_code, true)
    and coalesce(ours.city = theirs.city, true) as is_place_possible,
    ours.country_code is not distinct from theirs.country_code
    and ours.state_code is not distinct from theirs.state_code as is_same_region,
    case when ours.has_text and theirs.has_text then @shared_part(ours.text_sketch, theirs.text_sketch) else 0 end as shared_text
  from candidates
  inner join members as ours
    on candidates.member = ours.member
  inner join members as theirs
    on candidates.candidate = theirs.member
),

matching as (
  select compared.*
  from compared
  cross join evidence
  where
    compared.days_between <= evidence.days_between_at_most
    and compared.is_place_possible
    and case
      when compared.have_texts then
        compared.shared_text >= case
          when not compared.is_near_title or not compared.have_cities then evidence.shared_text_alone
          when compared.is_same_board and compared.days_between <= evidence.side_by_side_days_at_most
            then evidence.shared_text_side_by_side
          else evidence.shared_text_at_least
        end
      -- without texts all else must agree, and two of one day on one board are two openings
      else
        compared.is_same_title
        and (compared.have_cities or (compared.is_same_region and not compared.is_anchor))
        and not (compared.is_same_board and compared.days_between <= 0)
    end
),

-- where the same text asks for people in several cities, a posting that names no city belongs to none of them
placeable as (
  select matching.member
  from matching
  where matching.is_anchor
  group by matching.member
  having count(distinct matching.candidate_city) = 1
),

-- a sure posting first, then the best text, then the earliest, which keeps chains short
links as (
  select
    matching.member,
    min_by(matching.candidate, (not matching.is_anchor, -matching.shared_text, matching.candidate)) as parent
  from matching
  where not matching.is_anchor or matching.member in (select placeable.member from placeable)
  group by matching.member
),

rooted as (
  select
    members.member,
    members.member as root
  from members
  where members.member not in (select links.member from links)
  union all
  select
    links.member,
    rooted.root
  from rooted
  inner join links
    on rooted.member = links.parent
)

select
  touched.job_id,
  coalesce(roots.job_id, touched.job_id) as opening_id,
  touched.block_key,
  touched.input_hash
from touched
left join members
  on touched.job_id = members.job_id
left join rooted
  on members.member = rooted.member
left join members as roots
  on rooted.root = roots.member;

delete from @this_model
where job_id not in (select int_jobs__current.job_id from intermediate.int_jobs__current as int_jobs__current)
