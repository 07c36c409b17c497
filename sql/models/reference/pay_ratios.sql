MODEL (
  name reference.pay_ratios,
  description 'Ratios between the figure of a salary text and a delivered number at which both mean the same pay, either over the other; at any other ratio they contradict each other. Grain: one ratio (ratio).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/pay_ratios.csv'
  ),
  columns (
    ratio varchar,
    at_least double,
    at_most double,
    reason varchar
  ),
  column_descriptions (
    reason = 'What the ratio means'
  ),
  grain ratio,
  audits (
    unique_combination_of_columns(columns := (ratio)),
    not_null(columns := (ratio, at_least, at_most, reason))
  )
);
