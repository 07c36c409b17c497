MODEL (
  name reference.pay_evidence,
  description 'The thresholds by which figures are recognised as pay, its currency and its period. The models int_salary_mentions__parsed, int_salary_texts__parsed, int_salaries__figures and int_salaries__parsed read it. Grain: one named value (name).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/pay_evidence.csv'
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
