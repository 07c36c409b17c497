MODEL (
  name intermediate.int_openings__clustered,
  description 'The opening that a posting advertises: one vacancy, whichever boards, reposts and addresses carry it. Each posting joins the one that int_openings__linked names, and so on to the end of the chain, where each link holds by itself. An opening ends a year after its first advert (reference.opening_evidence): the next advert opens another one. It also ends where a posting names another requisition than one before it. Measured on labelled pairs of real postings by tests.truth; against the openings of the sandbox by tests/sql/test_identity_quality.py. Grain: one posting (job_id).',
  owner jobhouse,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key job_id
  ),
  grain job_id,
  columns (
    job_id varchar,
    opening_id varchar,
    linked_job_id varchar,
    tree_id varchar,
    link_hash bigint
  ),
  column_descriptions (
    opening_id = 'The job_id of one posting of the opening',
    linked_job_id = 'The posting that it joins (int_openings__linked)',
    tree_id = 'The posting at which its chain of links ends: a tree is cut into openings, and is cut again when one of its postings changes',
    link_hash = 'Over all that decides where the tree is cut'
  ),
  audits (
    unique_combination_of_columns(columns := (job_id)),
    not_null(columns := (job_id, opening_id, tree_id, link_hash))
  )
);

with recursive

evidence as (
  select @named_values(days_of_opening_at_most)
  from reference.opening_evidence
),

postings as (
  select
    int_openings__linked.job_id,
    int_openings__linked.linked_job_id,
    int_openings__linked.first_post_date,
    int_openings__linked.requisition_id,
    int_openings__linked.system_requisition_id,
    @hash_of(
      int_openings__linked.linked_job_id, int_openings__linked.first_post_date, int_openings__linked.requisition_id,
      int_openings__linked.system_requisition_id
    ) as link_hash
  from intermediate.int_openings__linked as int_openings__linked
),

held as (
  select
    int_openings__clustered.job_id,
    int_openings__clustered.opening_id,
    int_openings__clustered.tree_id,
    int_openings__clustered.link_hash
  from intermediate.int_openings__clustered as int_openings__clustered
),

changed as (
  select
    held.tree_id,
    postings.job_id,
    postings.linked_job_id
  from postings
  full outer join held
    on postings.job_id = held.job_id
  where postings.link_hash is distinct from held.link_hash
),

-- the tree that a posting leaves, and the one that it enters
touched_trees as (
  select changed.tree_id
  from changed
  where changed.tree_id is not null
  union
  select held.tree_id
  from held
  where held.job_id in (select changed.linked_job_id from changed where changed.linked_job_id is not null)
),

touched as (
  select postings.*
  from postings
  left join held
    on postings.job_id = held.job_id
  where held.job_id is null or held.tree_id in (select touched_trees.tree_id from touched_trees)
),

links as (
  select touched.*
  from touched
  where touched.linked_job_id is not null
),

-- from the root of a tree to its leaves: where a link would let an opening grow too old, or names a requisition that
-- contradicts one before it, the next opening begins
rooted as (
  select
    touched.job_id,
    touched.job_id as tree_id,
    touched.job_id as opening_id,
    touched.first_post_date as opening_date,
    touched.requisition_id,
    touched.system_requisition_id
  from touched
  where touched.linked_job_id is null and touched.job_id in (select links.linked_job_id from links)
  union all
  select
    followed.job_id,
    followed.tree_id,
    case when followed.is_cut then followed.job_id else followed.opening_id end as opening_id,
    case when followed.is_cut then followed.first_post_date else followed.opening_date end as opening_date,
    case when followed.is_cut then followed.own_requisition_id else followed.requisition_id end as requisition_id,
    case when followed.is_cut then followed.own_system_id else followed.system_requisition_id end as system_requisition_id
  from (
    select
      links.job_id,
      rooted.tree_id,
      rooted.opening_id,
      rooted.opening_date,
      links.first_post_date,
      coalesce(rooted.requisition_id, links.requisition_id) as requisition_id,
      coalesce(rooted.system_requisition_id, links.system_requisition_id) as system_requisition_id,
      links.requisition_id as own_requisition_id,
      links.system_requisition_id as own_system_id,
      abs(date_diff('day', rooted.opening_date, links.first_post_date)) > evidence.days_of_opening_at_most
      or not coalesce(
        @is_same_requisition(
          links.requisition_id, rooted.requisition_id, links.system_requisition_id, rooted.system_requisition_id
        ),
        true
      ) as is_cut
    from rooted
    cross join evidence
    inner join links
      on rooted.job_id = links.linked_job_id
  ) as followed
),

clustered as (
  select
    touched.job_id,
    coalesce(rooted.opening_id, touched.job_id) as opening_id,
    touched.linked_job_id,
    coalesce(rooted.tree_id, touched.job_id) as tree_id,
    touched.link_hash
  from touched
  left join rooted
    on touched.job_id = rooted.job_id
)

select
  clustered.job_id,
  clustered.opening_id,
  clustered.linked_job_id,
  clustered.tree_id,
  clustered.link_hash
from clustered
left join held
  on clustered.job_id = held.job_id
where
  clustered.opening_id is distinct from held.opening_id
  or clustered.tree_id is distinct from held.tree_id
  or clustered.link_hash is distinct from held.link_hash;

delete from @this_model as held
where @is_gone(@this_model, intermediate.int_openings__linked, job_id)
