MODEL (
  name reference.countries,
  description 'Countries of ISO 3166-1 (and Kosovo) with the other names in which boards deliver them, and those that they have in other languages (CLDR 49, by way of the package babel 2.19.0; Unicode License V3, whose notice stands beside the seed). `python -m tests.support.country_seeds` makes the latter. Grain: one country (country_code).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/countries.csv',
    csv_settings (
      -- NA is Namibia
      keep_default_na = false
    )
  ),
  columns (
    country_code varchar,
    alpha_3 varchar,
    country_name varchar,
    currency varchar,
    aliases varchar,
    foreign_names varchar
  ),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2',
    alpha_3 = 'ISO 3166-1 alpha-3',
    currency = 'ISO 4217, empty where there is none',
    aliases = 'Other names in lower case, written by hand, joined with |',
    foreign_names = 'Names in other languages in lower case, joined with |: those that mean no other place or word'
  ),
  grain country_code,
  audits (
    unique_values(columns := (country_code, alpha_3, country_name)),
    not_null(columns := (country_code, alpha_3, country_name))
  )
);
