MODEL (
  name reference.opening_evidence,
  description 'When two postings advertise one opening: read by int_openings__clustered. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/opening_evidence.csv'
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
