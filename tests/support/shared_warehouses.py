"""Transformed warehouses, each made once and shared by all tests and workers; who changes one works on a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from jobhouse.cli.commands import demo
from jobhouse.cli.main import main
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from tests.support import raw_tables
from tests.support.commands import run

JOBS = 6_000
"""Of the demo in tests; the command itself takes more."""


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first worker to need it makes, while the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    failed = shared / f"{name}.failed"
    with FileLock(shared / f"{name}.lock"):
        if failed.exists():  # a build takes a minute to fail, and a hundred tests would each try
            pytest.fail(f"{name} could not be made: {failed.read_text(encoding='utf-8')}")
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(repr(error), encoding="utf-8")
                raise
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse as `jobhouse demo` makes it; `demo.txt` in it is what the command said."""
    return made_once(tmp_path_factory, "demo_warehouse", _demo)


def _demo(folder: Path) -> None:
    done = run("--warehouse", str(folder), "demo", target="tests.support.shared_warehouses:small_demo")
    assert done.returncode == 0, done.stderr
    (folder / "demo.txt").write_text(done.stdout, encoding="utf-8")


def small_demo() -> None:
    """The command line with a smaller demo."""
    demo.DEMO_JOBS = JOBS  # type: ignore[misc]
    main()


@pytest.fixture(scope="session")
def truth() -> list[dict[str, Any]]:
    """What the sandbox knows about the demo's postings."""
    return [dict(row) for row in Engine(SandboxOptions(jobs=JOBS)).truth()]


@pytest.fixture(scope="session")
def built_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small warehouse with the first of `raw_tables.LOADS` loaded and built."""
    return made_once(tmp_path_factory, "built_warehouse", _build)


def _build(folder: Path) -> None:
    warehouse = raw_tables.make(folder)
    raw_tables.load(warehouse, raw_tables.loads()[0], 0)
    transform(warehouse)


@pytest.fixture(scope="session")
def over_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the demo in `w`, its lake in `lake`, and in `over` the marts built from that."""
    return made_once(tmp_path_factory, "over_lake", _over_lake)


def _over_lake(folder: Path) -> None:
    warehouse, address = raw_tables.make(folder / "w"), LakeAddress.of(str(folder / "lake"))
    raw_tables.load(warehouse, raw_tables.loads()[0], 0)
    raw_tables.record_run(warehouse, "demo", 0)
    publish_lake(warehouse, address)
    transform_over_lake(Warehouse(folder / "over"), address)


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with marts and ops without a row, by a first build that was asked for with --full."""
    return made_once(tmp_path_factory, "empty_warehouse", lambda folder: transform(raw_tables.make(folder), full=True))
