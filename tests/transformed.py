"""One transformed warehouse of the sandbox's postings, made once and shared by all tests that read it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from pipelines.sandbox.options import Settings as Sandbox
from pipelines.sandbox.server import run_in_child
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.transform import transform
from tests.made_up import backfill

JOBS = 6_000


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a backfilled and transformed warehouse; `truth.json` in it is what the sandbox knows."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo_warehouse"
    with FileLock(shared / "demo_warehouse.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            with run_in_child(Sandbox(jobs=JOBS, rate=0)) as url:
                backfill(url, folder)
                truth = httpx.get(f"{url}/sandbox/truth", timeout=60).text
            (folder / "truth.json").write_text(f"[{','.join(truth.splitlines())}]", encoding="utf-8")
            transform(Warehouse(folder))
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def truth(demo_warehouse: Path) -> list[dict[str, Any]]:
    return json.loads((demo_warehouse / "truth.json").read_text(encoding="utf-8"))
