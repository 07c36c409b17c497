"""The tasks that the marts are measured in; each is a module with the name of its file of labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import duckdb

from tests.truth.labels import Label
from tests.truth.outcomes import Outcome
from tests.truth.tasks import companies, openings, pay, places, seniority, skills, work_arrangement


@dataclass(frozen=True)
class Task:
    """A file of labels, and the function that holds the marts against it."""

    name: str
    outcomes: Callable[[duckdb.DuckDBPyConnection, list[Label]], Iterator[Outcome]]
    has_facts: bool = False
    """The labels hold all that a mart needs, so that the task can be measured without the real postings."""


TASKS: Final = (
    Task("openings", openings.outcomes),
    Task("pay", pay.outcomes, has_facts=True),
    Task("places", places.outcomes, has_facts=True),
    Task("companies", companies.outcomes, has_facts=True),
    Task("seniority", seniority.outcomes, has_facts=True),
    Task("work_arrangement", work_arrangement.outcomes),
    Task("skills", skills.outcomes),
)
