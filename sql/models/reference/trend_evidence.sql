MODEL (
  name reference.trend_evidence,
  description 'From when on two months are compared, and how wide the intervals are. The model skills_monthly reads it. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/trend_evidence.csv'
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
