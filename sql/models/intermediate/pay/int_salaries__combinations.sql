MODEL (
  name intermediate.int_salaries__combinations,
  description 'What adverts say of pay: the delivered fields, or the statements of the text where no field has a figure, which then count as the salary text. Embedded in the query of int_salaries__parsed, so there is no table of it. Grain: one combination in one country (salary_key, country_code).',
  owner jobhouse,
  kind EMBEDDED,
  grain (salary_key, country_code),
  column_descriptions (
    country_code = 'Of int_places__resolved; null where no country is known',
    is_several_countries = 'Whether all places of the adverts are lists of several countries',
    dollar = 'Which dollar $ is, where the countries of all the adverts leave one'
  )
);

with

countries as (
  select
    countries.country_code,
    nullif(countries.currency, '') as currency
  from reference.countries as countries
),

dollars as (
  select
    int_places__located.place_key,
    @dollar_of_several(int_places__located.country_code, countries.currency) as dollar
  from intermediate.int_places__located as int_places__located
  left join countries
    on int_places__located.country_code = countries.country_code
  group by int_places__located.place_key
),

versions as (
  select
    versions.salary_key,
    versions.salary_offered,
    versions.salary_from,
    versions.salary_to,
    versions.salary_currency,
    versions.place_key
  from staging.stg_sentrion__job_versions as versions
  union all
  select
    stated.salary_key,
    stated.text_pay as salary_offered,
    null as salary_from,
    null as salary_to,
    stated.salary_currency,
    stated.place_key
  from intermediate.int_salaries__stated as stated
)

select
  versions.salary_key,
  versions.salary_offered,
  versions.salary_from,
  versions.salary_to,
  versions.salary_currency,
  int_places__resolved.country_code,
  bool_and(coalesce(int_places__resolved.is_several_countries, false)) as is_several_countries,
  case when count(*) = count(dollars.dollar) and min(dollars.dollar) = max(dollars.dollar) then min(dollars.dollar) end as dollar
from versions
left join intermediate.int_places__resolved as int_places__resolved
  on versions.place_key = int_places__resolved.place_key
left join dollars
  on versions.place_key = dollars.place_key
group by
  versions.salary_key,
  versions.salary_offered,
  versions.salary_from,
  versions.salary_to,
  versions.salary_currency,
  int_places__resolved.country_code
