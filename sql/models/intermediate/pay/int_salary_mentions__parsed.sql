MODEL (
  name intermediate.int_salary_mentions__parsed,
  description 'What each range or amount of a salary text means, with what it shares with the others: a unit, a period, a currency. Embedded in the query of int_salary_texts__parsed, so there is no table of it. Grain: one range or amount of one delivered text (salary_offered, mention_number).',
  owner jobhouse,
  kind EMBEDDED,
  grain (salary_offered, mention_number),
  column_descriptions (
    currency = 'ISO 4217, or a sign of several currencies ($, ¥, KR, RS, SH ...)',
    limit_mark = '< for "up to", > for "from"',
    is_open = 'A plus follows the amount',
    period_mark = 'h, d, w, m or y; x for a period that is none of them; null where none is named',
    is_no_pay = 'Two currencies in one range, or figures that nothing shows to be pay',
    is_range_implausible = 'The ends of the range are too far apart to be more than a typing error'
  )
);

with

evidence as (
  select
    @named_values(
      smallest_amount, largest_amount, text_low_over_high, text_high_over_low, shared_unit_low_over_high,
      shared_unit_high_over_low, thousands_below, kin_ratio, several_amounts_ratio
    )
  from reference.pay_evidence
),

texts as (
  select int_salary_texts__folded.*
  from intermediate.int_salary_texts__folded as int_salary_texts__folded
),

numbered as (
  select
    salary_offered,
    mentions,
    period_mark,
    named_currency,
    unnest(range(1, array_length(mentions) + 1)) as mention_number
  from texts
),

mentions as (
  select
    salary_offered,
    mention_number,
    named_currency,
    mentions[mention_number] as mention,
    nullif(regexp_extract(mentions[mention_number], '[{]([a-z])[}]', 1), '') as own_mark,
    -- a period named elsewhere holds for all, unless some of them name their own
    case when not regexp_matches(array_to_string(mentions, ' '), '[{]') then period_mark end as common_mark
  from numbered
),

parts as (
  select
    salary_offered,
    mention_number,
    named_currency,
    mention,
    coalesce(own_mark, common_mark) as mark,
    @is_marked_pay(mention) as is_marked,
    @pay_part(mention, lower, limit) as limit_mark,
    @pay_part(mention, lower, number) as lower_number,
    @pay_part(mention, lower, unit) as lower_unit,
    @pay_part(mention, lower, plus) is not null as is_open,
    @pay_part(mention, higher, number) as higher_number,
    @pay_part(mention, higher, unit) as higher_unit,
    -- lakhs per annum name the unit, the currency and the period
    regexp_matches(mention, '[0-9] ?lpa') as is_lpa,
    @pay_currencies(mention) as signs
  from mentions
  where mention is not null
),

stated as (
  select
    parts.*,
    case when is_lpa then 'y' else mark end as period_mark,
    case when is_lpa then list_append(signs, 'INR') else signs end as currencies
  from parts
),

signed as (
  select
    stated.*,
    @plain_currencies(stated.currencies)[1] as plain_currency,
    @shared_signs(stated.currencies)[1] as shared_sign
  from stated
),

valued as (
  select
    salary_offered,
    mention_number,
    named_currency,
    is_marked,
    limit_mark,
    is_open,
    period_mark,
    higher_number is not null as is_range,
    @pay_number(lower_number, coalesce(lower_unit, higher_unit), coalesce(plain_currency, named_currency, shared_sign), period_mark) as lower_number,
    @pay_unit(lower_unit) as lower_unit,
    @pay_number(higher_number, coalesce(higher_unit, lower_unit), coalesce(plain_currency, named_currency, shared_sign), period_mark) as higher_number,
    @pay_unit(higher_unit) as higher_unit,
    coalesce(plain_currency, @one_currency(shared_sign, named_currency), named_currency) as currency,
    -- "$175k-£250k" has two currencies
    coalesce(plain_currency is not null and @one_currency(shared_sign, plain_currency) = shared_sign, false)
    or array_length(list_distinct(@plain_currencies(currencies))) > 1 as is_mixed
  from signed
),

-- "80-120k" and "75k-120" name the unit once, and "50-75,000" leaves out the thousands once
amounts as (
  select
    valued.*,
    coalesce(valued.lower_unit, valued.higher_unit) as unit,
    valued.lower_number * case
      when valued.lower_unit is not null then valued.lower_unit
      when valued.lower_number * valued.higher_unit <= evidence.shared_unit_low_over_high * valued.higher_number * valued.higher_unit
        then valued.higher_unit
      when
        valued.lower_number < evidence.thousands_below
        and valued.lower_number * 1000 between valued.higher_number * coalesce(valued.higher_unit, 1) / evidence.text_high_over_low
        and valued.higher_number * coalesce(valued.higher_unit, 1) * evidence.text_low_over_high
        then 1000
      else 1
    end as lower_amount,
    valued.higher_number * case
      when valued.higher_unit is not null then valued.higher_unit
      when valued.higher_number * valued.lower_unit <= evidence.shared_unit_high_over_low * valued.lower_number * valued.lower_unit
        then valued.lower_unit
      when
        valued.higher_number < evidence.thousands_below
        and valued.higher_number * 1000 between valued.lower_number * coalesce(valued.lower_unit, 1) / evidence.text_low_over_high
        and valued.lower_number * coalesce(valued.lower_unit, 1) * evidence.text_high_over_low
        then 1000
      else 1
    end as higher_amount
  from valued
  cross join evidence
),

-- "junior 80-100, senior 120-150k" and "junior $50-60, senior $70-80 an hour": what one of them names holds for its kin
kin as (
  select
    amounts.*,
    arg_min(amounts.unit, amounts.mention_number) filter (where amounts.unit is not null) over texts as kin_unit,
    arg_min(amounts.lower_amount, amounts.mention_number) filter (where amounts.unit is not null) over texts as unit_amount,
    arg_min(amounts.period_mark, amounts.mention_number) filter (where amounts.period_mark is not null) over texts as kin_mark,
    arg_min(amounts.lower_amount, amounts.mention_number) filter (where amounts.period_mark is not null) over texts as mark_amount,
    arg_min(amounts.lower_amount, amounts.mention_number) filter (where amounts.is_marked) over texts as marked_amount
  from amounts
  window texts as (partition by amounts.salary_offered)
),

united as (
  select
    kin.*,
    case
      when
        kin.unit is null and kin.lower_amount < evidence.thousands_below and kin.period_mark is null
        -- a period shared with figures of the same size explains a small figure better than a missing unit
        and not coalesce(kin.lower_amount between kin.mark_amount / evidence.kin_ratio and kin.mark_amount * evidence.kin_ratio, false)
        and kin.lower_amount * kin.kin_unit between kin.unit_amount / evidence.kin_ratio and kin.unit_amount * evidence.kin_ratio
        then kin.kin_unit
      else 1
    end as factor
  from kin
  cross join evidence
)

select
  united.salary_offered,
  united.mention_number,
  united.currency,
  united.limit_mark,
  united.is_open,
  united.is_range,
  coalesce(
    united.period_mark,
    case
      when united.lower_amount * united.factor between united.mark_amount / evidence.kin_ratio and united.mark_amount * evidence.kin_ratio
        then united.kin_mark
    end
  ) as period_mark,
  @as_pay(united.lower_amount * united.factor, evidence) as lower_pay,
  @as_pay(united.higher_amount * united.factor, evidence) as higher_pay,
  united.is_mixed
  -- figures without a mark are pay only beside marked ones of their size
  or (
    not united.is_marked
    and not coalesce(
      united.lower_amount * united.factor between united.marked_amount / evidence.kin_ratio and united.marked_amount * evidence.kin_ratio,
      false
    )
  ) as is_no_pay,
  united.is_range and coalesce(
    united.lower_amount > evidence.text_low_over_high * united.higher_amount
    or united.higher_amount > evidence.text_high_over_low * united.lower_amount,
    true
  ) as is_range_implausible
from united
cross join evidence
