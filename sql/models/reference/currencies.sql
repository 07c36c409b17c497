MODEL (
  name reference.currencies,
  description 'What is plausible as pay in each currency. Used to refuse figures and to distinguish pay by the year from pay by the month, never to convert. Rough figures of the 2020s; a reason names the statutory minimum that a floor comes from. Grain: one currency (currency).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/currencies.csv'
  ),
  columns (
    currency varchar,
    units_per_usd double,
    annual_floor double,
    monthly_floor double,
    monthly_ceiling double,
    reason varchar
  ),
  column_descriptions (
    units_per_usd = 'Roughly, in the 2020s',
    annual_floor = 'From this figure on, pay without a period is a year''s',
    monthly_floor = 'From this figure up to the annual floor, pay without a period is a month''s; null where adverts do not quote months',
    monthly_ceiling = 'Where pay is by the month: up to this figure it may be that of a high month, from the annual floor on that of a low year as well; null where pay is by the year or by either',
    reason = 'What the annual floor comes from; empty where it is a rough figure'
  ),
  grain currency,
  audits (
    unique_combination_of_columns(columns := (currency)),
    not_null(columns := (currency, units_per_usd, annual_floor)),
    accepted_range(column := units_per_usd, min_v := 0, inclusive := false)
  )
);
