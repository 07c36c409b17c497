MODEL (
  name staging.stg_sentrion__texts,
  description 'Advert texts made comparable. Grain: one distinct text (description_hash): copies of an advert and most of its versions share theirs, and making a sketch is the dearest thing done to a text.',
  owner jobhouse,
  -- a text is named by its content, and so never changes
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key description_hash
  ),
  grain description_hash,
  columns (
    description_hash bigint,
    text_sketch integer[]
  ),
  column_descriptions (
    text_sketch = 'The smallest hashes of its sentences; NULL where there is no text'
  ),
  audits (
    unique_combination_of_columns(columns := (description_hash)),
    not_null(columns := (description_hash))
  )
);

with

-- any version that shows the text, found without touching the texts themselves
new_texts as (
  select
    versions.description_hash,
    min_by({'version_id': versions.version_id, 'load_id': versions.load_id}, versions.version_id) as shown_by
  from staging.stg_sentrion__job_versions as versions
  left join staging.stg_sentrion__texts as held
    on versions.description_hash = held.description_hash
  where held.description_hash is null
  group by versions.description_hash
)

select
  new_texts.description_hash,
  @text_sketch(descriptions.description) as text_sketch
from new_texts
inner join staging.stg_sentrion__descriptions as descriptions
  on new_texts.shown_by.version_id = descriptions.version_id
  -- a load's rows lie side by side, so that a night reads the texts of its own loads alone
  and new_texts.shown_by.load_id = descriptions.load_id
