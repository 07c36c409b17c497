"""Values that the models cannot process, each rule defined once: an advert that breaks one is set aside."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

LABEL, ADDRESS, LIST = 4_096, 16_384, 1_048_576
LONGEST = {
    "job_title": LABEL,
    "job_type": LABEL,
    "seniority_level": LABEL,
    "job_board": LABEL,
    "company_name": LABEL,
    "city": LABEL,
    "state": LABEL,
    "country": LABEL,
    "salary_offered": LABEL,
    "salary_currency": LABEL,
    "job_url": ADDRESS,
    "apply_url": ADDRESS,
    "skills": LIST,
    "departments": LIST,
}
"""Bytes of each field that is taken apart: names and addresses of twice the length of the longest real ones.

Reading a longer one costs memory that grows with the square of its length, so it is not read. The advert's own text may
have any length, and so may a logo's address, which is shown and never read.
"""
SHOWN = 200
"""Characters of a value that the quarantine shows."""

PAY_RULES = {
    "the pay is zero or less": "salary_min <= 0 or salary_max <= 0 or salary_annual_min <= 0 or salary_annual_max <= 0",
    "the lower end of the pay is above the upper": "salary_min > salary_max or salary_annual_min > salary_annual_max",
    "the pay is beyond all pay": "greatest(salary_min, salary_max, salary_annual_min, salary_annual_max) > 1e17",
}
"""Figures that would make every average of pay meaningless: the reason, and the condition."""


@macro()
def too_long(evaluator: MacroEvaluator, *columns: exp.Column) -> str:
    """The columns whose text is too long to be read, each with its reason and its beginning; null where none is."""
    sizes = {column.name: _size(column.name) for column in columns}
    is_long = {name: f"{size} > {LONGEST[name]}" for name, size in sizes.items()}
    entries = ", ".join(f"case when {is_long[name]} then {_entry(name)} end" for name in sizes)
    # hardly any row gets as far as the list
    return (
        f"case when {' or '.join(is_long.values())} then list_filter([{entries}], lambda entry: entry is not null) end"
    )


def _entry(name: str) -> str:
    reason = f"{name} is longer than {LONGEST[name]:,} bytes"
    return f"{{'field': '{name}', 'reason': '{reason}', 'value': left(cast({name} as varchar), {SHOWN})}}"


@macro()
def short_enough(evaluator: MacroEvaluator, column: exp.Column) -> str:
    """The text, or null where it is too long to be read."""
    name = column.name
    return f"case when {_size(name)} <= {LONGEST[name]} then {name} end"


def _size(name: str) -> str:
    return f"strlen(cast({name} as varchar))"


@macro()
def broken_pay_rule(evaluator: MacroEvaluator) -> str:
    """The first of the rules of pay that a row breaks, or null."""
    cases = " ".join(f"when {breaks} then '{reason}'" for reason, breaks in PAY_RULES.items())
    return f"case {cases} end"


@macro()
def shown_start(evaluator: MacroEvaluator, value: exp.Expression) -> str:
    """The beginning of a value, as text."""
    return f"left(cast({as_sql(value)} as varchar), {SHOWN})"
