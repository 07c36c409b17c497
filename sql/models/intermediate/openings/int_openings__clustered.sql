MODEL (
  name intermediate.int_openings__clustered,
  description 'The opening that a posting advertises: one vacancy, whichever boards, reposts and addresses carry it. Two postings share an opening where company, role and place agree, their texts have most sentences in common, and at most 60 days lie between them or between neighbours of a chain. Postings without a text need the same title and place; one without a city joins others and never brings two together; one without company, title or day stands alone. Held against the truth of six made-up years (tests/sql/test_identity_quality.py): of the pairs of postings joined 99.9 % belong together, of those that belong together 97.3 % are joined. Grain: one posting (job_id).',
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
    input_hash = 'Over all that decides the opening: a posting with another value has its block worked out anew'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, opening_id, block_key, input_hash))
  )
);

with recursive

postings as (
  select
    int_jobs__current.job_id,
    int_jobs__current.version_id,
    int_jobs__current.first_post_date,
    int_jobs__current.last_post_date
  from intermediate.int_jobs__current as int_jobs__current
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
    int_places__resolved.country_code,
    int_places__resolved.state_code,
    lower(int_places__resolved.city) as city
  from intermediate.int_places__resolved as int_places__resolved
),

held as (
  select
    int_openings__clustered.job_id,
    int_openings__clustered.block_key,
    int_openings__clustered.input_hash
  from intermediate.int_openings__clustered as int_openings__clustered
),

described as (
  select
    postings.job_id,
    postings.version_id,
    postings.first_post_date,
    postings.last_post_date,
    stg_sentrion__job_versions.title_key,
    stg_sentrion__job_versions.description_hash,
    lower(stg_sentrion__job_versions.job_board) as job_board,
    places.country_code,
    places.state_code,
    -- a city of an unknown country still tells two adverts apart
    coalesce(
      places.city,
      case
        when places.country_code is null and not regexp_matches(lower(stg_sentrion__job_versions.city), '^(?:remote|anywhere|worldwide)')
          then lower(stg_sentrion__job_versions.city)
      end
    ) as city,
    -- without a company, a title or a day a posting stands alone
    case
      when companies.company_id is null or stg_sentrion__job_versions.title_core is null or postings.first_post_date is null
        then postings.job_id
      else md5(concat_ws('|', companies.company_id, stg_sentrion__job_versions.title_core))
    end as block_key
  from postings
  inner join staging.stg_sentrion__job_versions as stg_sentrion__job_versions
    on postings.version_id = stg_sentrion__job_versions.version_id
  left join companies
    on stg_sentrion__job_versions.company_name = companies.company_name
  left join places
    on stg_sentrion__job_versions.place_key = places.place_key
),

inputs as (
  select
    described.*,
    @hash_of(version_id, block_key, first_post_date, last_post_date, country_code, state_code, city) as input_hash
  from described
),

-- of both sides: a posting that moves leaves one block and enters another
changed as (
  select
    inputs.block_key as new_block_key,
    held.block_key as old_block_key
  from inputs
  full outer join held
    on inputs.job_id = held.job_id
  where inputs.input_hash is distinct from held.input_hash
),

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
    inputs.*,
    count(*) over (partition by inputs.block_key) as block_size
  from inputs
  where inputs.block_key in (select changed_blocks.block_key from changed_blocks)
),

-- one that names its city and brings a text is sure; the others only ever join it, and so never bring two of them together
members as (
  select
    row_number() over (order by touched.block_key, touched.first_post_date, touched.job_id) as member,
    touched.job_id,
    touched.block_key,
    touched.title_key,
    touched.job_board,
    touched.country_code,
    touched.state_code,
    touched.city,
    touched.first_post_date,
    touched.last_post_date,
    coalesce(texts.text_sketch, []) as text_sketch,
    coalesce(len(texts.text_sketch), 0) > 0 as has_text,
    touched.city is not null and coalesce(len(texts.text_sketch), 0) > 0 as is_sure
  from touched
  left join staging.stg_sentrion__texts as texts
    on touched.description_hash = texts.description_hash
  where touched.block_size > 1
),

-- the eight before it that know as much of place and text
peers as (
  select
    members.member,
    members.first_post_date,
    unnest([
      {'member': lag(members.member, 1) over peer_group, 'last_post_date': lag(members.last_post_date, 1) over peer_group},
      {'member': lag(members.member, 2) over peer_group, 'last_post_date': lag(members.last_post_date, 2) over peer_group},
      {'member': lag(members.member, 3) over peer_group, 'last_post_date': lag(members.last_post_date, 3) over peer_group},
      {'member': lag(members.member, 4) over peer_group, 'last_post_date': lag(members.last_post_date, 4) over peer_group},
      {'member': lag(members.member, 5) over peer_group, 'last_post_date': lag(members.last_post_date, 5) over peer_group},
      {'member': lag(members.member, 6) over peer_group, 'last_post_date': lag(members.last_post_date, 6) over peer_group},
      {'member': lag(members.member, 7) over peer_group, 'last_post_date': lag(members.last_post_date, 7) over peer_group},
      {'member': lag(members.member, 8) over peer_group, 'last_post_date': lag(members.last_post_date, 8) over peer_group}
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

-- the four sure ones before it and the four after it
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
  where peers.first_post_date - peers.peer.last_post_date <= 60
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
    -- one says II and the other nothing; sorted, numerals come first
    ours.title_key = regexp_replace(theirs.title_key, '^[1-5] ', '')
    or regexp_replace(ours.title_key, '^[1-5] ', '') = theirs.title_key as is_near_title,
    ours.has_text and theirs.has_text as have_texts,
    ours.city is not null and theirs.city is not null as have_cities,
    theirs.city as candidate_city,
    ours.job_board is not distinct from theirs.job_board as is_same_board,
    greatest(ours.first_post_date - theirs.last_post_date, theirs.first_post_date - ours.last_post_date) as days_apart,
    coalesce(ours.country_code = theirs.country_code, true)
    and coalesce(ours.state_code = theirs.state_code, true)
    and coalesce(ours.city = theirs.city, true) as is_place_possible,
    ours.country_code is not distinct from theirs.country_code
    and ours.state_code is not distinct from theirs.state_code as is_same_region,
    case when ours.has_text and theirs.has_text then @shared_part(ours.text_sketch, theirs.text_sketch) else 0 end as shared_part
  from candidates
  inner join members as ours
    on candidates.member = ours.member
  inner join members as theirs
    on candidates.candidate = theirs.member
),

matching as (
  select
    compared.member,
    compared.candidate,
    compared.candidate_city,
    compared.is_anchor,
    compared.shared_part
  from compared
  where
    compared.days_apart <= 60
    and compared.is_place_possible
    and case
      when compared.have_texts then
        compared.shared_part >= case
          -- another level, or no city to tell: nothing but the text says that it is one opening
          when not compared.is_near_title or not compared.have_cities then 0.9
          -- side by side on one board they are two openings, unless they hardly differ
          when compared.is_same_board and compared.days_apart <= 7 then 0.8
          else 0.7
        end
      -- without texts all else must agree, and two of one day on one board are two
      else
        compared.is_same_title
        and (compared.have_cities or (compared.is_same_region and not compared.is_anchor))
        and not (compared.is_same_board and compared.days_apart <= 0)
    end
),

-- where the same text asks for people in several cities, one that names none belongs to no city
placeable as (
  select matching.member
  from matching
  where matching.is_anchor
  group by matching.member
  having count(distinct matching.candidate_city) = 1
),

-- a sure one first, then the best text, then the earliest, which keeps chains short
links as (
  select
    matching.member,
    min_by(matching.candidate, (not matching.is_anchor, -matching.shared_part, matching.candidate)) as parent
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
