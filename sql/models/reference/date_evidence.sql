MODEL (
  name reference.date_evidence,
  description 'From when on a first of a month stands for the month and not for the day. The model int_boards__month_dated reads it. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/date_evidence.csv'
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
