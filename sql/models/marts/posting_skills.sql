MODEL (
  name marts.posting_skills,
  description 'Skills of postings: delivered with them, or named by their title or text. Each skill has one spelling. Grain: one skill of one posting (job_id, skill).',
  owner jobhouse,
  kind VIEW,
  grain (job_id, skill),
  references (job_id),
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    skill = 'The skill in its usual spelling (see reference.skill_names), or in its most frequent one where it is not known',
    skill_basis = 'Where the skill is from: delivered, also where the text names it too; extracted from title or text'
  ),
  audits (
    key_holds(columns := (job_id, skill)),
    accepted_values(column := skill_basis, is_in := ('delivered', 'extracted'))
  )
);

select
  int_skills__resolved.job_id,
  unnest(int_skills__resolved.delivered_skills) as skill,
  'delivered' as skill_basis
from intermediate.int_skills__resolved as int_skills__resolved
union all
select
  int_skills__resolved.job_id,
  unnest(int_skills__resolved.extracted_skills) as skill,
  'extracted' as skill_basis
from intermediate.int_skills__resolved as int_skills__resolved
