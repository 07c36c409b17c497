"""How fast jobs load, and with how much memory, where no rate limit stands in the way.

    python tests/benchmarks/bench_load.py [--bytes BYTES] [--publish] [JOBS ...]

A process of its own answers with pages of 100 jobs of BYTES (2,500), made from a template, so that the pipeline is
measured: reading, hashing, Arrow, packages, merge. The texts are random words, of which zstd leaves a third: the same
sentence again and again would cost nothing to store and to publish. Each size is read by a fresh process. Memory is
taken again for each batch (Linux alone can do that), so that a peak that grows with the warehouse shows as a slope
within one run: the median of the last batches over that of the first. The largest of many peaks says less, since it
rises with their number. With `--publish`, what was loaded is then published to a lake, and once more with nothing new.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "pipelines"), str(ROOT)]
JOB_BYTES = 2_500
JOBS_ON_PAGE = 100
WINDOWS = 73
MONTH = 32
"""Days that are sent for a month, with those around it; the halves of a window that is too large have half its jobs."""
WARMING_UP = 4
"""Batches until caches and pools have their size."""


WORDS = 5_000
WORDS_OF_TEXT = 3_000_000
"""Each description is a part of one text, which is longer than zstd looks back."""


def job_template() -> bytes:
    """A job as JSON, to be filled with its number and its text by `%`."""
    job = {
        "Job Type": "full-time", "Job Title": "Data Engineer %(number)b",
        "Apply URL": "https://a.example/%(number)b", "Post Date": "2024-05-17", "Valid Through": None,
        "City": "Berlin", "Job Board": "Example Board",
        "Job Description": "%(text)b", "Country": "DE", "Company Name": "Example GmbH", "State": None,
        "Salary Offered": "€80-120k", "Logo URL": None, "Is Remote": False, "Job URL": "https://b.example/%(number)b",
        "Department Name": ["Engineering"], "Seniority Level": "Senior", "Salary Currency": "EUR",
        "Salary To": 120000.0, "Salary From": 80000.0, "Skills": ["SQL", "Python", "Airflow"],
    }  # fmt: skip
    return json.dumps(job).encode()


def random_text() -> bytes:
    """Made-up words, some much more often than others, as in a language."""
    chance = random.Random(1)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(WORDS)]
    frequencies = [1 / (rank + 3) for rank in range(WORDS)]
    return " ".join(chance.choices(words, frequencies, k=WORDS_OF_TEXT)).encode()


def serve(jobs: int, size: int, port_pipe: multiprocessing.connection.Connection) -> None:
    """Answer every search with numbered jobs, `jobs / WINDOWS` to a month, fewer to a part; the cursor is the page."""
    template, text, chance = job_template(), random_text(), random.Random(2)
    text_bytes = max(0, size - len(template))

    def job(number: int) -> bytes:
        start = chance.randrange(len(text) - text_bytes)
        return template % {b"number": b"%010d" % number, b"text": text[start : start + text_bytes]}

    def body(request: dict[str, Any]) -> bytes:
        cursor = request["search_after"] or [0]
        page = int(cursor[0])
        since, until = (date.fromisoformat(str(request[name])) for name in ("published_after", "published_before"))
        pages = max(1, round(jobs / WINDOWS / JOBS_ON_PAGE * min(1, (until - since).days / MONTH)))
        # no two windows share a total: the reader would take that for a cap, and halve them again and again
        total = pages * JOBS_ON_PAGE + since.toordinal() % 2_193
        first = hash((request["published_after"], page)) % 10_000_000 * JOBS_ON_PAGE
        filled = b", ".join(map(job, range(first, first + JOBS_ON_PAGE)))
        after = b"null" if page + 1 >= pages else b"[%d]" % (page + 1)
        return (
            b'{"success":true,"data":{"jobs":[' + filled + b'],"total_jobs_found":%d,' % total
            + b'"credits_used":100,"credits_remaining":1,"search_after":' + after + b'},"error":null}'
        )  # fmt: skip

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                out = body(json.loads(await reader.readexactly(length)))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(out) + out)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=2**22)
        port_pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def read(url: str, folder: str) -> None:
    """Read everything into `folder` and print what it took, as one line of JSON."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.sentrion.state.events import RunEvents, Stage
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.load.load_loop import read_history
    from jobhouse.warehouse.load.pipeline import open_pipeline
    from tests.support.sessions import session_of

    class Watched(RunEvents):
        def enter(self, stage: Stage, working_on: str | None = None) -> None:
            super().enter(stage, working_on)
            if stage == "reading":
                peaks.append(peak_since_last_asked())

    settings = Settings(api_key="bench", base_url=url, requests_per_minute=10**9)
    peaks: list[float] = []
    warehouse, run = Warehouse(Path(folder)), Run("bench", events=Watched())
    open_pipeline(warehouse)
    started, cpu_before = time.perf_counter(), time.process_time()
    with RateLimiter(settings.requests_per_minute) as rate_limiter:
        read_history(session_of(warehouse, settings, run), rate_limiter)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_before
    peaks.append(peak_since_last_asked())
    steady = peaks[WARMING_UP:] or peaks
    part = max(1, len(steady) // 4)
    print(  # noqa: T201
        json.dumps(
            {
                "rows": run.counters.rows_delivered,
                "seconds": round(seconds, 1),
                "cpu": round(cpu, 1),
                "peak_mb": round(max(peaks)),
                "first_mb": round(statistics.median(steady[:part])),
                "last_mb": round(statistics.median(steady[-part:])),
            }
        )
    )


def peak_since_last_asked() -> float:
    """The most memory that this process held since the last call, in MB."""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")
    return int(held.split()[1]) / 1024


def measure(jobs: int, size: int, then: Callable[[Path], None] = lambda _: None) -> dict[str, float]:
    """One run against a server of its own; `then` is called with the warehouse folder."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(jobs, size, theirs), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ours.recv()}"
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(
            [sys.executable, __file__, "--read", url, folder],
            check=True, capture_output=True, text=True, env={**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false"},
        ).stdout  # fmt: skip
        server.kill()
        then(Path(folder))
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


def publish(folder: Path) -> None:
    """Publish the warehouse twice, and print what each took."""
    from tests.benchmarks.growth.commands import cell, run

    with tempfile.TemporaryDirectory() as lake:
        for label in ("published", "published again, nothing new"):
            print(f"{label}: {cell(run(folder, 'publish', '--to', f'{lake}/lake/'))}", flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(prog="python tests/benchmarks/bench_load.py")
    parser.add_argument("--bytes", type=int, default=JOB_BYTES, help="bytes of a job")
    parser.add_argument("--publish", action="store_true", help="then publish to a lake")
    parser.add_argument("jobs", type=int, nargs="*", default=[200_000, 800_000])
    arguments = parser.parse_args()
    for jobs in arguments.jobs:
        took = measure(jobs, arguments.bytes, *([publish] if arguments.publish else []))
        rate = took["rows"] / took["seconds"]
        cpu = took["cpu"] / took["rows"] * 100_000
        print(  # noqa: T201
            f"{took['rows']:,} jobs in {took['seconds']} s: {rate:,.0f} a second, "
            f"{cpu:.1f} CPU seconds for 100,000; peak {took['peak_mb']} MB, "
            f"of a batch {took['first_mb']} MB at first, {took['last_mb']} MB at last",
            flush=True,
        )


if __name__ == "__main__":
    read(*sys.argv[2:]) if sys.argv[1:2] == ["--read"] else main()
