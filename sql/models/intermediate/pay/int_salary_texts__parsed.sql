MODEL (
  name intermediate.int_salary_texts__parsed,
  description 'What a salary text means by itself: of the ranges and amounts of one currency and period the lowest and the highest figure. A text that names several currencies or periods has a reading for each, and so has one whose ranges name no period and are of two sizes; int_salaries__figures decides. Grain: one reading of one delivered text (salary_offered, reading_number).',
  owner jobhouse,
  kind FULL,
  grain (salary_offered, reading_number),
  column_descriptions (
    reading_number = 'From 1, by the place of the first mention in the text',
    mention_count = 'Ranges, or amounts where the text has no range, that make the reading; 0 where nothing is readable',
    text_basis = 'text_range, text_single, text_up_to, text_from, text_several (several ranges or amounts: the lowest and the highest figure), unreadable',
    is_range_implausible = 'The ends of the range are too far apart to be more than a typing error',
    plain_currency = 'ISO 4217, where the text leaves no doubt',
    shared_sign = 'A sign of several currencies ($, ¥, KR, RS, SH ...), for the rest of the row to decide',
    is_short_millions = 'The whole text is millions in short, such as 1.2M - 1.6M, which may be months or metres as well',
    months_a_year = 'Monthly salaries a year, where the text counts them (16薪)'
  ),
  audits (
    unique_combination_of_columns(columns := (salary_offered, reading_number)),
    not_null(columns := (salary_offered, reading_number, text_basis))
  )
);

with

evidence as (
  select @named_values(several_amounts_ratio, same_period_ratio)
  from reference.pay_evidence
),

texts as (
  select
    int_salary_texts__folded.salary_offered,
    int_salary_texts__folded.months_a_year,
    @is_short_millions(int_salary_texts__folded.pay_text) as is_short_millions,
    int_salary_texts__folded.is_chinese,
    int_salary_texts__folded.is_japanese
  from intermediate.int_salary_texts__folded as int_salary_texts__folded
),

mentions as (
  select int_salary_mentions__parsed.*
  from intermediate.int_salary_mentions__parsed as int_salary_mentions__parsed
  where
    not int_salary_mentions__parsed.is_no_pay
    and coalesce(int_salary_mentions__parsed.period_mark, '') <> 'x'
    and int_salary_mentions__parsed.lower_pay is not null
    -- a range of which one end is no pay, such as 0 to 0, is no range of pay
    and (int_salary_mentions__parsed.higher_pay is not null or not int_salary_mentions__parsed.is_range)
),

-- "$90,000-$110,000, $50-$70" names two periods, though it says neither
sized as (
  select
    mentions.*,
    mentions.period_mark is null and mentions.is_range
    and coalesce(
      mentions.lower_pay not between mentions.first_range_pay / evidence.same_period_ratio
      and mentions.first_range_pay * evidence.same_period_ratio,
      false
    ) as is_of_other_size
  from (
    select
      mentions.*,
      arg_min(mentions.lower_pay, mentions.mention_number) filter (where mentions.is_range) over readings as first_range_pay
    from mentions
    window readings as (partition by mentions.salary_offered, mentions.currency, mentions.period_mark)
  ) as mentions
  cross join evidence
),

readings as (
  select
    salary_offered,
    currency,
    period_mark,
    min(mention_number) as first_mention,
    count(*) filter (where is_range) as range_count,
    count(*) filter (where is_range and not is_range_implausible) as sound_range_count,
    -- one that is stated again is still one
    coalesce(
      min(lower_pay) filter (where is_range) = max(lower_pay) filter (where is_range)
      and min(higher_pay) filter (where is_range) = max(higher_pay) filter (where is_range),
      false
    ) as is_one_range,
    count(*) filter (where not is_range) as amount_count,
    min(least(lower_pay, higher_pay)) filter (where is_range and not is_range_implausible) as range_min,
    max(greatest(lower_pay, higher_pay)) filter (where is_range and not is_range_implausible) as range_max,
    min(lower_pay) filter (where not is_range) as least_amount,
    max(lower_pay) filter (where not is_range) as largest_amount,
    min(lower_pay) filter (where not is_range and coalesce(limit_mark, '') <> '<') as amount_min,
    max(lower_pay) filter (where not is_range and coalesce(limit_mark, '') <> '>' and not is_open) as amount_max,
    arg_min(lower_pay, mention_number) filter (where not is_range) as first_amount,
    arg_min(case when is_open then '>' else coalesce(limit_mark, '=') end, mention_number) filter (where not is_range) as first_limit
  from sized
  group by salary_offered, currency, period_mark, is_of_other_size
),

-- several amounts far apart are not one pay, nor are "up to 50k, or from 70k": the first is
weighed as (
  select
    readings.*,
    readings.range_count = 0
    and readings.least_amount < readings.largest_amount
    and readings.largest_amount <= evidence.several_amounts_ratio * readings.least_amount
    and coalesce(readings.amount_min <= readings.amount_max, true) as is_several_amounts,
    sum(readings.range_count) over (partition by readings.salary_offered) > 0 as has_range,
    row_number() over (partition by readings.salary_offered order by readings.first_mention) as reading_number
  from readings
  cross join evidence
)

select
  texts.salary_offered,
  coalesce(weighed.reading_number, 1) as reading_number,
  coalesce(case when weighed.has_range then weighed.range_count else weighed.amount_count end, 0) as mention_count,
  case
    when weighed.range_count > 0 then weighed.range_min
    when weighed.is_several_amounts then weighed.amount_min
    when weighed.first_limit <> '<' then weighed.first_amount
  end as text_min,
  case
    when weighed.range_count > 0 then weighed.range_max
    when weighed.is_several_amounts then weighed.amount_max
    when weighed.first_limit <> '>' then weighed.first_amount
  end as text_max,
  case
    when weighed.salary_offered is null then 'unreadable'
    when (weighed.range_count > 1 and not weighed.is_one_range) or weighed.is_several_amounts then 'text_several'
    when weighed.range_count > 0 then 'text_range'
    when weighed.first_limit = '<' then 'text_up_to'
    when weighed.first_limit = '>' then 'text_from'
    else 'text_single'
  end as text_basis,
  weighed.range_count > 0 and weighed.sound_range_count = 0 as is_range_implausible,
  case when not @is_shared_sign(weighed.currency) then weighed.currency end as plain_currency,
  case when @is_shared_sign(weighed.currency) then weighed.currency end as shared_sign,
  @period_of(weighed.period_mark) as period_stated,
  texts.months_a_year,
  texts.is_short_millions,
  texts.is_chinese,
  texts.is_japanese
from texts
left join weighed
  on texts.salary_offered = weighed.salary_offered
