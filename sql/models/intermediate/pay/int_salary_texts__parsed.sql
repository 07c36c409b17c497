MODEL (
  name intermediate.int_salary_texts__parsed,
  description 'What a salary text means by itself: the first range or amount that is pay, with its currency and period where it names them. Grain: one delivered text (salary_offered).',
  owner jobhouse,
  kind FULL,
  grain salary_offered,
  column_descriptions (
    text_basis = 'text_range, text_single, text_up_to, text_from, text_several (one range for each level: the lowest and the highest figure), unreadable',
    is_range_implausible = 'The ends of the range are too far apart to be more than a typing error',
    plain_currency = 'ISO 4217, where the text leaves no doubt',
    shared_sign = 'A sign of several currencies ($, ¥, KR), for the rest of the row to decide',
    months_a_year = 'Monthly salaries a year, where the text counts them (16薪)'
  ),
  audits (
    unique_combination_of_columns(columns := (salary_offered)),
    not_null(columns := (salary_offered, text_basis))
  )
);

with

evidence as (
  select
    @named_values(
      smallest_amount, largest_amount, text_low_over_high, text_high_over_low, shared_unit_low_over_high,
      shared_unit_high_over_low
    )
  from reference.pay_evidence
),

texts as (
  select distinct stg_sentrion__job_versions.salary_offered
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  where stg_sentrion__job_versions.salary_offered is not null
),

plain as (
  select
    salary_offered,
    case when not @pay_is_negative(salary_offered) then @pay_plain(salary_offered) end as folded
  from texts
),

figures as (
  select
    salary_offered,
    @pay_folded(folded, figures) as folded
  from plain
),

dashes as (
  select
    salary_offered,
    @pay_folded(folded, dashes) as folded
  from figures
),

others as (
  select
    salary_offered,
    @pay_folded(folded, others) as folded
  from dashes
),

short_periods as (
  select
    salary_offered,
    @pay_folded(folded, short_periods) as folded
  from others
),

long_periods as (
  select
    salary_offered,
    @pay_folded(folded, long_periods) as folded
  from short_periods
),

clauses as (
  select
    salary_offered,
    @pay_folded(folded, clauses) as folded
  from long_periods
),

about_pay as (
  select
    salary_offered,
    folded,
    @pay_clauses(folded) as pay_text
  from clauses
),

found as (
  select
    salary_offered,
    folded,
    pay_text,
    @pay_range(pay_text) as found_range,
    @pay_last_range(pay_text) as found_last_range,
    @pay_amount(pay_text) as found_amount
  from about_pay
),

pieces as (
  select
    salary_offered,
    folded,
    pay_text,
    coalesce(found_range, found_amount) as lower_piece,
    coalesce(found_last_range, found_range) as higher_piece,
    found_range is not null as is_range,
    found_range is not null and found_last_range is not null as is_several
  from found
),

parts as (
  select
    salary_offered,
    is_range,
    is_several,
    @pay_part(lower_piece, lower, limit) as limit_mark,
    @pay_part(lower_piece, lower, plus) is not null as is_open,
    @pay_part(lower_piece, lower, number) as lower_number,
    @pay_part(lower_piece, lower, unit) as lower_unit,
    @pay_part(lower_piece, lower, sign) as lower_sign,
    @pay_part(lower_piece, lower, code) as lower_code,
    @pay_part(higher_piece, higher, number) as higher_number,
    @pay_part(higher_piece, higher, unit) as higher_unit,
    @pay_part(higher_piece, higher, sign) as higher_sign,
    @pay_part(higher_piece, higher, code) as higher_code,
    nullif(regexp_extract(folded, '[(]([a-z]{3})[)]', 1), '') as bracketed_code,
    -- lakhs per annum name the unit, the currency and the period
    coalesce(regexp_matches(lower_piece, '[0-9] ?lpa'), false) as is_lpa,
    coalesce(
      nullif(regexp_extract(lower_piece, '[{]([a-z])[}]', 1), ''),
      nullif(regexp_extract(pay_text, '[{]([a-z])[}]', 1), ''),
      nullif(regexp_extract(folded, '[(] ?[{]([a-z])[}] ?[)]', 1), '')
    ) as period_mark,
    nullif(regexp_extract(salary_offered, '(1[2-9]|2[0-4]) ?薪', 1), '') as months_a_year,
    regexp_matches(salary_offered, '[一-鿿]') and not regexp_matches(salary_offered, '[぀-ヿ円]') as is_chinese,
    regexp_matches(salary_offered, '[぀-ヿ円]') as is_japanese
  from pieces
),

valued as (
  select
    salary_offered,
    is_range,
    is_several,
    limit_mark,
    is_open,
    try_cast(lower_number as double) as lower_number,
    @pay_unit(lower_unit) as lower_unit,
    try_cast(higher_number as double) as higher_number,
    @pay_unit(higher_unit) as higher_unit,
    [
      @currency_of(lower_sign),
      @currency_of(lower_code),
      @currency_of(higher_sign),
      @currency_of(higher_code),
      case when is_lpa then 'INR' end,
      @currency_of(bracketed_code)
    ] as currencies_stated,
    case when is_lpa then 'year' else @period_of(period_mark) end as period_stated,
    try_cast(months_a_year as double) as months_a_year,
    is_chinese,
    is_japanese
  from parts
),

-- "80-120k" and "75k-120" name the unit once
amounts as (
  select
    valued.*,
    valued.lower_number * coalesce(
      valued.lower_unit,
      case
        when valued.lower_number * valued.higher_unit <= evidence.shared_unit_low_over_high * valued.higher_number * valued.higher_unit
          then valued.higher_unit
      end,
      1
    ) as lower_amount,
    valued.higher_number * coalesce(
      valued.higher_unit,
      case
        when valued.higher_number * valued.lower_unit <= evidence.shared_unit_high_over_low * valued.lower_number * valued.lower_unit
          then valued.lower_unit
      end,
      1
    ) as higher_amount,
    list_filter(valued.currencies_stated, currency -> currency not in ('$', '¥', 'KR'))[1] as plain_currency,
    list_filter(valued.currencies_stated, currency -> currency in ('$', '¥', 'KR'))[1] as shared_sign
  from valued
  cross join evidence
),

believable as (
  select
    amounts.*,
    @as_pay(amounts.lower_amount, evidence) as lower_pay,
    @as_pay(amounts.higher_amount, evidence) as higher_pay,
    amounts.is_range
    and (
      amounts.lower_amount > evidence.text_low_over_high * amounts.higher_amount
      or amounts.higher_amount > evidence.text_high_over_low * amounts.lower_amount
    ) as is_range_implausible
  from amounts
  cross join evidence
),

-- a range of which one end is no pay, such as 0 to 0, is no range of pay
payable as (
  select
    believable.*,
    case when not believable.is_range or believable.higher_pay is not null then believable.lower_pay end as low,
    case when believable.lower_pay is not null then believable.higher_pay end as high
  from believable
)

select
  salary_offered,
  case
    when not is_range and limit_mark = '<' then null
    when is_range then least(low, high)
    else low
  end as text_min,
  case
    when not is_range and limit_mark = '<' then low
    when is_range then greatest(low, high)
    when limit_mark = '>' or is_open then null
    else low
  end as text_max,
  case
    when low is null then 'unreadable'
    when is_several then 'text_several'
    when is_range then 'text_range'
    when limit_mark = '<' then 'text_up_to'
    when limit_mark = '>' or is_open then 'text_from'
    else 'text_single'
  end as text_basis,
  is_range_implausible,
  plain_currency,
  shared_sign,
  period_stated,
  months_a_year,
  is_chinese,
  is_japanese
from payable
