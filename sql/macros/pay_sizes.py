"""What the size of a figure says: whose period it is, which currency it fits, and whether it is pay at all.

Each macro gets the names of the CTEs, or of the tables, whose columns it reads.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import texts_of
from macros.pay_signs import PESO_CURRENCIES


@macro()
def is_peso(evaluator: MacroEvaluator, figures: exp.Column, bounds: exp.Column, evidence: exp.Column) -> str:
    """Whether a bare $ is the country's peso, since the pay is beyond all dollars."""
    row = figures.name
    return (
        f"coalesce({row}.currency is null and {row}.home_currency in ({texts_of(PESO_CURRENCIES)}) "
        f"and coalesce({row}.salary_min, {row}.salary_max) "
        f"> coalesce({bounds.name}.usd_at_most, {evidence.name}.foreign_year_usd_at_most), false)"
    )


@macro()
def foreign_monthly_floor(
    evaluator: MacroEvaluator, currency: exp.Column, home: exp.Column, evidence: exp.Column
) -> str:
    """The least month's pay in a currency of yearly pay where the country's pay is by the month, or else null."""
    own, other = currency.name, home.name
    least = f"greatest({other}.monthly_floor / {other}.units_per_usd, {evidence.name}.foreign_month_usd_at_least)"
    return (
        f"case when {own}.monthly_floor is null and {other}.monthly_ceiling is not null "
        f"then {own}.units_per_usd * {least} end"
    )


@macro()
def period_by_size(evaluator: MacroEvaluator, figures: exp.Column, evidence: exp.Column) -> str:
    """The stated period, or else the one that the size leaves no doubt about.

    'doubtful' is a delivered number that may be a month's as well as a year's pay: a full month's in a text is that of
    a part-time year in a feed of yearly numbers. Null is what no size explains.
    """
    row, known = figures.name, evidence.name
    chinese = (
        f"({row}.is_chinese or ({row}.currency = 'CNY' and {row}.is_currency_guessed)) "
        f"and {row}.low >= {known}.chinese_month_usd_at_least * {row}.units_per_usd "
        f"and {row}.high <= {known}.chinese_month_usd_at_most * {row}.units_per_usd"
    )
    is_no_more_than_pay = f"{row}.high <= {known}.bare_year_usd_at_most * {row}.units_per_usd"
    # up to a high month in the country's own currency; a guess or a foreign one ends below a low year
    low_ends_below = (
        f"case when {row}.has_number or {row}.monthly_floor is null "
        f"then {row}.part_time_floor else {row}.annual_floor end"
    )
    high_ends_below = (
        f"case when {row}.monthly_floor is null then {row}.part_time_floor "
        f"when {row}.is_currency_guessed and not {row}.has_number then {row}.annual_floor "
        f"else {row}.sure_year_floor end"
    )
    is_sure_month = (
        f"{row}.low >= coalesce({row}.monthly_floor, {row}.foreign_monthly_floor) "
        f"and {row}.low < {low_ends_below} and {row}.high < {high_ends_below}"
    )
    hour = (
        f"{row}.is_numbers_only and {row}.low >= {known}.bare_hour_usd_at_least * {row}.units_per_usd "
        f"and {row}.high <= {known}.bare_hour_usd_at_most * {row}.units_per_usd"
    )
    unknown = (
        f"{row}.currency is null and {row}.low >= {known}.unknown_currency_year_at_least "
        f"and {row}.high <= {known}.unknown_currency_year_at_most"
    )
    return (
        f"case when {row}.low is null then null when {row}.period_stated is not null then {row}.period_stated "
        f"when {row}.months_a_year is not null or ({chinese}) then 'month' "
        f"when {row}.low >= {row}.sure_year_floor and {is_no_more_than_pay} then 'year' "
        f"when {is_sure_month} then 'month' "
        f"when {row}.has_number and {row}.low >= {row}.part_time_floor and {is_no_more_than_pay} then 'doubtful' "
        f"when {hour} then 'hour' when {unknown} then 'year' end"
    )


@macro()
def period_of_board(evaluator: MacroEvaluator, size_period: exp.Expression, evidence: exp.Column) -> str:
    """The month or the year, where enough figures of a group are clearly of it and hardly any of the other."""
    known, period = evidence.name, size_period.sql("duckdb")
    clear = f"count(*) filter (where {period} in ('month', 'year'))"
    of_each = {name: f"count(*) filter (where {period} = '{name}')" for name in ("month", "year")}
    cases = " ".join(
        f"when {count} >= any_value({known}.board_share_at_least) * {clear} then '{name}'"
        for name, count in of_each.items()
    )
    return f"case when {clear} < any_value({known}.board_numbers_at_least) then null {cases} end"


@macro()
def settled_period(evaluator: MacroEvaluator, sized: exp.Column, settled: exp.Column) -> str:
    """What the size says, or where it is doubtful what the board delivers.

    Without such evidence it is a year where neither the currency's pay nor the country's is by the month.
    """
    row, board = sized.name, f"{settled.name}.board_period"
    is_by_year = f"{row}.monthly_floor is null and {row}.foreign_monthly_floor is null"
    return (
        f"case when {row}.size_period <> 'doubtful' then {row}.size_period "
        f"when {row}.size_period = 'doubtful' and {board} is not null then {board} "
        f"when {row}.size_period = 'doubtful' and {is_by_year} then 'year' end"
    )


@macro()
def is_pay_implausible(evaluator: MacroEvaluator, figures: exp.Column, bounds: exp.Column, evidence: exp.Column) -> str:
    """Whether no pay in the currency is of that size: too little, too much, or small money under a dear label."""
    row, limits, known = figures.name, bounds.name, evidence.name
    return (
        f"coalesce({row}.low < {limits}.usd_at_least * {row}.units_per_usd "
        f"or {row}.high > {limits}.usd_at_most * {row}.units_per_usd "
        f"or ({row}.period = 'year' and {row}.is_foreign_currency "
        f"and {row}.home_units_per_usd >= {known}.small_unit_per_usd "
        f"and {row}.high > {known}.foreign_year_usd_at_most * {row}.units_per_usd), false)"
    )


@macro()
def is_currency_unfit(evaluator: MacroEvaluator, figures: exp.Column, evidence: exp.Column) -> str:
    """Whether no currency is known, or one is guessed that the pay does not fit: 2000 a month is no pay in drams.

    Nor does pay by the year or the hour fit where pay is by the month, unless no dollars are of that size.
    """
    row = figures.name
    dollars = f"least({row}.usd_at_most, {evidence.name}.foreign_year_usd_at_most)"
    is_foreign_habit = (
        f"coalesce({row}.is_by_month and not {row}.is_chinese and {row}.period_stated in ('year', 'hour') "
        f"and {row}.low >= {row}.usd_at_least and {row}.high <= {dollars}, false)"
    )
    return (
        f"({row}.currency is null or ({row}.is_currency_guessed and ({row}.units_per_usd is null "
        f"or {row}.period is null or {row}.is_implausible_in_currency or {is_foreign_habit} "
        f"or {row}.low * {row}.periods_a_year < {row}.least_annual)))"
    )
