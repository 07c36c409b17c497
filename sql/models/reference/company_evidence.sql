MODEL (
  name reference.company_evidence,
  description 'How long a company''s name must be for a word beside it to be no part of it: read by int_companies__resolved. Grain: one named value (name).',
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
