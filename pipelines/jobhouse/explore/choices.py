"""What the filters of the notebook offer, and the conditions in SQL that they become.

Notebooks that users saved call the functions of this module and name the fields of `Choices`, so all stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import duckdb

# the days that were read, as in the report: adverts can claim any day
_DAYS: Final = """
with days_read as (
    select date_day from ops.coverage_daily where status not in ('missing', 'open') and date_day < current_date
)

select
    coalesce((select min(date_day) from days_read), min(post_date), current_date) as first_day,
    coalesce((select max(date_day) from days_read), max(post_date), current_date) as last_day
from marts.fct_job_postings
where post_date <= current_date
"""
_COUNTRIES: Final = """
select any_value(country_name), country_code
from marts.fct_job_postings
inner join marts.dim_locations using (location_id)
group by country_code
order by count(*) desc
"""
_LEVELS: Final = """
select seniority_level from marts.fct_job_postings where seniority_level is not null
group by all order by count(*) desc
"""
_CURRENCIES: Final = """
select salary_currency from marts.fct_job_postings where salary_annual_min is not null
group by all order by count(*) desc
"""
_CURRENCIES_OF_COUNTRIES: Final = """
select country_code, salary_currency
from marts.fct_job_postings
inner join marts.dim_locations using (location_id)
where salary_annual_min is not null and salary_currency is not null and country_code is not null
group by all order by count(*) desc
"""
_BOARDS: Final = """
select job_board from marts.fct_job_postings where job_board is not null
group by all order by count(*) desc, job_board limit 200
"""
_SKILLS: Final = "select skill from marts.posting_skills group by all order by count(*) desc, skill limit 1000"
NOT_STATED: Final = "not stated"
_REMOTE: Final = {
    "any": "true",
    "remote": "work_arrangement = 'remote'",
    "not remote": "work_arrangement <> 'remote'",
}


@dataclass(frozen=True)
class Choices:
    """The values of each filter, those of the most postings first."""

    first_day: date
    last_day: date
    countries: dict[str, str]
    """Codes by name."""
    seniority_levels: list[str]
    currencies: list[str]
    remote: dict[str, str]
    """SQL conditions by name."""
    boards: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    currencies_of_countries: list[tuple[str, str]] = field(default_factory=list)
    """Country and currency, the pair of most postings first."""

    def currency_in(self, countries: Sequence[str]) -> str | None:
        """The most frequent currency of these countries, or of all where none is named."""
        there = (currency for country, currency in self.currencies_of_countries if country in countries)
        return next(there, self.currency)

    @property
    def currency(self) -> str | None:
        """The most frequent currency; None where no pay could be read."""
        return next(iter(self.currencies), None)


def choices_of(warehouse: duckdb.DuckDBPyConnection) -> Choices:
    """The choices of a published copy."""
    ((first_day, last_day),) = warehouse.execute(_DAYS).fetchall()
    return Choices(
        first_day,
        last_day,
        {f"{name} ({code})": code for name, code in warehouse.execute(_COUNTRIES).fetchall()},
        [*_names(warehouse, _LEVELS), NOT_STATED],
        _names(warehouse, _CURRENCIES),
        _REMOTE,
        [*_names(warehouse, _BOARDS), NOT_STATED],
        _names(warehouse, _SKILLS),
        warehouse.execute(_CURRENCIES_OF_COUNTRIES).fetchall(),
    )


def condition_of(chosen: Mapping[str, Any]) -> str:
    """The condition in SQL that the filters become; one that is empty lets everything through."""
    place = "concat_ws(' ', locations.city, locations.state_name, locations.country_name)"
    of_skills = _one_of("skill", chosen["skills"])
    conditions = [
        f"postings.post_date between {_literal(chosen['since'])} and {_literal(chosen['until'])}",
        chosen["remote"],
        _one_of("locations.country_code", chosen["countries"]),
        _one_of("postings.seniority_level", chosen["levels"]),
        _one_of("postings.job_board", chosen["boards"]),
        _all_words("postings.job_title", chosen["title_words"]),
        _all_words("companies.company_name", chosen["company_words"]),
        _all_words(place, chosen["place_words"]),
        f"postings.job_id in (select job_id from marts.posting_skills where {of_skills})" if of_skills else "",  # noqa: S608
    ]
    return " and ".join(filter(None, conditions))


def whole_months(chosen: Mapping[str, Any]) -> str:
    """The condition in SQL that all days of a month were read, and are chosen: a date that is typed can be any."""
    since, until = _literal(chosen["since"]), _literal(chosen["until"])
    return (
        f"month_date >= greatest(date {since}, (select first_day from ({_DAYS}))) "  # noqa: S608
        f"and last_day(month_date) <= least(date {until}, (select last_day from ({_DAYS})))"
    )


def _one_of(column: str, values: Sequence[str]) -> str:
    if not values:
        return ""
    return f"coalesce({column}, {_literal(NOT_STATED)}) in ({', '.join(map(_literal, values))})"


def _all_words(column: str, text: str) -> str:
    """Each word of the text is in the column, in any case."""
    return " and ".join(f"contains(lower({column}), {_literal(word)})" for word in text.lower().split())


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _names(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [name for (name,) in warehouse.execute(query).fetchall()]
