MODEL (
  name reference.cities,
  description 'Cities that adverts name often: they decide between California and Canada, and give a city one name. Grain: one city (country_code, state_code, city).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/cities.csv',
    csv_settings (
      keep_default_na = false
    )
  ),
  columns (
    country_code varchar,
    state_code varchar,
    city varchar,
    aliases varchar
  ),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2',
    state_code = 'ISO 3166-2 without the country, empty where reference.states has none',
    aliases = 'Other names in lower case, joined with |'
  ),
  grain (country_code, state_code, city),
  audits (
    unique_combination_of_columns(columns := (country_code, state_code, city)),
    not_null(columns := (country_code, city))
  )
);
