"""Make the warehouse of commit 2456235 that `tests/warehouse/load/test_warehouse_2456235.py` goes on with.

    git worktree add --detach old 2456235 && cd old && PYTHONPATH=$PWD python .../make.py FOLDER

It was run once, with the code of that commit, and is kept to say how the archive came about: backfills against APIs
that keep their word, or announce fewer, more, exactly 10,000, changing or no totals; a window that was split; a night
that read days again; and a backfill that stopped at a limit. Windows say in their notes alone that they were split,
`swept_at` is when they were read again, and no verdict is stored.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
import tarfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from pipelines.errors import JobhouseError
from pipelines.sandbox.engine import Engine
from pipelines.sandbox.options import DEFAULT_KEY
from pipelines.sandbox.options import Settings as Sandbox
from pipelines.sandbox.switches import parse_switches
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.run import Run
from pipelines.warehouse import errands, nightly
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.load import Wanted
from pipelines.warehouse.verify import verify
from tests.in_process import quick, transport
from tests.lossy import Lossy
from tests.made_up import job, write

MADE_AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
SETTINGS = {"page_size": 20, "max_window_jobs": 100, "max_concurrency": 2}
HERE = Path(__file__).parent


class Announcing(Engine):
    """Announces another number of jobs than it delivers."""

    def __init__(self, *, total: int | None = None, fewer: int = 0, **sandbox: Any) -> None:
        super().__init__(Sandbox(rate=0, **sandbox))
        self.total, self.fewer = total, fewer

    def _data(self, *given: Any) -> dict[str, object]:
        data = super()._data(*given)
        known = data["total_jobs_found"]
        assert isinstance(known, int)
        return data | {"total_jobs_found": self.total or known - self.fewer}


def jobs() -> list[dict[str, Any]]:
    """Thirty jobs a month from March to November, 130 in August, all of them short."""
    draw = random.Random(7)
    days = [date(2026, month, draw.randint(1, 28)) for month in range(3, 12) for _ in range(130 if month == 8 else 30)]
    served = sorted(day for day in days if day <= MADE_AT.date())
    return [job(number, day.isoformat()) | {"Job Description": "Text."} for number, day in enumerate(served)]


def read(folder: Path, engine: Engine, since: str, until: str | None, max_requests: int | None = None) -> None:
    settings, warehouse = quick(**SETTINGS), Warehouse(folder)
    run = Run("backfill", max_requests=max_requests, transport=transport(engine))
    with suppress(JobhouseError), warehouse.held(), RateBudget.at(warehouse.rate, 10**6) as budget:
        errands.backfill(warehouse, settings, run, budget, Wanted(since, until), probes=False)
    charged.update(engine.accounts[DEFAULT_KEY].charged_ids)


def night(folder: Path, engine: Engine) -> None:
    """A night that builds nothing, so that the archive stays small."""
    nightly._build = lambda *_: None  # type: ignore[assignment]
    settings, warehouse = quick(**SETTINGS), Warehouse(folder)
    with warehouse.held(), RateBudget.at(warehouse.rate, 10**6) as budget:
        report = nightly.run_night(warehouse, settings, Run("nightly", transport=transport(engine)), budget, 30)
    assert report.error is None, report.error
    charged.update(engine.accounts[DEFAULT_KEY].charged_ids)


charged: set[int] = set()


def main() -> None:
    place = Path(sys.argv[1])
    folder = place / "warehouse"
    data = write(jobs(), place / "jobs.jsonl")
    honest = Announcing(data=data)

    def switched(switches: str) -> Engine:
        return Engine(Sandbox(data=data, rate=0, switches=parse_switches(switches)))

    with time_machine.travel(MADE_AT, tick=True) as clock:
        read(folder, honest, "2026-10-01", None)
        read(folder, honest, "2026-08-01", "2026-09-01")
        read(folder, Lossy(Sandbox(data=data, rate=0)), "2026-07-01", "2026-08-01")
        read(folder, Announcing(data=data, fewer=3), "2026-06-01", "2026-07-01")
        read(folder, Announcing(data=data, total=10_000), "2026-05-31", "2026-06-01")
        read(folder, switched("totals=null"), "2026-05-01", "2026-05-31")
        read(folder, switched("totals=drifting"), "2026-04-01", "2026-05-01")
        clock.shift(timedelta(days=1))
        night(folder, honest)
        read(folder, honest, "2026-03-01", None, 1)
        found = verify(Warehouse(folder), "default")
    verdicts = {f"{one.facts.since}/{one.facts.until}": one.verdict for one in found.windows}
    (HERE / "verdicts.json").write_text(f"{json.dumps(verdicts, indent=2)}\n")
    (HERE / "paid.json").write_text(f"{json.dumps(sorted(charged))}\n")
    pack(folder, HERE / "warehouse.tar.xz")


def pack(folder: Path, to: Path) -> None:
    for unneeded in ("rate.sqlite-shm", "rate.sqlite-wal"):
        (folder / unneeded).unlink(missing_ok=True)
    with (
        lzma.open(to, "wb", preset=9 | lzma.PRESET_EXTREME) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        archive.add(folder, "warehouse")
        archive.add(folder.with_name("jobs.jsonl"), "jobs.jsonl")


if __name__ == "__main__":
    main()
