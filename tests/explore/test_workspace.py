"""What lies ready before the notebook opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import Stopped, UsageError
from jobhouse.explore import workspace
from jobhouse.warehouse import connect
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.publish import publish
from jobhouse.warehouse.serve.published_state import is_up_to_date
from tests.support.paths import PACKAGES
from tests.support.small_marts import jobhouse, marts


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return marts(tmp_path / "w", jobs=10)


def copied(warehouse: Warehouse) -> int:
    with duckdb.connect(str(warehouse.published), read_only=True) as db:
        return int(db.execute("select count(*) from marts.fct_job_postings").fetchall()[0][0])


def add_a_job(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("insert into sqlmesh__marts.marts__fct_job_postings__123 (job_id) values (5000)")


def test_the_copy_is_made_once_and_again_after_the_warehouse_was_written_to(warehouse: Warehouse) -> None:
    messages: list[str] = []
    for _ in range(2):
        workspace.bring_copy_up_to_date(warehouse, messages.append)
    assert copied(warehouse) == 10
    add_a_job(warehouse)
    for _ in range(2):
        workspace.bring_copy_up_to_date(warehouse, messages.append)
    assert copied(warehouse) == 11
    assert messages == [
        "There is no copy of the marts yet: publishing.",
        "The warehouse has changed since its marts were copied: publishing.",
    ]


def test_what_waits_in_the_log_makes_a_copy_old(warehouse: Warehouse) -> None:
    publish(warehouse)
    assert is_up_to_date(warehouse)
    warehouse.database.with_suffix(".duckdb.wal").touch()
    assert not is_up_to_date(warehouse)


def test_a_backup_that_is_put_back_makes_a_copy_old_whatever_the_times(warehouse: Warehouse, tmp_path: Path) -> None:
    backup = shutil.copy2(warehouse.database, tmp_path / "backup")
    add_a_job(warehouse)
    publish(warehouse)
    shutil.copy2(backup, warehouse.database)
    assert warehouse.database.stat().st_mtime_ns < warehouse.published.stat().st_mtime_ns
    assert not is_up_to_date(warehouse)
    workspace.bring_copy_up_to_date(warehouse, lambda _: None)
    assert copied(warehouse) == 10
    assert is_up_to_date(warehouse)


def test_a_copy_of_an_earlier_version_is_made_again(warehouse: Warehouse) -> None:
    publish(warehouse)
    warehouse.published.chmod(0o600)
    with duckdb.connect(str(warehouse.published)) as db:
        db.execute("alter table main.published drop column made_of")
    assert not is_up_to_date(warehouse)


def test_while_a_load_holds_the_warehouse_the_last_copy_is_shown(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "READER_WAIT_SECONDS", 0.0)
    messages: list[str] = []
    with _held(warehouse), pytest.raises(Stopped, match="another program holds it"):
        workspace.bring_copy_up_to_date(warehouse, messages.append)
    publish(warehouse)
    add_a_job(warehouse)
    with _held(warehouse):
        workspace.bring_copy_up_to_date(warehouse, messages.append)
    assert messages[-1].endswith("The notebook shows the last copy.")
    assert copied(warehouse) == 10


def _held(warehouse: Warehouse) -> subprocess.Popen[bytes]:
    """Another process that has the file open for writing, until its `with` block ends."""
    program = f"import duckdb; db = duckdb.connect({str(warehouse.database)!r}); print(flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    return holder


def test_a_copy_without_its_warehouse_can_be_explored(warehouse: Warehouse) -> None:
    publish(warehouse)
    warehouse.database.unlink()
    workspace.bring_copy_up_to_date(warehouse, pytest.fail)


def test_a_notebook_that_was_changed_stays_and_one_that_was_not_is_silent(warehouse: Warehouse) -> None:
    notebook = workspace.lay_out(warehouse, pytest.fail)
    assert workspace.lay_out(warehouse, pytest.fail) == notebook
    notebook.write_text("mine")
    (notebook.parent / "pyproject.toml").write_text("mine too")
    messages: list[str] = []
    workspace.lay_out(warehouse, messages.append)
    assert [path.read_text() for path in sorted(notebook.parent.iterdir())] == ["mine", "mine too"]
    assert messages == [f"{notebook} opens as it was saved; move it away to get the one that comes with this jobhouse."]


def test_a_folder_that_cannot_be_written_is_said(warehouse: Warehouse) -> None:
    (warehouse.folder / "explore").write_text("")
    with pytest.raises(UsageError, match=r"notebook\.py cannot be written"):
        workspace.lay_out(warehouse, pytest.fail)


def test_without_the_extra_one_sentence_names_it(warehouse: Warehouse) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(PACKAGES)!r}); sys.modules.update(marimo=None, altair=None)\n"
        "from jobhouse.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--warehouse", str(warehouse.folder), "explore"],
        capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "jobhouse: The notebook needs marimo and altair, not installed here; run pip install '.[explore]' in the "
        "folder from which jobhouse was installed.\n"
    )
    assert not warehouse.published.exists()


EMPTY = "create schema sentrion"


@pytest.mark.parametrize(
    ("made", "advised"),
    [
        (None, "jobhouse demo"),
        (EMPTY, "jobhouse backfill"),
        (f"{EMPTY}; create table sentrion.job_versions as select 1 as version_id", "jobhouse transform"),
    ],
)
def test_without_marts_the_command_says_what_to_run(made: str | None, advised: str, tmp_path: Path) -> None:
    pytest.importorskip("marimo", reason="marimo is not installed: pip install -e '.[explore]'")
    if made:
        with duckdb.connect(str(tmp_path / "jobs.duckdb")) as db:
            db.execute(made)
    done = jobhouse(Warehouse(tmp_path), "explore")
    assert done.returncode == 2
    assert Warehouse(tmp_path).command(advised) in done.stderr.decode().splitlines()[-1]
    assert not (tmp_path / "explore").exists()
