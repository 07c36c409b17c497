"""What a lake shows of Spark's builds changes all at once, also where the process is killed; no Spark is needed."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.cli.messages import print_built
from jobhouse.errors import UsageError
from jobhouse.warehouse.build.transform import Built
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.spark.manifest import (
    DUCKDB_VIEWS,
    BuiltTable,
    Manifest,
    read_manifest,
    show,
    sync_with_manifest,
)

WRITES = {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """A lake of which one run is shown: a table that the next run keeps, and one that it replaces."""
    store = FolderStore(tmp_path, 0o022)
    kept, replaced = table(store, "first", "marts.kept", 1), table(store, "first", "marts.replaced", 1)
    show(store, Manifest("first", tables={"marts.kept": kept, "marts.replaced": replaced}))
    return store


def table(store: FolderStore, run: str, name: str, value: int) -> BuiltTable:
    folder = f"spark/{run}/{name.replace('.', '/')}"
    (store.folder / folder).mkdir(parents=True)
    duckdb.sql(f"select {value} as value").write_parquet(str(store.folder / folder / "rows.parquet"))
    return BuiltTable(folder, "", {}, 1)


def second_run(store: FolderStore) -> Manifest:
    tables = {"marts.replaced": table(store, "second", "marts.replaced", 2)}
    return Manifest("second", tables=read_manifest(store).tables | tables)


def shown(store: FolderStore) -> dict[str, Any]:
    """What the views show."""
    with duckdb.connect() as db:
        db.execute((store.folder / "spark/views.duckdb.sql").read_text())
        return {name: db.execute(f"select value from marts.{name}").fetchall()[0][0] for name in ("kept", "replaced")}


def runs(store: FolderStore) -> set[str]:
    return {path.relative_to(store.folder).as_posix() for path in store.folder.glob("spark/*/*/*")}


def test_a_run_replaces_what_it_built_and_nothing_else(store: FolderStore) -> None:
    show(store, second_run(store))
    assert shown(store) == {"kept": 1, "replaced": 2}
    assert runs(store) == {"spark/first/marts/kept", "spark/second/marts/replaced"}


def test_a_kill_at_any_write_shows_the_one_run_or_the_other(tmp_path: Path) -> None:
    seen = set()
    for at in count(1):
        store = FolderStore(tmp_path / str(at), 0o022)
        store.folder.mkdir()
        kept, replaced = table(store, "first", "marts.kept", 1), table(store, "first", "marts.replaced", 1)
        show(store, Manifest("first", tables={"marts.kept": kept, "marts.replaced": replaced}))
        manifest = second_run(store)
        if not killed_at(at, store, manifest):
            break
        sync_with_manifest(store, read_manifest(store))
        found = shown(store)
        assert found in ({"kept": 1, "replaced": 1}, {"kept": 1, "replaced": 2})
        seen.add(found["replaced"])
        assert runs(store) == {table.folder for table in read_manifest(store).tables.values()}
    assert seen == {1, 2}
    assert at > 4


def killed_at(at: int, store: FolderStore, manifest: Manifest) -> bool:
    """Show a run in a process that kills itself before its n-th change of a file; False where it ended before."""
    child = os.fork()
    if child == 0:
        number = count(1)

        def dying(event: str, _: object) -> None:
            if event in WRITES and next(number) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(dying)
            show(store, manifest)
            os._exit(0)
        finally:
            os._exit(1)  # an error must not run the rest of the tests in here
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def test_what_a_killed_build_left_is_removed(store: FolderStore) -> None:
    table(store, "killed", "marts.replaced", 3)
    sync_with_manifest(store, read_manifest(store))
    assert runs(store) == {"spark/first/marts/kept", "spark/first/marts/replaced"}


def test_a_damaged_manifest_is_said(store: FolderStore) -> None:
    (store.folder / "spark/manifest.json").write_text("{")
    with pytest.raises(UsageError, match="is damaged"):
        read_manifest(store)


def test_the_end_of_a_build_says_how_the_marts_are_read(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    views = store.folder / DUCKDB_VIEWS
    assert views.is_file()
    print_built(Built(74, 179, 1.0, views=views))
    assert f"with the views that {views} makes" in capsys.readouterr().err
    print_built(Built(74, 179, 1.0))
    assert capsys.readouterr().err == ""
