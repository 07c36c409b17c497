MODEL (
  name intermediate.int_salaries__parsed,
  description 'The pay that a combination of salary text, numbers, currency and country means; null where it is not certain, since a wrong figure is worse than none. Grain: one delivered combination in one country (salary_key, country_code).',
  owner jobhouse,
  kind FULL,
  grain (salary_key, country_code),
  column_descriptions (
    country_code = 'Of int_places__resolved; null where no country is known',
    salary_min = 'The lower figure, per salary_period; null for "up to"',
    salary_max = 'The higher figure, per salary_period; null for "from"',
    salary_currency = 'ISO 4217, from the text, or else the currency column, or else the country where the pay fits it',
    is_currency_guessed = 'Neither text nor column names the currency: the country does, or the language of the text, or the country says which dollar $ is',
    salary_period = 'hour, day, week, month or year; without a word for it decided by size, of delivered numbers also by what else the board delivers; null where several fit',
    salary_annual_min = 'salary_min a year: 2,080 hours, 260 days, 52 weeks, 12 months (or as many monthly salaries as the text names)',
    salary_annual_max = 'salary_max a year, counted likewise',
    salary_basis = 'How it was read: text_range, text_single, text_up_to, text_from, text_several (several ranges or amounts: the lowest and the highest figure), numbers, numbers_and_text (they agree), contradictory, implausible, unreadable, none',
    broken_rule = 'The rule of pay that the figures break: int_versions__quarantined sets such adverts aside; null for all others'
  ),
  audits (
    groups_are_unique(columns := (salary_key, country_code)),
    not_null(columns := (salary_key, salary_basis, is_currency_guessed)),
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

evidence as (
  select
    @named_values(
      numbers_annual_floor_share, board_numbers_at_least, board_share_at_least, foreign_month_usd_at_least,
      chinese_month_usd_at_least, chinese_month_usd_at_most, bare_year_usd_at_most, bare_hour_usd_at_least,
      bare_hour_usd_at_most, small_unit_per_usd, foreign_year_usd_at_most, bare_amount_at_least,
      unknown_currency_times, months_a_year, unknown_currency_year_at_least, unknown_currency_year_at_most
    )
  from reference.pay_evidence
),

bounds as (
  select pay_periods.*
  from reference.pay_periods as pay_periods
),

delivered as (
  select
    int_salaries__figures.*,
    -- a bare $ where the country has a peso is either: the peso where the pay is beyond all dollars, else neither
    @is_peso(int_salaries__figures, bounds, evidence) as is_peso
  from intermediate.int_salaries__figures as int_salaries__figures
  cross join evidence
  left join bounds
    on int_salaries__figures.period_stated = bounds.period
),

figures as (
  select delivered.*, case when delivered.is_peso then delivered.home_currency else delivered.currency end as meant_currency
  from delivered
),

currencies as (
  select currencies.*
  from reference.currencies as currencies
),

priced as (
  select
    figures.salary_key,
    figures.country_code,
    figures.basis,
    figures.salary_min,
    figures.salary_max,
    coalesce(figures.salary_min, figures.salary_max) as low,
    coalesce(figures.salary_max, figures.salary_min) as high,
    figures.period_stated,
    figures.months_a_year,
    figures.is_chinese,
    figures.meant_currency as currency,
    figures.is_currency_guessed or figures.is_peso as is_currency_guessed,
    figures.basis = 'numbers' as is_numbers_only,
    figures.has_number,
    currencies.units_per_usd,
    currencies.annual_floor,
    currencies.annual_floor * evidence.numbers_annual_floor_share as part_time_floor,
    currencies.monthly_floor,
    greatest(currencies.annual_floor, currencies.monthly_ceiling) as sure_year_floor,
    currencies.monthly_ceiling is not null as is_by_month,
    currencies.monthly_ceiling is not null or home.monthly_ceiling is not null as is_month_usual,
    -- where the country's pay is by the month, so is small pay in a foreign currency
    @foreign_monthly_floor(currencies, home, evidence) as foreign_monthly_floor,
    home.units_per_usd as home_units_per_usd,
    figures.currency <> figures.home_currency as is_foreign_currency
  from figures
  cross join evidence
  left join currencies
    on figures.meant_currency = currencies.currency
  left join currencies as home
    on figures.home_currency = home.currency
),

sized as (
  select
    priced.*,
    @period_by_size(priced, evidence) as size_period
  from priced
  cross join evidence
),

-- which boards delivered the numbers
boards as (
  select distinct
    stg_sentrion__job_versions.salary_key,
    int_places__resolved.country_code,
    lower(stg_sentrion__job_versions.job_board) as board_key
  from staging.stg_sentrion__job_versions as stg_sentrion__job_versions
  left join intermediate.int_places__resolved as int_places__resolved
    on stg_sentrion__job_versions.place_key = int_places__resolved.place_key
  where
    stg_sentrion__job_versions.salary_from is not null
    or stg_sentrion__job_versions.salary_to is not null
),

-- the month or the year, where nearly all of a board's figures in a currency are clearly of it
habits as (
  select
    boards.board_key,
    sized.currency,
    @period_of_board(sized.size_period, evidence) as board_period
  from sized
  cross join evidence
  inner join boards
    on sized.salary_key = boards.salary_key
    and sized.country_code is not distinct from boards.country_code
  where sized.is_numbers_only
  group by boards.board_key, sized.currency
),

-- where the size is doubtful: what the board delivers, where several deliver it the same; a month only where that is usual
settled as (
  select
    sized.salary_key,
    sized.country_code,
    case
      when count(*) = count(habits.board_period) and min(habits.board_period) = max(habits.board_period)
        then min(habits.board_period)
    end as board_period
  from sized
  inner join boards
    on sized.salary_key = boards.salary_key
    and sized.country_code is not distinct from boards.country_code
  left join habits
    on boards.board_key = habits.board_key
    and sized.currency = habits.currency
    and (habits.board_period = 'year' or sized.is_month_usual)
  where sized.size_period = 'doubtful'
  group by sized.salary_key, sized.country_code
),

periods as (
  select
    sized.*,
    @settled_period(sized, settled) as period
  from sized
  left join settled
    on sized.salary_key = settled.salary_key
    and sized.country_code is not distinct from settled.country_code
),

bounded as (
  select
    periods.*,
    bounds.usd_at_least,
    bounds.usd_at_most,
    case when periods.period = 'month' then coalesce(periods.months_a_year, bounds.periods_a_year) else bounds.periods_a_year end as periods_a_year,
    -- "$100 - $150" may count thousands, or be an hour's pay
    periods.period is null and coalesce(periods.low < evidence.bare_amount_at_least, false) as is_unit_unsure,
    -- in dollars where the currency is unknown, with room for those that buy less
    periods.low < bounds.usd_at_least or periods.high > bounds.usd_at_most * evidence.unknown_currency_times as is_implausible_anywhere,
    @is_pay_implausible(periods, bounds, evidence) as is_implausible_in_currency,
    least(case when periods.has_number then periods.part_time_floor else periods.annual_floor end, periods.monthly_floor * evidence.months_a_year) as least_annual
  from periods
  cross join evidence
  inner join bounds
    on coalesce(periods.period, 'unknown') = bounds.period
),

-- a guessed currency is dropped where the pay does not fit it: 2000 a month is no pay in drams
judged as (
  select
    bounded.*,
    @is_currency_unfit(bounded, evidence) as is_currency_unknown
  from bounded
  cross join evidence
),

kept as (
  select
    salary_key,
    country_code,
    case
      when is_unit_unsure then 'implausible'
      when is_currency_unknown or units_per_usd is null then case when is_implausible_anywhere then 'implausible' else basis end
      when is_implausible_in_currency then 'implausible'
      else basis
    end as basis,
    salary_min,
    salary_max,
    case when not is_currency_unknown and coalesce(salary_min, salary_max) is not null then currency end as currency,
    is_currency_guessed,
    -- a period that only the size in a currency decides goes with the currency
    case when not is_currency_unknown or period_stated is not null or currency is null then period end as period,
    periods_a_year
  from judged
),

annual as (
  select
    salary_key,
    country_code,
    case when basis <> 'implausible' then salary_min end as salary_min,
    case when basis <> 'implausible' then salary_max end as salary_max,
    case when basis <> 'implausible' then currency end as salary_currency,
    case when basis <> 'implausible' then period end as salary_period,
    case when basis <> 'implausible' and period is not null then salary_min * periods_a_year end as salary_annual_min,
    case when basis <> 'implausible' and period is not null then salary_max * periods_a_year end as salary_annual_max,
    basis <> 'implausible' and is_currency_guessed and currency is not null as is_currency_guessed,
    basis as salary_basis
  from kept
)

select
  salary_key,
  country_code,
  salary_min,
  salary_max,
  salary_currency,
  is_currency_guessed,
  salary_period,
  salary_annual_min,
  salary_annual_max,
  salary_basis,
  @broken_pay_rule() as broken_rule
from annual
