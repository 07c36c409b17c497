MODEL (
  name reference.currencies,
  description 'What is plausible as pay in each currency. Used to refuse figures and to distinguish pay by the year from pay by the month, never to convert. Grain: one currency (currency).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/currencies.csv'
  ),
  columns (
    currency varchar,
    units_per_usd double,
    annual_floor double,
    monthly_floor double
  ),
  column_descriptions (
    units_per_usd = 'Roughly, in the 2020s',
    annual_floor = 'From this figure on, pay without a period is a year''s',
    monthly_floor = 'From this figure up to the annual floor, pay without a period is a month''s; null where adverts do not quote months'
  ),
  grain currency,
  audits (
    unique_combination_of_columns(columns := (currency)),
    not_null(columns := (currency, units_per_usd, annual_floor))
  )
);
