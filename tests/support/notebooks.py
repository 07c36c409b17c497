"""Running the notebook: as the command opens it, and cell by cell without a browser."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jobhouse.report.period import Period
from jobhouse.report.queries import Queries
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from tests.support.small_marts import command

HOMES = ("CONFIG", "STATE", "CACHE")


@dataclass(frozen=True)
class Served:
    """A running `jobhouse explore`."""

    process: subprocess.Popen[str]
    url: str

    @property
    def token(self) -> str:
        return self.url.partition("?access_token=")[2].partition("&")[0]

    @property
    def port(self) -> int:
        return int(self.url.partition("?")[0].rstrip("/").rpartition(":")[2])


def linked(demo: Path, folder: Path) -> Warehouse:
    """A folder of its own for the shared warehouse, which nothing is written into."""
    folder.mkdir(exist_ok=True)
    (folder / "jobs.duckdb").symlink_to(demo / "jobs.duckdb")
    return Warehouse(folder)


def marimo_environment(folder: Path) -> dict[str, str]:
    """With marimo's own files kept out of the home folder, and the settings of whoever runs the tests out of marimo."""
    return {**os.environ, "HOME": str(folder), **{f"XDG_{kind}_HOME": str(folder / "home") for kind in HOMES}}


@contextmanager
def served(warehouse: Warehouse, *options: str, **settings: str) -> Iterator[Served]:
    """`jobhouse explore` as a user starts it."""
    with TemporaryDirectory() as home, subprocess.Popen(
        command(warehouse, "explore", *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=home, env={**marimo_environment(Path(home)), **settings},
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            assert process.stderr
            line = process.stdout.readline()
            assert line.startswith("Open the notebook in a browser, Ctrl-C ends it: http"), process.stderr.read()
            yield Served(process, line.split(": ", 1)[1].strip())
        finally:
            process.send_signal(signal.SIGINT)


def period_of(warehouse: Warehouse) -> Period:
    """The days that the report looks at."""
    with analyst(warehouse) as db:
        period = Queries(db, datetime.now(UTC).date()).period
    assert period
    return period


def run(notebook: Path, **chosen: Any) -> dict[str, Any]:
    """All that the notebook's cells define; `chosen` takes the place of filters, as a user sets them."""
    spec = importlib.util.spec_from_file_location("notebook", notebook)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, found = module.app.run()
    if not chosen:
        return dict(found)
    given = {"countries": Chosen(chosen.pop("countries", []))}
    if "currency" in chosen:
        given["currency"] = Chosen(chosen.pop("currency"))
    filters = Chosen({**found["filters"].value, **chosen}, found["filters"].elements)
    return dict(module.app.run(defs={**given, "filters": filters})[1])


@dataclass(frozen=True)
class Chosen:
    """A filter with the value that a user gave it."""

    value: Any
    elements: Any = None
