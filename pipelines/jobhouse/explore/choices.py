"""What the filters of the notebook offer: the days read, and the countries, levels and currencies of the postings.

Notebooks that users saved call `choices_of` and name the fields of `Choices`, so both stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

# the days that were read, as in the report: adverts can claim any day
_DAYS: Final = """
with days_read as (
    select date_day from ops.coverage_daily where status not in ('missing', 'open') and date_day < current_date
)

select
    coalesce((select min(date_day) from days_read), min(post_date), current_date),
    coalesce((select max(date_day) from days_read), max(post_date), current_date)
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
NOT_STATED: Final = "not stated"
_REMOTE: Final = {"any": "true", "remote": "is_remote", "not remote": "not is_remote"}


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
    )


def _names(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [name for (name,) in warehouse.execute(query).fetchall()]
