"""How much of the rate limit is used, whatever an answer takes, and whether the limit is ever overstepped.

    python tests/benchmarks/bench_rate.py [MINUTES [LATENCY ...]]

The sandbox counts: 100 requests a minute, sliding, for five minutes at each of the latencies, which are 0.2, 1, 3 and
10 seconds. The last line of each is the share of the permitted requests that were made, and the 429s; the script ends
with 1 where one is below 98 % or had a 429.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "pipelines"))

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sandbox.server import run_in_child
from jobhouse.warehouse.dlt_options import configure_dlt
from tests.support.sessions import session_of

configure_dlt()

from jobhouse.errors import JobhouseError, Stopped  # noqa: E402 - dlt is set up before it is imported
from jobhouse.sentrion.config.settings import Settings  # noqa: E402
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter  # noqa: E402
from jobhouse.sentrion.state.run import Run  # noqa: E402
from jobhouse.warehouse.folder import Warehouse  # noqa: E402
from jobhouse.warehouse.load.load_loop import read_history  # noqa: E402

RATE = 100
MINUTES = 5
LATENCIES = (0.2, 1.0, 3.0, 10.0)
JOBS_PER_MINUTE_TO_READ = 25_000
"""More than the limit lets through, so that there is always something left to ask for."""
LEAST_SHARE = 0.98


def counted(url: str) -> dict[str, int]:
    stats: dict[str, int] = httpx.get(f"{url}/sandbox/stats", timeout=30).json()
    return stats


def read(url: str, folder: Path, run: Run) -> None:
    """A backfill as the command does it, with the rate_limiter in its file, until `run` is interrupted."""
    warehouse = Warehouse(folder)
    warehouse.make()
    settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=RATE)
    try:
        with RateLimiter.at(warehouse.rate, RATE) as rate_limiter:
            read_history(session_of(warehouse, settings, run), rate_limiter)
    except JobhouseError as error:
        if not (run.events.interrupted and isinstance(error, Stopped)):
            print(f"ended early: {error}", flush=True)  # noqa: T201


def watch(url: str, minutes: int) -> dict[str, int]:
    """Print the requests of each minute, counted from the first one; give the counts at the end."""
    while not counted(url)["requests"]:
        time.sleep(0.05)
    started, before, stats = time.monotonic(), 0, {}
    for minute in range(1, minutes + 1):
        time.sleep(max(0.0, started + 60 * minute - time.monotonic()))
        stats = counted(url)
        print(f"minute {minute}: {stats['requests'] - before} requests", flush=True)  # noqa: T201
        before = stats["requests"]
    return stats


def measure(minutes: int, latency: float) -> bool:
    """One backfill at a latency; whether it used the rate and got no 429."""
    run, jobs = Run("bench"), JOBS_PER_MINUTE_TO_READ * minutes
    with (
        tempfile.TemporaryDirectory() as folder,
        run_in_child(SandboxOptions(jobs=jobs, rate=RATE, latency=latency)) as url,
    ):
        reading = threading.Thread(target=read, args=(url, Path(folder), run))
        reading.start()
        stats = watch(url, minutes)
        run.events.interrupt()
        reading.join()
    share = stats["requests"] / (RATE * minutes)
    print(  # noqa: T201
        f"{latency} s: {stats['requests']} of {RATE * minutes} requests in {minutes} minutes: {share:.1%}; "
        f"{stats['answered_429']} times 429, at most {stats['most_in_60_s']} in any 60 s",
        flush=True,
    )
    return share >= LEAST_SHARE and not stats["answered_429"]


def main() -> int:
    minutes = int(sys.argv[1]) if sys.argv[1:] else MINUTES
    results = [measure(minutes, float(text)) for text in sys.argv[2:] or LATENCIES]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
