MODEL (
  name reference.company_evidence,
  description 'How many letters a company''s name must have for an article, a domain or the word Group beside it to be dropped. The model int_companies__resolved reads it. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/company_evidence.csv'
  ),
  columns (
    name varchar,
    value double,
    reason varchar
  ),
  column_descriptions (
    name = 'The value, as the models name it',
    reason = 'Why the value is what it is'
  ),
  grain name,
  audits (
    unique_combination_of_columns(columns := (name)),
    not_null(columns := (name, value, reason))
  )
);
