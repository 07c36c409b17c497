"""What every test relies on: telemetry off, no connection beyond this machine, no settings but the test's own."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import hypothesis
import pandas  # noqa: F401 - a load leaves it out of its process, where it is not there yet; tests share one process
import pytest

from jobhouse.warehouse.dlt_options import configure_dlt
from jobhouse.warehouse.lean_process import collect_garbage_seldom
from tests.support.commands import ended_afterwards
from tests.support.duckdb2 import expect_failures
from tests.support.paths import ROOT

pytest_plugins = ["tests.support.command_line", "tests.support.shared_warehouses"]

configure_dlt()
# tests are not timed: machines are shared and noisy
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

REAL_POSTINGS = ROOT.parent / "shared" / "data" / "real_postings.parquet"
CACHE: Final = "SQLMESH__CACHE_DIR"
"""The variable by which SQLMesh finds its cache."""
_connect = socket.socket.connect


def _connect_to_loopback(self: socket.socket, address: object) -> None:
    host = address[0] if isinstance(address, tuple) else "127.0.0.1"
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"a test tried to reach {host}")
    _connect(self, address)  # type: ignore[arg-type]


SLOW_SUPPORT: Final = frozenset(
    f"tests.support.{name}"
    for name in (
        "browser", "command_line", "commands", "faulty_api", "history", "identity_models", "in_process", "lakes",
        "lineage", "notebooks", "overcharging_api", "processes", "raw_tables", "report_warehouse", "s3", "sandbox",
        "small_marts", "small_world", "sql_models",
    )
)  # fmt: skip
"""What starts processes, reads into a warehouse or renders models."""
SLOW_FIXTURES: Final = frozenset(
    {
        "built_warehouse",
        "demo_warehouse",
        "empty_warehouse",
        "facts_figures",
        "over_lake",
        "postings_figures",
        "spark",
        "truth",
    }
)


def pytest_configure(config: pytest.Config) -> None:
    """Parse the models once: all warehouses of a run share SQLMesh's cache, a quarter of a small build's time."""
    if CACHE not in os.environ:
        os.environ[CACHE] = tempfile.mkdtemp(prefix="jobhouse-cache-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(CACHE), ignore_errors=True))


@pytest.fixture
def cache_in_warehouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLMesh's cache is in the warehouse, as it is for users."""
    monkeypatch.delenv(CACHE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The fast tier is what only calls functions: `-m "not slow"`. It comes first."""
    for item in items:
        if item.get_closest_marker("long") or (isinstance(item, pytest.Function) and _is_slow(item)):
            item.add_marker("slow")
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    expect_failures(items)


def _is_slow(test: pytest.Function) -> bool:
    used = {
        getattr(value, "__module__", None) or getattr(value, "__name__", "") for value in vars(test.module).values()
    }
    folder = test.path.relative_to(ROOT / "tests").parts[0]
    return folder in ("chaos", "cli") or bool(used & SLOW_SUPPORT) or not SLOW_FIXTURES.isdisjoint(test.fixturenames)


def pytest_collection_finish() -> None:
    """What was imported stays: each search for garbage would walk over it again, a tenth of the suite's time.

    Those that are left are few: they took a twentieth.
    """
    gc.freeze()
    collect_garbage_seldom()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """A test that fails or hits its limit leaves no process behind that a later one could meet."""
    with ended_afterwards():
        return (yield)


@pytest.fixture(autouse=True)
def closed_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_to_loopback)
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("SOURCES__", "JOBHOUSE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def real_postings() -> Path:
    if not REAL_POSTINGS.exists():
        pytest.skip(f"the file of real postings is not there: {REAL_POSTINGS}")
    return REAL_POSTINGS
