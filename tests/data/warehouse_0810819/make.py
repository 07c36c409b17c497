"""Make the warehouse of commit 0810819 that `tests/warehouse/build/test_earlier_warehouses.py` goes on with.

    git worktree add --detach old 0810819 && cd old && PYTHONPATH=$PWD/pipelines:$PWD python .../make.py FOLDER

It was run once, with the code of that commit, and is kept to say how the archive came about: a backfill that stopped at
a limit, a build of the marts, and more pages that no build has seen. The adverts hold what later marts read in another
way: several adverts without an address, lists of places, pay in several ranges, technologies named in the text alone.
"""

from __future__ import annotations

import json
import lzma
import random
import shutil
import sys
import tarfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from jobhouse.errors import Stopped
from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs import backfill as backfill_module
from tests.support.history import job, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

MADE_AT = datetime(2026, 11, 26, 6, tzinfo=UTC)
SINCE = "2026-06-01"
HERE = Path(__file__).parent
PLACES = [
    ("Berlin", "", "Germany"),
    ("Austin", "TX", "US"),
    ("London / Paris", "", ""),
    ("", "", "Remote"),
    ("München", "", "DE"),
]
PAYS = ["$120k - $150k", "60.000 - 80.000 €", "Junior: $50-60k, Senior: $90-110k", "48.750/hour", None]
TEXTS = ["We use Python, PostgreSQL and k8s.", "You write Go and React.js.", "You manage a team of ten people.", None]


def jobs() -> list[dict[str, Any]]:
    """Ninety adverts of half a year, every sixth without an address."""
    draw = random.Random(11)
    made = []
    for number in range(90):
        day = date(2026, 11, 25) - timedelta(days=draw.randint(0, 170))
        city, state, country = PLACES[number % 5]
        made.append(
            job(number, day.isoformat())
            | {
                "City": city, "State": state, "Country": country, "Salary Offered": PAYS[number % 4],
                "Job Description": TEXTS[number % 3], "Company Name": f"Firm {number % 9} GmbH",
                "Job Title": f"Engineer {number % 12}", "Job Board": f"Board {number % 2}",
                "Salary From": None, "Salary To": None, "Salary Currency": None,
                "Skills": ["Python", "JS"] if number % 3 else None,
            }
            | ({"Job URL": None} if number % 6 == 0 else {})
        )  # fmt: skip
    # one role in two cities and on two boards on one day, without an address
    twins = [(city, board) for board in ("Board 0", "Board 1") for city in ("Berlin", "Hamburg")]
    return made + [
        job(100, "2026-11-20") | {"Job URL": None, "City": city, "Job Board": board} for city, board in twins
    ]


def read(folder: Path, engine: Any, max_requests: int) -> None:
    """A backfill to its limit, with the sandbox in this process."""
    settings, warehouse = quick(page_size=10, max_concurrency=1), Warehouse(folder)
    run = Run("backfill", limits=RunLimits(max_requests=max_requests), transport=transport(engine))
    with warehouse.held() as lock, RateLimiter.at(warehouse.rate, 10**6) as rate_limiter, suppress(Stopped):
        session = session_of(warehouse, settings, run, BackfillRange(since=SINCE), lock)
        backfill_module.backfill(session, rate_limiter, probes=False)


def main() -> None:
    place = Path(sys.argv[1])
    folder = place / "warehouse"
    engine = engine_of(data=write(jobs(), HERE / "jobs.jsonl"))
    with time_machine.travel(MADE_AT, tick=True):
        read(folder, engine, 6)
        transform(Warehouse(folder))
        read(folder, engine, 3)
    (HERE / "paid.json").write_text(f"{json.dumps(sorted(engine.accounts[DEFAULT_KEY].charged_ids))}\n")
    pack(folder, HERE / "warehouse.tar.xz")


def pack(folder: Path, to: Path) -> None:
    """All but SQLMesh's caches, which a build makes again."""
    shutil.rmtree(folder / "sqlmesh")
    for unneeded in ("rate.sqlite-shm", "rate.sqlite-wal"):
        (folder / unneeded).unlink(missing_ok=True)
    preset = 9 | lzma.PRESET_EXTREME
    with lzma.open(to, "wb", preset=preset) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, "warehouse")


if __name__ == "__main__":
    main()
