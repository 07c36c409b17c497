MODEL (
  name reference.place_evidence,
  description 'How strong each kind of evidence for a country is, and how much of it decides. The models of places read it. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/place_evidence.csv'
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
