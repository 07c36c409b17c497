MODEL (
  name intermediate.int_openings__blocks,
  description 'The blocks of the postings, in which others are looked for. Embedded in the query of int_openings__linked, so there is no table of it. Grain: block and posting (block_key, job_id).',
  owner jobhouse,
  kind EMBEDDED,
  grain (block_key, job_id)
);

select
  int_openings__described.job_id,
  int_openings__described.first_post_date,
  int_openings__described.reach_date,
  unnest(int_openings__described.block_keys) as block_key
from intermediate.int_openings__described as int_openings__described
