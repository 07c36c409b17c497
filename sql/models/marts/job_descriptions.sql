MODEL (
  name marts.job_descriptions,
  description 'Advert texts. A view over the raw texts, which are most of the warehouse and not stored twice; in the published copy a table. Grain: one posting (job_id).',
  owner jobhouse,
  kind VIEW,
  grain job_id,
  column_descriptions (
    job_id = 'The posting; see fct_job_postings',
    description = 'Text of the current version as delivered, often HTML. Search it, not description_text, which is made while it is read, and with regexp_matches(description, ''(?i)words''), much faster than ilike',
    description_text = 'The same as plain text: tags dropped, paragraphs kept as line breaks, entities resolved; of a text beyond 131,072 characters, its beginning'
  ),
  audits (
    key_holds(columns := (job_id))
  )
);

select
  fct_job_postings.job_id,
  stg_sentrion__descriptions.description,
  @plain_text(stg_sentrion__descriptions.description) as description_text
from marts.fct_job_postings as fct_job_postings
inner join staging.stg_sentrion__descriptions as stg_sentrion__descriptions
  on fct_job_postings.version_id = stg_sentrion__descriptions.version_id
