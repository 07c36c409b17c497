"""A nightly run brings the lake of the setting `lake_url` up to date, and says before it begins where it cannot."""

from __future__ import annotations

import errno
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.cli.commands import nightly
from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake import publish
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from tests.support.history import backfill, history, stored, write
from tests.support.lakes import rows_if_any, rows_of_lake, rows_of_warehouse
from tests.support.processes import finished, start
from tests.support.sandbox import run_in_child

LAKE_URL = "SOURCES__SENTRION__LAKE_URL"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(history(200, seed=4), tmp_path_factory.mktemp("data") / "jobs.jsonl")


def test_a_night_ends_with_the_lake_up_to_date(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LAKE_URL, str(tmp_path / "lake"))
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w")
        night = start(url, tmp_path / "w", "nightly", "--quiet", builds=False)
        _, said = finished(night)
    assert night.returncode == 0, said
    assert said == ""
    assert rows_of_lake(tmp_path / "lake") == rows_of_warehouse(tmp_path / "w")


def test_a_lake_that_refuses_ends_a_night_whose_rows_are_stored(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "letter.txt").write_text("mine")
    monkeypatch.setenv(LAKE_URL, str(tmp_path / "lake"))
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w")
        night = start(url, tmp_path / "w", "nightly", builds=False)
        shown, said = finished(night)
    assert night.returncode == 2, said
    assert "complete" in shown
    assert "other things, such as letter.txt" in said
    assert stored(tmp_path / "w")


def test_a_place_where_no_lake_can_lie_is_said_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LAKE_URL, "ftp://host/lake")
    night = start("http://127.0.0.1:9", tmp_path / "w", "nightly", builds=False)
    _, said = finished(night)
    assert night.returncode == 2, said
    assert "the scheme ftp:// is not known" in said
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/lake"), Stopped),
        (PermissionError(errno.EACCES, "Permission denied", "/lake"), UsageError),
        (duckdb.IOException("the disk is gone"), Stopped),
    ],
    ids=["full", "closed", "DuckDB"],
)
def test_what_the_machine_refuses_a_lake_is_told_with_how_the_night_ended(
    failure: Exception, kind: type[JobhouseError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise failure

    monkeypatch.setattr(publish, "publish_lake", failing)
    found = nightly._publish(Warehouse(tmp_path), LakeAddress.of(str(tmp_path / "lake")), quiet=True)
    assert isinstance(found, kind)
    assert "; mend that" in str(found)


def test_a_bug_while_a_lake_is_published_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise duckdb.BinderException("no such column")

    monkeypatch.setattr(publish, "publish_lake", failing)
    with pytest.raises(duckdb.BinderException):
        nightly._publish(Warehouse(tmp_path), LakeAddress.of(str(tmp_path / "lake")), quiet=True)


@pytest.mark.long
def test_publishing_beside_a_backfill_takes_whole_loads_and_disturbs_none(data: Path, tmp_path: Path) -> None:
    lake = LakeAddress.of(str(tmp_path / "lake"))
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.02)) as url:
        reading = start(url, tmp_path / "w", "backfill")
        published: list[int] = []
        held: set[tuple[Any, ...]] = set()
        while reading.poll() is None:
            with suppress(UsageError):  # nothing was loaded yet
                publish_lake(Warehouse(tmp_path / "w"), lake)
                seen = set(rows_if_any(tmp_path / "lake"))
                assert held <= seen
                held = seen
                published.append(len(seen))
            time.sleep(0.1)
        _, said = finished(reading)
    assert reading.returncode == 0, said
    assert published
    publish_lake(Warehouse(tmp_path / "w"), lake)
    rows = rows_of_lake(tmp_path / "lake")
    assert rows == rows_of_warehouse(tmp_path / "w")
    assert held <= set(rows)
