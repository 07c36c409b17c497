MODEL (
  name intermediate.int_countries__aliases,
  description 'The country that a name or code means by itself. Grain: one spelling in lower case (spelling).',
  owner jobhouse,
  kind FULL,
  grain spelling,
  audits (
    unique_combination_of_columns(columns := (spelling)),
    not_null(columns := (spelling, country_code))
  )
);

with

countries as (
  select
    countries.country_code,
    countries.currency,
    -- || rather than concat_ws, which SQLMesh makes null where one of its texts is
    countries.country_code || '|' || countries.alpha_3 || '|' || countries.country_name || '|' || coalesce(countries.aliases, '') || '|'
    || coalesce(countries.foreign_names, '') as spellings
  from reference.countries as countries
),

aliases as (
  select
    countries.country_code,
    countries.currency,
    unnest(string_split(countries.spellings, '|')) as spelling
  from countries
)

select distinct
  lower(spelling) as spelling,
  country_code,
  nullif(currency, '') as currency
from aliases
where spelling <> ''
