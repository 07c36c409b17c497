MODEL (
  name intermediate.int_countries__aliases,
  description 'The country that a name or code means by itself. Grain: one spelling in lower case (spelling).',
  owner jobhouse,
  kind FULL,
  grain spelling,
  column_descriptions (
    is_foreign = 'One of reference.countries.foreign_names'
  ),
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
    countries.country_code || '|' || countries.alpha_3 || '|' || countries.country_name || '|' || coalesce(countries.aliases, '')
    as spellings,
    countries.foreign_names
  from reference.countries as countries
),

aliases as (
  select
    countries.country_code,
    countries.currency,
    unnest(string_split(countries.spellings, '|')) as spelling,
    false as is_foreign
  from countries
  union all
  select
    countries.country_code,
    countries.currency,
    unnest(string_split(countries.foreign_names, '|')) as spelling,
    true as is_foreign
  from countries
  where countries.foreign_names is not null
)

select
  lower(spelling) as spelling,
  country_code,
  nullif(currency, '') as currency,
  bool_and(is_foreign) as is_foreign
from aliases
where spelling <> ''
group by lower(spelling), country_code, nullif(currency, '')
