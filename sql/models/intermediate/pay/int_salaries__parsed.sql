MODEL (
  name intermediate.int_salaries__parsed,
  description 'What a combination of salary text, numbers, currency and country says about pay; null where it cannot be read, since a wrong figure is worse than none. Grain: one delivered combination (salary_key).',
  owner jobhouse,
  kind FULL,
  grain salary_key,
  column_descriptions (
    salary_min = 'The lower figure, per salary_period; null for "up to"',
    salary_max = 'The higher figure, per salary_period; null for "from"',
    salary_currency = 'ISO 4217, from the text, or else the currency column, or else the country',
    salary_period = 'hour, day, week, month or year; without a word for it decided by size, null where the size fits several',
    salary_annual_min = 'salary_min a year: 2,080 hours, 260 days, 52 weeks, 12 months (or as many monthly salaries as the text names)',
    salary_annual_max = 'salary_max a year, counted likewise',
    salary_basis = 'How it was read: text_range, text_single, text_up_to, text_from, text_several (one range for each level), numbers, numbers_and_text (they agree), contradictory, implausible, unreadable, none',
    broken_rule = 'The rule of pay that the figures break: int_versions__quarantined sets such adverts aside; null for all others'
  ),
  audits (
    unique_combination_of_columns(columns := (salary_key)),
    not_null(columns := (salary_key, salary_basis)),
    accepted_values(
      column := salary_basis,
      is_in := (
        'text_range', 'text_single', 'text_up_to', 'text_from', 'text_several', 'numbers', 'numbers_and_text',
        'contradictory', 'implausible', 'unreadable', 'none'
      )
    ),
    accepted_values(column := salary_period, is_in := ('hour', 'day', 'week', 'month', 'year'))
  )
);

with

combinations as (
  select distinct
    stg_sentrion__job_versions.salary_key,
    stg_sentrion__job_versions.salary_offered,
    stg_sentrion__job_versions.salary_from,
    stg_sentrion__job_versions.salary_to,
    stg_sentrion__job_versions.salary_currency,
    stg_sentrion__job_versions.country
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
),

countries as (
  select
    int_countries__aliases.spelling,
    int_countries__aliases.currency
  from intermediate.int_countries__aliases as int_countries__aliases
),

texts as (
  select
    int_salary_texts__parsed.salary_offered,
    int_salary_texts__parsed.text_min,
    int_salary_texts__parsed.text_max,
    int_salary_texts__parsed.text_basis,
    int_salary_texts__parsed.is_torn,
    int_salary_texts__parsed.plain_currency,
    int_salary_texts__parsed.shared_sign,
    int_salary_texts__parsed.period_said,
    int_salary_texts__parsed.months_a_year,
    int_salary_texts__parsed.is_chinese,
    int_salary_texts__parsed.is_japanese
  from intermediate.int_salary_texts__parsed as int_salary_texts__parsed
),

currencies as (
  select
    currencies.currency,
    currencies.units_per_usd,
    currencies.annual_floor,
    currencies.monthly_floor
  from reference.currencies as currencies
),

joined as (
  select
    combinations.salary_key,
    combinations.salary_offered is not null as has_text,
    texts.text_min,
    texts.text_max,
    texts.text_basis,
    texts.is_torn,
    @as_pay(combinations.salary_from) as from_number,
    @as_pay(combinations.salary_to) as to_number,
    texts.plain_currency,
    texts.shared_sign,
    @currency_of(combinations.salary_currency) as stated_currency,
    countries.currency as home_currency,
    texts.period_said,
    texts.months_a_year,
    coalesce(texts.is_chinese, false) as is_chinese,
    coalesce(texts.is_japanese, false) as is_japanese
  from combinations
  left join texts
    on combinations.salary_offered = texts.salary_offered
  left join countries
    on lower(combinations.country) = countries.spelling
),

numbers as (
  select
    salary_key,
    has_text,
    text_min,
    text_max,
    text_basis,
    coalesce(is_torn, false) as is_torn,
    least(from_number, to_number) as low_number,
    greatest(from_number, to_number) as high_number,
    from_number is not null or to_number is not null as has_number,
    from_number is null as is_number_up_to,
    to_number is null as is_number_from,
    coalesce(from_number > 3 * to_number or to_number > 10 * from_number, false) as is_number_torn,
    -- both given: do they mean the same, perhaps for another period?
    coalesce(text_max, text_min) / coalesce(to_number, from_number) as text_to_number,
    period_said,
    months_a_year,
    is_chinese,
    home_currency,
    case
      when plain_currency is not null then plain_currency
      when shared_sign is not null then
        coalesce(
          @shared_currency(shared_sign, stated_currency, home_currency),
          case when shared_sign = '¥' and is_chinese then 'CNY' when shared_sign = '¥' and is_japanese then 'JPY' end
        )
      when stated_currency in ('$', '¥', 'KR') then @shared_currency(stated_currency, null, home_currency)
      when stated_currency is not null then stated_currency
      when is_japanese then 'JPY'
      when is_chinese and home_currency is null then 'CNY'
      else home_currency
    end as currency,
    plain_currency is null and shared_sign is null and stated_currency is null as is_currency_guessed
  from joined
),

chosen as (
  select
    salary_key,
    case
      when text_basis <> 'unreadable' and not is_torn and has_number and not is_number_torn
        and not (
          text_to_number between 0.5 and 2
          or text_to_number between 999 and 1001 or 1 / text_to_number between 999 and 1001
          or text_to_number between 11.5 and 12.5 or 1 / text_to_number between 11.5 and 12.5
          or text_to_number between 51 and 53 or 1 / text_to_number between 51 and 53
          or text_to_number between 255 and 265 or 1 / text_to_number between 255 and 265
          or text_to_number between 2000 and 2100 or 1 / text_to_number between 2000 and 2100
        )
        then 'contradictory'
      when text_basis <> 'unreadable' and not is_torn and has_number and text_to_number between 0.98 and 1.02
        and not is_number_torn
        then 'numbers_and_text'
      when text_basis <> 'unreadable' and not is_torn then text_basis
      when has_number and not is_number_torn then 'numbers'
      when has_number or is_torn then 'implausible'
      when has_text then 'unreadable'
      else 'none'
    end as basis,
    text_min,
    text_max,
    case when not is_number_up_to then coalesce(low_number, high_number) end as number_min,
    case when not is_number_from then coalesce(high_number, low_number) end as number_max,
    period_said,
    months_a_year,
    is_chinese,
    home_currency,
    currency,
    is_currency_guessed,
    has_number
  from numbers
),

figures as (
  select
    salary_key,
    basis,
    case
      when basis = 'numbers' then number_min
      when basis not in ('contradictory', 'implausible', 'unreadable', 'none') then text_min
    end as salary_min,
    case
      when basis = 'numbers' then number_max
      when basis not in ('contradictory', 'implausible', 'unreadable', 'none') then text_max
    end as salary_max,
    period_said,
    months_a_year,
    is_chinese,
    home_currency,
    currency,
    is_currency_guessed,
    has_number
  from chosen
),

bounded as (
  select
    figures.salary_key,
    figures.basis,
    figures.salary_min,
    figures.salary_max,
    coalesce(figures.salary_min, figures.salary_max) as low,
    coalesce(figures.salary_max, figures.salary_min) as high,
    figures.period_said,
    figures.months_a_year,
    figures.is_chinese,
    figures.currency,
    figures.is_currency_guessed,
    figures.basis = 'numbers' as is_numbers_only,
    currencies.units_per_usd,
    -- delivered numbers are a year's as a rule, so that smaller ones are believed
    currencies.annual_floor * case when figures.has_number then 0.5 else 1 end as annual_floor,
    currencies.monthly_floor,
    home.units_per_usd as home_units_per_usd,
    figures.currency <> figures.home_currency as is_foreign_currency
  from figures
  left join currencies
    on figures.currency = currencies.currency
  left join currencies as home
    on figures.home_currency = home.currency
),

periods as (
  select
    salary_key,
    basis,
    salary_min,
    salary_max,
    low,
    high,
    months_a_year,
    currency,
    is_currency_guessed,
    units_per_usd,
    home_units_per_usd,
    is_foreign_currency,
    case
      when low is null then null
      when period_said is not null then period_said
      when months_a_year is not null then 'month'
      -- Chinese adverts give pay by the month unless they say so
      when is_chinese and low >= 150 * units_per_usd and high <= 15000 * units_per_usd then 'month'
      when low >= annual_floor and high <= 1500000 * units_per_usd then 'year'
      when low >= monthly_floor and high < annual_floor then 'month'
      when is_numbers_only and low >= 8 * units_per_usd and high <= 80 * units_per_usd then 'hour'
    end as period
  from bounded
),

judged as (
  select
    salary_key,
    basis,
    salary_min,
    salary_max,
    currency,
    period,
    coalesce(
      case period
        when 'hour' then low < 1 * units_per_usd or high > 500 * units_per_usd
        when 'day' then low < 5 * units_per_usd or high > 5000 * units_per_usd
        when 'week' then low < 25 * units_per_usd or high > 25000 * units_per_usd
        when 'month' then low < 80 * units_per_usd or high > 80000 * units_per_usd
        when 'year' then low < 800 * units_per_usd or high > 2000000 * units_per_usd
        else low < 1 * units_per_usd or high > 1500000 * units_per_usd
      end
      -- 600,000 dollars in Manila are pesos under the wrong label
      or (period = 'year' and is_foreign_currency and home_units_per_usd >= 10 and high > 250000 * units_per_usd),
      false
    ) as is_implausible,
    -- a currency that only the country suggests must fit: 2,000 drams a month are no pay, 2,000 of something else may be
    is_currency_guessed and (period is null or (units_per_usd >= 10 and low < 80 * units_per_usd)) as is_currency_unsure,
    case period
      when 'hour' then 2080
      when 'day' then 260
      when 'week' then 52
      when 'month' then coalesce(months_a_year, 12)
      when 'year' then 1
    end as periods_a_year
  from periods
),

kept as (
  select
    salary_key,
    case when is_implausible and not is_currency_unsure then 'implausible' else basis end as basis,
    salary_min,
    salary_max,
    case when not is_currency_unsure and coalesce(salary_min, salary_max) is not null then currency end as currency,
    period,
    periods_a_year
  from judged
),

read as (
  select
    salary_key,
    case when basis <> 'implausible' then salary_min end as salary_min,
    case when basis <> 'implausible' then salary_max end as salary_max,
    case when basis <> 'implausible' then currency end as salary_currency,
    case when basis <> 'implausible' then period end as salary_period,
    case when basis <> 'implausible' then salary_min * periods_a_year end as salary_annual_min,
    case when basis <> 'implausible' then salary_max * periods_a_year end as salary_annual_max,
    basis as salary_basis
  from kept
)

select
  salary_key,
  salary_min,
  salary_max,
  salary_currency,
  salary_period,
  salary_annual_min,
  salary_annual_max,
  salary_basis,
  @broken_pay_rule() as broken_rule
from read
