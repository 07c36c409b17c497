MODEL (
  name reference.opening_evidence,
  description 'What speaks for and against two postings being about one vacancy, in points, and from when on it counts. The models int_openings__linked and int_openings__clustered read it. Grain: one named value (name).',
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
