"""All tasks, measured on real postings or on the facts in the labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jobhouse.warehouse.folder import Warehouse
from tests.truth import labels, marts, postings
from tests.truth.outcomes import Outcome
from tests.truth.tasks import TASKS, Task

SPLITS = ("dev", "aside", "all")


def real_warehouse(folder: Path) -> Warehouse:
    """The warehouse of the real postings in a folder; it is built unless the folder holds one."""
    warehouse = Warehouse(folder)
    return warehouse if warehouse.database.exists() else postings.build(folder, postings.jobs())


def facts_warehouse(folder: Path) -> Warehouse:
    """A new warehouse of the facts in all labels that have them."""
    return postings.build(
        folder, [job for task in TASKS if task.has_facts for job in marts.facts(task.name, labels.read(task.name))]
    )


def on_postings(warehouse: Warehouse, tasks: Iterable[Task] = TASKS) -> Iterator[Outcome]:
    with marts.of_postings(warehouse) as db:
        for task in tasks:
            yield from task.outcomes(db, labels.read(task.name))


def on_facts(warehouse: Warehouse, tasks: Iterable[Task] = TASKS) -> Iterator[Outcome]:
    for task in tasks:
        if task.has_facts:
            with marts.of_facts(warehouse, task.name) as db:
                yield from task.outcomes(db, labels.read(task.name))


def of_split(outcomes: Iterable[Outcome], split: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if split in ("all", outcome.split)]
