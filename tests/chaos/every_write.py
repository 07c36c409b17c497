"""Kills between any two writes of builds, reports, copies, deletions and notebooks: each is found, the next goes on.

    python -m tests.chaos.every_write [--all]

Without --all, one state of each kind is tried: a cache writes a hundred files in the same way.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from jobhouse.child_process import in_child
from jobhouse.errors import JobhouseError
from jobhouse.explore import workspace
from jobhouse.report.page import write_report
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.deletions import deletions_relation
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs.delete import delete_versions, select_versions
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from jobhouse.warehouse.serve.publish import publish
from tests.support import raw_tables
from tests.support.disk_states import BackfillRange, every_state, one_of_each_kind, recorded, states_in
from tests.support.history import query
from tests.support.lakes import rows_if_any
from tests.support.small_marts import marts

Work = Callable[[Warehouse], object]
_VIEWS: Final = (
    "select schema_name || '.' || view_name from duckdb_views() where schema_name in ('marts', 'ops') order by 1"
)


@dataclass(frozen=True)
class Case:
    """A command in a warehouse: what it does, and what a person sees of it."""

    name: str
    make: Callable[[Path], object]
    work: Work
    seen: Callable[[Path], Any]


def marts_of(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart."""
    return {name: query(folder, f"select * from {name} order by all") for (name,) in query(folder, _VIEWS)}


def _published(folder: Path) -> list[tuple[Any, ...]] | None:
    copy = folder / "published"
    there = (copy / "jobs.duckdb").exists()
    return query(copy, "select count(*), sum(job_id) from marts.fct_job_postings") if there else None


def _report_of(folder: Path) -> str | None:
    page = folder / "report.html"
    return page.read_text(encoding="utf-8") if page.exists() else None


def _notebook_of(folder: Path) -> str | None:
    notebook = folder / "explore" / workspace.NOTEBOOK
    return notebook.read_text(encoding="utf-8") if notebook.exists() else None


def _loaded_and_built(folder: Path) -> None:
    """A warehouse of a few adverts, built, with some more to build."""
    warehouse = raw_tables.make(folder)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5)], 0)
    transform(warehouse)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5, 8)], 1)


def _published_once(folder: Path) -> None:
    publish(marts(folder, jobs=10))
    with_more = marts(folder.with_name("more"), jobs=20).database
    shutil.copy(with_more, folder / "jobs.duckdb")


def _loads(folder: Path) -> None:
    """A warehouse of two loads."""
    warehouse = raw_tables.make(folder)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5)], 0)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5, 8)], 1)


def _published_into_lake(folder: Path) -> None:
    """A warehouse whose lake holds its first load; a second was loaded since."""
    warehouse = raw_tables.make(folder)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5)], 0)
    _publish_lake(warehouse)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5, 8)], 1)


def _deleted_from_lake(folder: Path) -> None:
    """A warehouse whose lake holds all of it, but for an advert that was deleted, alone in its month, since then."""
    warehouse = raw_tables.make(folder)
    alone = raw_tables.advert(9, **{"Post Date": "2025-01-05"})
    raw_tables.load(warehouse, [*(raw_tables.advert(number) for number in range(5)), alone], 0)
    _publish_lake(warehouse)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where job_title = 'Cook 9'")


def _publish_lake(warehouse: Warehouse) -> None:
    publish_lake(warehouse, LakeAddress.of(str(warehouse.folder / "lake")))


def _rows_of_lake(folder: Path) -> list[tuple[Any, ...]]:
    """What a reader of the lake counts: rows of the loads that it records."""
    return rows_if_any(folder / "lake")


def _delete(warehouse: Warehouse) -> None:
    """Delete one advert, or once more what is deleted already."""
    delete_versions(warehouse, select_versions(warehouse, [version_id_of(raw_tables.advert(2))]))


def _stored_and_deleted(folder: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "jobs.duckdb"), read_only=True) as db:
        tables = ("sentrion.job_versions", "sentrion.search_hits", deletions_relation(db))
        return [row for table in tables for row in db.execute(f"select version_id from {table} order by 1").fetchall()]


def _empty(folder: Path) -> None:
    """An empty folder beside a lake of one load."""
    folder.mkdir()
    warehouse = raw_tables.make(folder.with_name("raw"))
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5)], 0)
    publish_lake(warehouse, LakeAddress.of(str(folder.with_name("lake"))))


def _over_lake(folder: Path) -> None:
    """Marts over a lake into which more was published since."""
    _empty(folder)
    _transform_over_lake(Warehouse(folder))
    warehouse = Warehouse(folder.with_name("raw"))
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(5, 8)], 1)
    publish_lake(warehouse, LakeAddress.of(str(folder.with_name("lake"))))


def _transform_over_lake(warehouse: Warehouse) -> None:
    transform_over_lake(warehouse, LakeAddress.of(str(warehouse.folder.with_name("lake"))))


def _marts_if_any(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    return marts_of(folder) if (folder / "jobs.duckdb").exists() else {}


def _nothing_said(_: str) -> None:
    pass


TRANSFORM: Final = Case("transform", _loaded_and_built, transform, marts_of)
CHEAP: Final = (
    Case("publish", lambda folder: marts(folder, jobs=20), publish, _published),
    Case("publish again", _published_once, publish, _published),
    Case("publish a lake", _loads, _publish_lake, _rows_of_lake),
    Case("publish more into a lake", _published_into_lake, _publish_lake, _rows_of_lake),
    Case("publish a deletion into a lake", _deleted_from_lake, _publish_lake, _rows_of_lake),
    Case("delete", _loads, _delete, _stored_and_deleted),
    Case("explore", marts, lambda warehouse: workspace.lay_out(warehouse, _nothing_said), _notebook_of),
)
FIRST_OVER_LAKE: Final = Case("transform over a lake", _empty, _transform_over_lake, _marts_if_any)
OVER_LAKE: Final = Case("transform over more of a lake", _over_lake, _transform_over_lake, marts_of)
REPORT: Final = Case("report", _loaded_and_built, write_report, _report_of)


def wrongs_of(
    case: Case, folder: Path, *, origin: Path | None = None, wanted: BackfillRange = every_state
) -> Iterator[str]:
    """A sentence for each state that shows what is neither before nor after, or from which the next run does not go on.

    Args:
        case: the command.
        folder: an empty folder to work in.
        origin: a warehouse to begin with, in place of what `case.make` makes.
        wanted: which of the states are tried.
    """
    source = origin or folder / "source"
    if origin is None:
        case.make(source)
    place = folder / "w"  # of all states in turn, since what SQLMesh caches is named after where it lies
    shutil.copytree(source, place)
    in_child(lambda: recorded(place, folder / "states", lambda: case.work(Warehouse(place)), wanted))
    before, after, files = case.seen(source), case.seen(place), _names_in(place)
    states = states_in(folder / "states")
    tried = [state for state in states if state.folder.exists()]
    for state in tried:
        shutil.rmtree(place)
        state.folder.rename(place)
        for wrong in _wrongs_of_state(case, place, before, after, files):
            yield f"{case.name}, killed after {state.after!r} and before {state.before!r}: {wrong}"
    sys.stderr.write(f"{case.name}: {len(tried)} of {len(states)} states\n")


def _wrongs_of_state(case: Case, folder: Path, before: Any, after: Any, files: set[str]) -> Iterator[str]:
    if case.seen(folder) not in (before, after):
        yield "what is seen is neither as before nor as after"
    try:
        case.work(Warehouse(folder))
    except JobhouseError as error:
        yield f"the next run ends with exit code {error.exit_code}: {error}"
    except Exception as error:  # noqa: BLE001 - each is a finding
        yield f"the next run ends with a bug: {error!r}"
    else:
        if case.seen(folder) != after:
            yield "after the next run, what is seen is not what an undisturbed run shows"
        if left := _names_in(folder) - files:
            yield f"the next run leaves {sorted(left)[:5]}"


def _names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every state, instead of one of each kind")
    every: bool = parser.parse_args().all
    wrongs = 0
    for case in (*CHEAP, REPORT, TRANSFORM, FIRST_OVER_LAKE, OVER_LAKE):
        with tempfile.TemporaryDirectory(prefix="jobhouse-every-write-") as folder:
            for wrong in wrongs_of(case, Path(folder), wanted=every_state if every else one_of_each_kind()):
                sys.stdout.write(f"{wrong}\n")
                wrongs += 1
    sys.stdout.write(f"{wrongs} findings\n")
    return int(wrongs > 0)


if __name__ == "__main__":
    sys.exit(main())
