"""`publish` into a lake: the raw tables, and marts where they are wanted, as Parquet files in a folder or a bucket.

What is missing is computed from the finished loads of the warehouse, the inventory of the lake and a list of its files,
so a publish that was killed, or is repeated, adds nothing twice. The order of its writes:

1. a mark, which says that a publish is under way
2. the files of some loads, each complete or not there, under names that follow from load and month
3. `_dlt_loads`, without which no reader counts their rows, and then the inventory; 2 and 3 again for the next loads,
   3 once the new files are a twentieth of all, so that the inventory is not rewritten for each few files of many
4. small tables and marts, `_dlt_loads` and the inventory once more; then the mark is removed

A file whose rows are gone from the warehouse, or fewer, since somebody had some deleted, is removed, or rewritten
under its name: what was deleted on request must be nowhere, so a list of deleted rows beside the file would not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.counting import counted, is_or_are
from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.connect import QUERIED, Options, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import MemoryLimit, with_enough_memory
from jobhouse.warehouse.over_lake import over_lake_of
from jobhouse.warehouse.raw_tables import LOADS
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.contents import LakeContents, contents_of, digest_of_loads, is_mart
from jobhouse.warehouse.serve.lake.export import Exporter
from jobhouse.warehouse.serve.lake.inventory import MARK, LakeFile, snapshot_name
from jobhouse.warehouse.serve.lake.marts import digests_of_marts
from jobhouse.warehouse.serve.lake.plan import Lake, Plan
from jobhouse.warehouse.serve.lake.store import open_store
from jobhouse.warehouse.serve.query import query_interruptible
from jobhouse.warehouse.serve.relations import relations_of
from jobhouse.warehouse.serve.workplace import only_workplace
from jobhouse.warehouse.storage_errors import storage_errors_translated
from jobhouse.warehouse.waiting import Say, silent

MEMORY_MB: Final = 192
"""What DuckDB gets for a load of 30,000 adverts; more of it spills to disk."""
_PASSES: Final = 3
"""So often are marts looked at for a build that ended meanwhile; what differs then is left to the next publish."""


@dataclass(frozen=True)
class LakePublication:
    """What a publish did to a lake: the files that it wrote and removed, and all that the lake holds now."""

    address: LakeAddress
    written: list[LakeFile]
    removed: list[str]
    held: list[LakeFile]

    @property
    def has_marts(self) -> bool:
        return any(is_mart(file.name) for file in self.held)


@dataclass(frozen=True)
class _Warehouse:
    """A warehouse that is opened several times, for a moment each, so that loads can write to it in between."""

    warehouse: Warehouse
    workplace: Path
    memory: MemoryLimit

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        options: Options = {
            "memory_limit": f"{self.memory.megabytes}MB",
            "threads": 1,  # the files are small, and each thread would hold texts of its own
            "preserve_insertion_order": False,
            "temp_directory": str(self.workplace / "spill"),
        }
        with reader(self.warehouse, options, [self.workplace]) as db, query_interruptible(db):
            try:
                yield db
            except duckdb.InterruptException:
                raise Stopped("Interrupted; what is complete in the lake stays, run the same command again.") from None

    @contextmanager
    def exporting(self) -> Iterator[Exporter]:
        with self.opened() as db:
            yield Exporter(db, self.workplace, self.may_hold_doubles)

    @property
    def may_hold_doubles(self) -> bool:
        """Whether a load is in progress, or was killed, and may have stored rows twice."""
        return self.warehouse.load_in_progress.exists()

    def contents(self, *, marts: bool) -> LakeContents:
        with self.opened() as db:
            found = relations_of(db, self.warehouse) if marts else []
            chosen = [relation for relation in found if relation.schema in QUERIED]
            return contents_of(db, self.warehouse, chosen, once=self.may_hold_doubles)


def publish_lake(
    warehouse: Warehouse, address: LakeAddress, *, marts: bool = False, say: Say = silent
) -> LakePublication:
    """Bring a lake up to date.

    Args:
        warehouse: what is published.
        address: where the lake lies.
        marts: whether marts are published too; a lake that holds some gets them each time.
        say: called with a sentence after each part.

    Raises:
        UsageError: the lake is another warehouse's, the address or the credentials are wrong, or there is nothing yet.
        Stopped: no room, interrupted, or another publish is at work; what is complete in the lake stays.
        Unreachable: the bucket does not answer; what is complete in the lake stays.
    """
    warehouse.refuse_unmade()
    if over := over_lake_of(warehouse):
        raise UsageError(
            f"The warehouse {warehouse.folder} is built from the lake at {over.url} and has no raw rows to publish "
            "into another; publish its marts with --format parquet, or copy the lake."
        )
    with storage_errors_translated(f"The lake {address.text}", "what is complete in the lake stays"):
        store = open_store(address, warehouse)
        lock = store.workplace.with_name(f"{store.workplace.name}.lock")
        with only_workplace(store.workplace, lock, f"writes to {address.text}"):
            lake = with_enough_memory(
                lambda memory: _publish(
                    _Warehouse(warehouse, store.workplace, memory), Lake.open(store, address.text), say, marts=marts
                ),
                first_mb=MEMORY_MB,
            )
    return LakePublication(address, list(lake.written.values()), lake.removed, list(lake.files.values()))


def _publish(source: _Warehouse, lake: Lake, say: Say, *, marts: bool) -> Lake:
    contents = source.contents(marts=marts or lake.has_marts)
    lake.refuse_other(contents, source.warehouse.folder)
    plan, (views, _) = Plan.of(lake, contents), lake.views
    if plan.is_nothing and lake.holds(views.name, views.digest) and not lake.is_marked:
        return lake
    if lake.lost:
        lost = len(lake.lost)
        say(f"{counted(lost, 'file')} of the lake {is_or_are(lost)} missing or cut, such as {min(lake.lost)}")
    lake.store.write(MARK, b"A publish is under way, or was killed.\n")
    if plan.gone:
        lake.remove(plan.gone)
        lake.commit()
    _put_pieces(source, lake, contents, plan, say)
    _put_snapshots(source, lake, contents)
    _put_marts(source, lake, contents)
    _write_views(lake)
    _record_loads(source, lake, contents.loads)
    lake.store.remove([MARK])
    return lake


def _put_pieces(source: _Warehouse, lake: Lake, contents: LakeContents, plan: Plan, say: Say) -> None:
    """Put the files of the loads, and after those of some, the records by which readers count them."""
    done = 0
    waiting = plan.missing.keys() - lake.load_ids
    for group in plan.groups():
        waiting -= group.keys()
        done += len(group)
        with source.exporting() as exporter:
            exported = [one for load_id, pieces in group.items() for one in exporter.pieces(load_id, pieces)]
        lake.put(exported)
        if lake.is_commit_due or done == len(plan.missing):
            _record_loads(source, lake, [load_id for load_id in contents.loads if load_id not in waiting])
            say(f"{done:,} of {len(plan.missing):,} loads are in the lake")
        else:
            say(f"{done:,} of {len(plan.missing):,} loads are written, and not recorded yet")


def _record_loads(source: _Warehouse, lake: Lake, load_ids: Sequence[str]) -> None:
    """Put the load records, without which no reader counts the files of these loads, and then the inventory."""
    if not lake.holds(snapshot_name(LOADS.name), digest_of_loads(load_ids)):
        with source.exporting() as exporter:
            loads = exporter.loads(load_ids)
        lake.put([loads])
    lake.commit()


def _put_snapshots(source: _Warehouse, lake: Lake, contents: LakeContents) -> None:
    """Put the small tables that differ."""
    differing = Plan.of(lake, contents).snapshots
    chosen = {name: of for name, of in differing.items() if name not in contents.marts and name != LOADS.name}
    if chosen:
        with source.exporting() as exporter:
            exported = [exporter.snapshot(table, digest) for table, digest in chosen.items()]
        lake.put(exported)


def _put_marts(source: _Warehouse, lake: Lake, contents: LakeContents) -> None:
    """Put the marts that differ one by one, so that loads can write in between; all again once a build ended there."""
    if not contents.marts:
        return
    for _ in range(_PASSES):
        with source.opened() as db:
            digests = digests_of_marts(db, contents.marts, contents.raw)
        differing = [name for name, digest in digests.items() if not lake.holds(snapshot_name(name), digest)]
        for name in differing:
            with source.exporting() as exporter:
                exported = exporter.mart(name, contents.marts[name], contents.raw)
            lake.put([exported])
        if not differing:
            return


def _write_views(lake: Lake) -> None:
    """Write the views over the lake, where they differ."""
    file, content = lake.views
    if not lake.holds(file.name, file.digest):
        lake.store.write(file.name, content)
        lake.add([file])
