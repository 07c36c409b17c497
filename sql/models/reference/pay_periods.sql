MODEL (
  name reference.pay_periods,
  description 'How many of a period a year has, and what is plausible as pay for it. Grain: one period (period); unknown holds for figures without one.',
  owner jobhouse,
  kind SEED (
    path '../../seeds/pay_periods.csv'
  ),
  columns (
    period varchar,
    periods_a_year double,
    usd_at_least double,
    usd_at_most double,
    reason varchar
  ),
  column_descriptions (
    periods_a_year = 'What turns pay for the period into a year''s; null where the period is unknown',
    usd_at_least = 'Less, in US dollars, is implausible',
    usd_at_most = 'More, in US dollars, is implausible',
    reason = 'Why the values are what they are'
  ),
  grain period,
  audits (
    unique_combination_of_columns(columns := (period)),
    not_null(columns := (period, usd_at_least, usd_at_most, reason))
  )
);
