MODEL (
  name reference.countries,
  description 'Countries of ISO 3166-1 (and Kosovo) with the other names in which boards deliver them. Grain: one country (country_code).',
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
    aliases varchar
  ),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2',
    alpha_3 = 'ISO 3166-1 alpha-3',
    currency = 'ISO 4217, empty where there is none',
    aliases = 'Other names in lower case, joined with |'
  ),
  grain country_code,
  audits (
    unique_values(columns := (country_code, alpha_3, country_name)),
    not_null(columns := (country_code, alpha_3, country_name))
  )
);
