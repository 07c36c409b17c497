"""A full disk and files that must not be written: one sentence, the right exit code, and what was there is whole."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import duckdb
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.child_process import in_child
from jobhouse.errors import Stopped, UsageError
from jobhouse.explore import workspace
from jobhouse.report.page import write_report
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_failures import is_damage, translate_errors
from jobhouse.warehouse.load.working_folder import WorkingFolder
from jobhouse.warehouse.memory import ran_out_of_memory
from jobhouse.warehouse.serve.publish import publish
from jobhouse.warehouse.storage_errors import fault_of_the_machine, storage_error
from tests.support import raw_tables
from tests.support.history import query
from tests.support.small_marts import marts

if TYPE_CHECKING:
    from dlt.common.pipeline import SupportsPipeline

ADVICE = "\n\nPossible solutions:\n* Reducing the number of threads (SET threads=X)\n\nSee also https://duckdb.org/docs"
POSTINGS = "select sum(version_count) from marts.fct_job_postings"


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))


def limit_files(size: int) -> None:
    """Let this process write no file beyond so many bytes: the writes fail as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.long
def test_a_disk_that_is_full_at_the_commit_of_a_build_changes_nothing(warehouse: Warehouse) -> None:
    before = query(warehouse.folder, POSTINGS)
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)

    def build() -> None:
        limit_files(100_000)  # what SQLMesh caches fits, the log of the commit does not
        transform(warehouse)

    with pytest.raises(Stopped, match=r"Failed to commit.*the marts are as they were"):
        in_child(build)
    assert query(warehouse.folder, POSTINGS) == before
    transform(warehouse)
    assert query(warehouse.folder, POSTINGS) != before


@pytest.mark.long
@pytest.mark.usefixtures("cache_in_warehouse")
def test_a_cache_of_sqlmesh_that_cannot_be_written_is_one_sentence(warehouse: Warehouse) -> None:
    (warehouse.folder / "sqlmesh").write_text("a file where a folder should be")
    with pytest.raises(UsageError, match="the marts are as they were"):
        transform(warehouse, full=True)


def test_a_disk_that_is_full_keeps_the_last_report(warehouse: Warehouse) -> None:
    page = write_report(warehouse)
    last = page.read_bytes()

    def report() -> None:
        limit_files(10_000)
        write_report(warehouse)

    with pytest.raises(Stopped, match=r"report.html could not be written"):
        in_child(report)
    assert page.read_bytes() == last
    assert not page.with_suffix(".html.part").exists()


def test_a_report_that_must_not_be_written_is_one_sentence(warehouse: Warehouse) -> None:
    (warehouse.folder / "report.html.part").mkdir()
    with pytest.raises(UsageError, match=r"report.html cannot be written .*directory"):
        write_report(warehouse)


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, Stopped), (errno.EACCES, UsageError)])
def test_a_copy_that_cannot_be_put_in_place_keeps_the_last_one(
    step: str, number: int, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = marts(tmp_path / "w", jobs=3)
    last = publish(warehouse).file.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(Path, step, fail)
        with pytest.raises(error, match="the last published file is as it was"):
            publish(warehouse)
    assert warehouse.published.read_bytes() == last
    assert sorted(path.name for path in warehouse.published.parent.iterdir()) == ["jobs.duckdb"]


def test_a_notebook_that_cannot_be_made_whole_is_not_made(tmp_path: Path) -> None:
    warehouse = marts(tmp_path / "w", jobs=3)

    def lay_out() -> None:
        limit_files(100)
        workspace.lay_out(warehouse, print)

    with pytest.raises(Stopped, match="The notebook"):
        in_child(lay_out)
    assert not (warehouse.folder / "explore" / "notebook.py").exists()
    said: list[str] = []
    workspace.lay_out(warehouse, said.append)
    assert said == []


@pytest.mark.parametrize(
    ("failure", "is_memory"),
    [
        (duckdb.OutOfMemoryException("failed to allocate data"), True),
        # DuckDB 2.0, where the memory ends at a commit
        (duckdb.TransactionException("Failed to commit: failed to pin block of size 256.0 KiB (11.3 MiB used)"), True),
        (duckdb.TransactionException(f"Failed to commit: could not allocate block of size 128.0 KiB{ADVICE}"), True),
        (duckdb.TransactionException("Failed to commit: No space left on device"), False),
        (
            duckdb.IOException("CHECKPOINT during DETACH failed. Original error: failed to allocate data of size 1.5"),
            True,
        ),
        # it spilled, and the disk was full
        (duckdb.OutOfMemoryException("failed to offload data block, see max_temp_directory_size"), False),
    ],
    ids=repr,
)
def test_too_little_memory_is_known_wherever_it_ends(failure: Exception, is_memory: bool, tmp_path: Path) -> None:
    outer = RuntimeError("a library's own error")
    outer.__cause__ = failure
    assert ran_out_of_memory(outer) is is_memory
    said = str(storage_error(outer, "The models", "the marts are as they were"))
    assert ("too little (" in said) is is_memory
    assert "Possible solutions" not in said
    assert not is_memory or not is_damage(outer, WorkingFolder(Warehouse(tmp_path)))


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (duckdb.IOException("no space"), Stopped),
        (duckdb.OutOfMemoryException("too much"), Stopped),
        (duckdb.FatalException("database has been invalidated"), Stopped),
        (OSError(errno.EDQUOT, "quota"), Stopped),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), Stopped),
        (PermissionError(errno.EACCES, "denied"), UsageError),
        (BrokenPipeError(errno.EPIPE, "closed"), None),
        (ValueError("a bug"), None),
    ],
    ids=repr,
)
def test_what_failed_in_storage_is_told_from_the_rest(failure: Exception, expected: type[Exception] | None) -> None:
    outer = RuntimeError("a library's own error")
    outer.__cause__ = failure
    found = storage_error(outer, "It", "nothing has changed")
    assert type(found) is (expected or type(None))


def test_a_limit_to_threads_stops_and_blames_no_package(tmp_path: Path) -> None:
    limit = RuntimeError("can't start new thread")
    folder = WorkingFolder(Warehouse(tmp_path))
    step = cast("SupportsPipeline", SimpleNamespace(pipeline_name="jobhouse", has_pending_data=False))
    for error in (limit, PipelineStepFailed(step, "load", "1", limit)):
        with pytest.raises(Stopped, match="no more threads"), translate_errors():
            raise error
        assert not is_damage(error, folder)
    assert isinstance(fault_of_the_machine(limit), Stopped)
    assert isinstance(storage_error(limit, "It", "nothing has changed"), Stopped)
    with pytest.raises(RuntimeError, match="another"), translate_errors():
        raise RuntimeError("another")
