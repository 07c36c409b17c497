"""A load that fails, as where another program holds the file, loses no page, also none of those read meanwhile."""

from __future__ import annotations

import errno
import json
import time
from pathlib import Path
from typing import Any, Final

import dlt
import pytest

from jobhouse.errors import Stopped, UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.working_folder import WorkingFolder
from tests.support.history import expected, history, stored, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

BATCH_PAGES: Final = 20
JOBS: Final = history(1_500)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))


def read(engine: Engine, folder: Path, run: Run | None = None) -> None:
    settings = quick(page_size=20, pages_per_batch=BATCH_PAGES)
    run = run or Run("backfill", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        read_history(session_of(Warehouse(folder), settings, run), rate_limiter)


def fail_at_second_load(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second package fail to load while pages of the third are read."""
    load, count = dlt.Pipeline.load, 0

    def fail(pipeline: dlt.Pipeline, *args: Any, **options: Any) -> object:
        nonlocal count
        count += 1
        if count < 2:
            return load(pipeline, *args, **options)
        while run.counters.pages <= 2 * BATCH_PAGES:
            time.sleep(0.005)
        raise OSError("No space left")

    monkeypatch.setattr(dlt.Pipeline, "load", fail)


def test_a_file_of_another_user_is_named_with_what_to_do(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = Warehouse(tmp_path / "w")

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(warehouse.working / "jobhouse" / "new"))

    monkeypatch.setattr(dlt.Pipeline, "extract", refused)
    with pytest.raises(UsageError, match=r"jobhouse, which belongs to \w+, must not be written"):
        read(engine, warehouse.folder)


@pytest.mark.parametrize(
    ("code", "error", "said"),
    [
        (errno.EROFS, UsageError, r"new is read-only; see the system's log for why, mount it writable again"),
        (
            errno.EXDEV,
            Stopped,
            r"new came with the image of this container and cannot be renamed; run the same",
        ),
    ],
)
def test_what_a_file_system_refuses_is_no_matter_of_its_owner(
    code: int, error: type[Exception], said: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = Warehouse(tmp_path / "w")

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(code, "refused", str(warehouse.working / "jobhouse" / "new"))

    monkeypatch.setattr(dlt.Pipeline, "extract", refused)
    with pytest.raises(error, match=said):
        read(engine, warehouse.folder)


def test_what_was_read_during_a_failed_load_is_not_asked_for_again(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(engine, tmp_path / "undisturbed")
    least = engine.stats.requests
    folder, run = Warehouse(tmp_path / "w"), Run("backfill", transport=transport(engine))
    with monkeypatch.context() as patch:
        fail_at_second_load(run, patch)
        with pytest.raises(Stopped, match="could not be stored"):
            read(engine, folder.folder, run)
    assert run.counters.packed_pages == run.counters.pages > 2 * BATCH_PAGES
    waiting = WorkingFolder(folder).pending()
    assert len(waiting) == 2
    assert {*json.loads(WorkingFolder(folder).contents.read_text())} == {package.name for package in waiting}
    read(engine, folder.folder)
    assert engine.stats.requests == 2 * least
    found = stored(folder.folder)
    assert len(found) == len(set(found))
    assert set(found) == expected(JOBS)
