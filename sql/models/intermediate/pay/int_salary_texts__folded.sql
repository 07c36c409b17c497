MODEL (
  name intermediate.int_salary_texts__folded,
  description 'Salary texts in one form, with every range and amount in them that is pay: figures without separators, one dash, < and > for limits, {h} {d} {w} {m} {y} for periods. Grain: one text (salary_offered), delivered as pay, or stated by a description where no field has a figure.',
  owner jobhouse,
  -- what a text says by itself never changes
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key salary_offered
  ),
  grain salary_offered,
  columns (
    salary_offered varchar,
    pay_text varchar,
    mentions varchar[],
    period_mark varchar,
    named_currency varchar,
    months_a_year double,
    is_chinese boolean,
    is_japanese boolean
  ),
  column_descriptions (
    mentions = 'The ranges and amounts, in their order: those outside of brackets, or else all, or else those that are not the base pay before tax',
    period_mark = 'The first period that the figures name, or else one that stands apart from all figures',
    named_currency = 'The first currency that the text names by its own sign or code, wherever it stands',
    months_a_year = 'Monthly salaries a year, where the text counts them (16薪, 14 pagas)'
  ),
  audits (
    unique_combination_of_columns(columns := (salary_offered)),
    not_null(columns := (salary_offered))
  )
);

with

held as (
  select int_salary_texts__folded.salary_offered
  from intermediate.int_salary_texts__folded as int_salary_texts__folded
),

texts as (
  select distinct said.salary_offered
  from (
    select stg_sentrion__job_versions.salary_offered
    from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
    union all
    select stated.text_pay as salary_offered
    from intermediate.int_salaries__stated as stated
  ) as said
  left join held
    on said.salary_offered = held.salary_offered
  where
    said.salary_offered is not null
    and held.salary_offered is null
),

plain as (
  select
    salary_offered,
    case when not @pay_is_negative(salary_offered) then @pay_plain(salary_offered) end as folded
  from texts
),

quiet as (
  select
    salary_offered,
    @pay_folded(folded, noise) as folded
  from plain
),

figures as (
  select
    salary_offered,
    @pay_folded(folded, figures) as folded
  from quiet
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

unsupported as (
  select
    salary_offered,
    @pay_folded(folded, unsupported) as folded
  from others
),

short_periods as (
  select
    salary_offered,
    @pay_folded(folded, short_periods) as folded
  from unsupported
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
    @pay_clauses(folded, outside) as outside_text,
    @pay_clauses(folded, everything) as all_text,
    @pay_clauses(folded, lesser) as lesser_text
  from clauses
),

chosen as (
  select
    salary_offered,
    folded,
    lesser_text,
    @named_sign(folded) as named_sign,
    case when @has_pay(outside_text) then outside_text when @has_pay(all_text) then all_text else lesser_text end as pay_text
  from about_pay
)

select
  salary_offered,
  pay_text,
  @pay_mentions(pay_text) as mentions,
  coalesce(
    nullif(regexp_extract(pay_text, '[{]([a-z])[}]', 1), ''),
    -- but not that of other figures in brackets: 20-40k (年 30-60万)
    nullif(regexp_extract(lesser_text, '(?:^|[;:] ?|[a-z]{3} ?)[{]([a-z])[}](?: ?[^ 0-9$€£¥<>]|$)', 1), '')
  ) as period_mark,
  @currency_of(named_sign) as named_currency,
  try_cast(@pay_months(salary_offered) as double) as months_a_year,
  regexp_matches(salary_offered, '[一-鿿]') and not regexp_matches(salary_offered, '[぀-ヿ円収]|[月時日週]給') as is_chinese,
  regexp_matches(salary_offered, '[぀-ヿ円収]|[月時日週]給') as is_japanese
from chosen
