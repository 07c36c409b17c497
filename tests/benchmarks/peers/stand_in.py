"""A stand-in of the API that answers faster than any of the peers can read, and counts what each of them asked for.

It knows no faults: windows are half-open, cursors are numbers of jobs, every job has a day and an address of its own.
Days hold different numbers of jobs, so that no two windows of a backfill have the same total.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Final

DAYS: Final = 2_180
"""Six years, less the days that the oldest edge moves while a benchmark runs."""
MARK: Final = "##########"
DAY_MARK: Final = "####-##-##"


@dataclass(frozen=True)
class World:
    """What the API holds, and how it answers."""

    jobs: int
    """Distinct jobs, spread over six years."""
    job_bytes: int = 2_700
    """JSON of one job, in bytes."""
    rate: int = 0
    """Requests answered in any 60 seconds; 0 for no limit. One more is answered with 429."""
    latency: float = 0.0
    """Seconds until an answer begins."""

    @property
    def first_day(self) -> date:
        return datetime.now(UTC).date() - timedelta(days=DAYS)


def serve(world: World, pipe: Connection) -> None:
    """Answer until the process is killed; the port goes through `pipe`."""
    asyncio.run(_serve(world, pipe))


@contextmanager
def running(world: World) -> Iterator[str]:
    """The address of a stand-in in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(world, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()


class StandIn:
    """The jobs, and the counts of what was asked for them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._first_day = world.first_day
        weights = list(accumulate((1_000 + day * 7 % 97 + day % 13 for day in range(DAYS)), initial=0))
        self._starts = [weight * world.jobs // weights[-1] for weight in weights]
        self._parts = _template(world.job_bytes)
        self._answered: deque[float] = deque()
        self._deliveries = bytearray(world.jobs)
        self._counts = {"requests": 0, "answered_429": 0, "delivered": 0, "credits": 0}

    def counts(self) -> bytes:
        """What was asked so far; `delivered` counts a job as often as it was sent, `credits` once."""
        return json.dumps(self._counts).encode()

    def refuses(self) -> bool:
        """Whether one more request is over the rate, which counts it where it is not."""
        self._counts["requests"] += 1
        now = monotonic()
        while self._answered and self._answered[0] <= now - 60:
            self._answered.popleft()
        if self._world.rate and len(self._answered) >= self._world.rate:
            self._counts["answered_429"] += 1
            return True
        self._answered.append(now)
        return False

    def answer(self, body: bytes) -> tuple[bytes, bytes]:
        """Status and body of the answer to a search."""
        try:
            return b"200 OK", self.page(json.loads(body))
        except (TypeError, ValueError) as error:
            return b"422 Unprocessable Content", json.dumps({"error": str(error)}).encode()

    def page(self, request: dict[str, Any]) -> bytes:
        """The answer to a search, as JSON."""
        begin, end = self._start_of(request.get("published_after")), self._start_of(request.get("published_before"), 1)
        cursor = request.get("search_after")
        at = int(cursor[1]) if cursor else begin
        until = min(at + int(request.get("limit") or 100), end)
        charged = self._deliver(at, until)
        after = b"null" if until >= end else b"[1710500000000,%d]" % until
        return (
            b'{"success":true,"data":{"jobs":[' + b",".join(self._job(number) for number in range(at, until))
            + b'],"total":%d,"total_jobs_found":%d,"credits_used":%d,"credits_remaining":1000000000,"search_after":'
            % (until - at, max(0, end - begin), charged) + after + b'},"error":null}'
        )  # fmt: skip

    def _start_of(self, day: str | None, default: int = 0) -> int:
        """The number of the first job on or after a day."""
        if not day:
            return self._starts[-1] if default else self._starts[max(0, DAYS - 61)]
        return self._starts[min(DAYS, max(0, (date.fromisoformat(day) - self._first_day).days))]

    def _deliver(self, at: int, until: int) -> int:
        fresh = self._deliveries[at:until].count(0)
        self._deliveries[at:until] = b"\1" * max(0, until - at)
        self._counts["delivered"] += max(0, until - at)
        self._counts["credits"] += fresh
        return fresh

    def _job(self, number: int) -> bytes:
        day = self._first_day + timedelta(days=max(0, bisect_left(self._starts, number + 1) - 1))
        return (b"%010d" % number).join(self._parts).replace(DAY_MARK.encode(), day.isoformat().encode(), 1)


def _template(job_bytes: int) -> list[bytes]:
    """One job as JSON, cut where its number stands."""
    job = {
        "Job Type": "full-time", "Post Date": DAY_MARK, "Job Title": f"Data Engineer {MARK}", "Valid Through": None,
        "Apply URL": f"https://a.example/{MARK}", "City": "Berlin", "Job Board": "Example Board",
        "Job Description": "", "Country": "DE", "Company Name": "Example GmbH", "State": None,
        "Salary Offered": "€80-120k", "Logo URL": None, "Is Remote": False, "Job URL": f"https://b.example/{MARK}",
        "Department Name": ["Engineering"], "Seniority Level": "Senior", "Salary Currency": "EUR",
        "Salary To": 120000.0, "Salary From": 80000.0, "Skills": ["SQL", "Python", "Airflow"],
    }  # fmt: skip
    words = f"A job for people who like tables, number {MARK}. "
    job["Job Description"] = (words * (job_bytes // len(words) + 1))[: max(0, job_bytes - len(json.dumps(job)))]
    text = json.dumps(job, ensure_ascii=False)
    return [part.encode() for part in text.split(MARK)]


async def _serve(world: World, pipe: Connection) -> None:
    stand_in = StandIn(world)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.lower()
                length = int(lines.split(b"content-length: ")[1].split(b"\r\n")[0]) if b"content-length" in lines else 0
                body = await reader.readexactly(length)
                if head.startswith(b"GET /counts"):
                    status, out = b"200 OK", stand_in.counts()
                elif stand_in.refuses():
                    status, out = b"429 Too Many Requests", _TOO_MANY
                else:
                    await asyncio.sleep(world.latency)
                    status, out = stand_in.answer(body)
                heading = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                writer.write(heading % (status, len(out)) + out)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=2**22)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


_TOO_MANY: Final = (
    b'{"success":false,"data":null,"error":{"code":"rate_limit_exceeded",'
    b'"message":"You have exceeded the number of allowed requests per minute."}}'
)
