"""Make the warehouse of an earlier jobhouse that `tests/warehouse/load/test_older_warehouse.py` goes on with.

    git worktree add --detach old f553950 && cd old && PYTHONPATH=$PWD python .../make.py FOLDER

It was run once, with the code of commit f553950, and is kept to say how the archive came about: a probe, a backfill
that stopped at a limit, a build of the models, a backfill that was killed while it read (so that credits went
unrecorded), one that stopped again, and one that was killed with a package that was ready to be loaded.
"""

from __future__ import annotations

import gzip
import json
import lzma
import os
import random
import shutil
import sys
import tarfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipelines.errors import Stopped
from pipelines.sandbox.options import DEFAULT_KEY
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.run import Run
from pipelines.warehouse import errands, load
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.load import Wanted
from pipelines.warehouse.transform import transform
from tests.in_process import engine_of, quick, transport
from tests.made_up import job, write

MADE_ON = date(2026, 11, 26)
SETTINGS = {"page_size": 10, "pages_per_batch": 6, "max_concurrency": 2}


def jobs() -> list[dict[str, Any]]:
    """Sixty jobs: some of the last days, crowded months where the backfill stops, and a thin spread over six years."""
    draw = random.Random(5)
    recent = [MADE_ON - timedelta(days=draw.randint(0, 3)) for _ in range(8)]
    crowded = [date(2024, month, draw.randint(1, 28)) for month in (4, 5) for _ in range(18)]
    spread = [MADE_ON - timedelta(days=draw.randint(40, 2150)) for _ in range(16)]
    return [job(number, day.isoformat()) for number, day in enumerate([*recent, *crowded, *spread])]


def run(folder: Path, engine: Any, max_requests: int | None) -> None:
    """A backfill to its limit, with the sandbox in this process."""
    settings = quick(**SETTINGS)
    reading = Run("backfill", max_requests=max_requests, transport=transport(engine))
    with (
        Warehouse(folder).held(),
        suppress(Stopped),
        RateBudget.at(Warehouse(folder).rate, settings.requests_per_minute) as budget,
    ):
        errands.backfill(Warehouse(folder), settings, reading, budget, Wanted(), probes=False)


def killed(folder: Path, engine: Any, keep: Path, step: str) -> None:
    """A backfill that dies before a step of its first batch; what the sandbox charged is handed over in a file."""
    if child := os.fork():
        os.waitpid(child, 0)
        engine.accounts[DEFAULT_KEY].charged_ids |= set(json.loads(keep.read_text()))
        return
    original: Callable[..., Any] = getattr(load, step)
    batch = False

    def extracted(*given: Any) -> None:
        nonlocal batch
        batch = True
        extract(*given)

    def dying(*given: Any) -> Any:
        if batch:
            keep.write_text(json.dumps(sorted(engine.charged_ids())))
            os._exit(9)
        return original(*given)

    extract = load._extract
    load._extract = extracted
    setattr(load, step, dying)
    run(folder, engine, None)
    os._exit(1)


def main() -> None:
    place = Path(sys.argv[1])
    folder, keep = place / "warehouse", place / "paid.json"
    data = write(jobs(), Path(__file__).with_name("jobs.jsonl"))
    engine = engine_of(data=data)
    with Warehouse(folder).held(), RateBudget.at(Warehouse(folder).rate, 10**6) as budget:
        errands.probe(Warehouse(folder), quick(), Run("probe", transport=transport(engine)), budget)
    run(folder, engine, 14)
    transform(Warehouse(folder))
    killed(folder, engine, keep, "_drain")
    run(folder, engine, 9)
    killed(folder, engine, keep, "_load")
    Path(__file__).with_name("paid.json").write_text(f"{json.dumps(sorted(engine.charged_ids()))}\n")
    pack(folder, Path(__file__).with_name("warehouse.tar.xz"))


def pack(folder: Path, to: Path) -> None:
    """All that the folder holds, but for one of SQLMesh's caches, whose names hold the times of files elsewhere.

    The other caches are packed without their own compression, which would keep xz from finding what they share.
    """
    shutil.rmtree(folder / "sqlmesh" / "model_definition")
    for cached in sorted((folder / "sqlmesh").rglob("*_*__*")):
        if cached.is_file():
            cached.write_bytes(gzip.decompress(cached.read_bytes()))
    preset = 9 | lzma.PRESET_EXTREME
    with lzma.open(to, "wb", preset=preset) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, "warehouse")


if __name__ == "__main__":
    main()
