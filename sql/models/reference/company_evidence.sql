MODEL (
  name reference.company_evidence,
  description 'What joins the names of a company: how many letters must stand before .com, and what counts as a sign that two names are one company. The models in intermediate/companies read it. Grain: one named value (name).',
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
