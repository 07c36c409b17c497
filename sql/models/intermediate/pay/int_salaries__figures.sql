MODEL (
  name intermediate.int_salaries__figures,
  description 'Which figures and which currency of a combination of salary text, numbers, currency and country count as its pay. Embedded in the query of int_salaries__parsed, so there is no table of it. Grain: one delivered combination in one country (salary_key, country_code).',
  owner jobhouse,
  kind EMBEDDED,
  grain (salary_key, country_code),
  column_descriptions (
    country_code = 'Of int_places__resolved; null where no country is known',
    basis = 'Where the figures come from, or why there are none: as salary_basis of int_salaries__parsed',
    salary_min = 'The lower figure; null for "up to"',
    salary_max = 'The higher figure; null for "from"',
    period_stated = 'The period that the text names',
    currency = 'ISO 4217, from the text, or else the currency column, or else the country',
    is_currency_guessed = 'Neither text nor column names the currency: the country does, or the language of the text, or the country says which dollar $ is, or several countries do',
    has_number = 'A number was delivered beside the text'
  )
);

with

evidence as (
  select
    @named_values(
      smallest_amount, largest_amount, numbers_low_over_high, numbers_high_over_low, agreement_at_least,
      agreement_at_most
    )
  from reference.pay_evidence
),

ratios as (
  select pay_ratios.*
  from reference.pay_ratios as pay_ratios
),

countries as (
  select
    countries.country_code,
    nullif(countries.currency, '') as currency
  from reference.countries as countries
),

combinations as (
  select int_salaries__combinations.*
  from intermediate.int_salaries__combinations as int_salaries__combinations
),

texts as (
  select int_salary_texts__parsed.*
  from intermediate.int_salary_texts__parsed as int_salary_texts__parsed
),

-- of several readings the one that most ranges name, then the one in the delivered currency or else in that of the
-- country, then the first
ranked as (
  select
    combinations.salary_key,
    combinations.country_code,
    texts.*,
    row_number() over (
      partition by combinations.salary_key, combinations.country_code
      order by
        texts.mention_count desc,
        coalesce(texts.plain_currency = @currency_of(combinations.salary_currency), false) desc,
        coalesce(@one_currency(coalesce(texts.plain_currency, texts.shared_sign), countries.currency) = countries.currency, false) desc,
        texts.reading_number
    ) as reading_rank
  from combinations
  inner join texts
    on combinations.salary_offered = texts.salary_offered
  left join countries
    on combinations.country_code = countries.country_code
),

joined as (
  select
    combinations.salary_key,
    combinations.country_code,
    combinations.salary_offered is not null as has_text,
    @thousands_of_point(texts.text_min, combinations.salary_offered, texts.shared_sign, texts.period_stated, countries.currency) as text_min,
    @thousands_of_point(texts.text_max, combinations.salary_offered, texts.shared_sign, texts.period_stated, countries.currency) as text_max,
    case when texts.is_short_millions and not @has_pay_in_millions(coalesce(@currency_of(combinations.salary_currency), countries.currency)) then 'unreadable' else texts.text_basis end as text_basis,
    texts.is_range_implausible,
    @as_pay(combinations.salary_from, evidence) as from_number,
    @as_pay(combinations.salary_to, evidence) as to_number,
    texts.plain_currency,
    texts.shared_sign,
    @currency_of(combinations.salary_currency) as stated_currency,
    countries.currency as home_currency,
    -- of several countries the first does not say which dollar it is, unless it is that of the United States
    coalesce(combinations.is_several_countries and countries.currency <> 'USD' and @one_currency('$', countries.currency) <> '$', false) as is_home_unsure,
    combinations.dollar,
    texts.period_stated,
    texts.months_a_year,
    coalesce(texts.is_chinese, false) as is_chinese,
    coalesce(texts.is_japanese, false) as is_japanese
  from combinations
  cross join evidence
  left join ranked as texts
    on combinations.salary_key = texts.salary_key
    and combinations.country_code is not distinct from texts.country_code
    and texts.reading_rank = 1
  left join countries
    on combinations.country_code = countries.country_code
),

numbers as (
  select
    salary_key,
    country_code,
    has_text,
    text_min,
    text_max,
    text_basis,
    coalesce(is_range_implausible, false) as is_text_range_implausible,
    least(from_number, to_number) as low_number,
    greatest(from_number, to_number) as high_number,
    from_number is not null or to_number is not null as has_number,
    from_number is null as is_number_up_to,
    to_number is null as is_number_from,
    coalesce(
      joined.from_number > evidence.numbers_low_over_high * joined.to_number
      or joined.to_number > evidence.numbers_high_over_low * joined.from_number,
      false
    ) as is_number_range_implausible,
    -- where both are given: whether they mean the same, perhaps for another period
    coalesce(text_max, text_min) / coalesce(to_number, from_number) as text_to_number,
    period_stated,
    months_a_year,
    is_chinese,
    home_currency,
    case
      when plain_currency is not null then plain_currency
      when shared_sign is not null then
        coalesce(
          @shared_currency(shared_sign, stated_currency, home_currency, is_home_unsure, dollar),
          case when shared_sign = '¥' and is_chinese then 'CNY' when shared_sign = '¥' and is_japanese then 'JPY' end
        )
      when @is_shared_sign(stated_currency) then @shared_currency(stated_currency, null, home_currency, is_home_unsure, dollar)
      when stated_currency is not null then stated_currency
      when is_japanese then 'JPY'
      when is_chinese and home_currency is null then 'CNY'
      else home_currency
    end as currency,
    plain_currency is null and shared_sign is null and stated_currency is null as is_currency_unnamed,
    is_home_unsure,
    plain_currency is null and coalesce(shared_sign, '$') = '$' and coalesce(stated_currency, '$') = '$' as is_currency_bare
  from joined
  cross join evidence
),

-- where text and number mean the same pay
compatible as (
  select distinct
    numbers.salary_key,
    numbers.country_code
  from numbers
  inner join ratios
    on numbers.text_to_number between ratios.at_least and ratios.at_most
    or 1 / numbers.text_to_number between ratios.at_least and ratios.at_most
),

compared as (
  select
    numbers.*,
    numbers.is_currency_unnamed
    or coalesce(numbers.is_currency_bare and (numbers.is_home_unsure or (numbers.currency = numbers.home_currency and numbers.currency <> 'USD')), false)
      as is_currency_guessed,
    numbers.text_basis <> 'unreadable' and not numbers.is_text_range_implausible as is_text_usable,
    numbers.has_number and not numbers.is_number_range_implausible as is_number_usable,
    compatible.salary_key is not null as is_compatible,
    numbers.text_to_number between evidence.agreement_at_least and evidence.agreement_at_most as is_same
  from numbers
  cross join evidence
  left join compatible
    on numbers.salary_key = compatible.salary_key
    and numbers.country_code is not distinct from compatible.country_code
),

chosen as (
  select
    salary_key,
    country_code,
    case
      when is_text_usable and is_number_usable and not is_compatible then 'contradictory'
      when is_text_usable and is_number_usable and is_same then 'numbers_and_text'
      when is_text_usable then text_basis
      when is_number_usable then 'numbers'
      when has_number or is_text_range_implausible then 'implausible'
      when has_text then 'unreadable'
      else 'none'
    end as basis,
    text_min,
    text_max,
    case when not is_number_up_to then coalesce(low_number, high_number) end as number_min,
    case when not is_number_from then coalesce(high_number, low_number) end as number_max,
    period_stated,
    months_a_year,
    is_chinese,
    home_currency,
    currency,
    is_currency_guessed,
    has_number
  from compared
)

select
  salary_key,
  country_code,
  basis,
  case
    when basis = 'numbers' then number_min
    when basis not in ('contradictory', 'implausible', 'unreadable', 'none') then text_min
  end as salary_min,
  case
    when basis = 'numbers' then number_max
    when basis not in ('contradictory', 'implausible', 'unreadable', 'none') then text_max
  end as salary_max,
  period_stated,
  months_a_year,
  is_chinese,
  home_currency,
  currency,
  is_currency_guessed,
  has_number
from chosen
