"""Postings from a file of job objects, served unchanged."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.filters import is_missing
from jobhouse.sandbox.postings.job_objects import JOB_KEYS, Job
from jobhouse.sandbox.postings.postings import DAY_MS, EPOCH, found_after_days
from jobhouse.sandbox.postings.seeded_random import mix
from jobhouse.sandbox.postings.source import BOARD, HAS_COPY, SALARY, SECOND_COPY

_PAY = ("Salary Offered", "Salary From", "Salary To")


class ReplayedPostings:
    """The rows of a Parquet or JSON-lines file.

    A row without a readable Post Date is dated like the row before it.
    """

    def __init__(self, path: Path) -> None:
        self.jobs = read_jobs(path)
        _refuse_unknown_keys(path, self.jobs)
        self.ids = array("q", (number + 1 for number in range(len(self.jobs))))
        self.times = array("q", _times(self.jobs))
        waits = (found_after_days(posting_id) * DAY_MS for posting_id in self.ids)
        self.found = array("q", (time + wait for time, wait in zip(self.times, waits, strict=True)))
        self.flags = _flags(self.jobs)

    def job(self, position: int, *, edited: bool = False, text: bool = True) -> Job:
        """The job object; a fresh dict on each call. An edit appends a line to the description."""
        job = dict(self.jobs[position])
        if edited:
            job["Job Description"] = f"{job.get('Job Description') or ''}\n\nUpdate: we are still looking."
        return job

    def industry(self, position: int) -> str:
        """Unknown: job objects do not say."""
        return ""

    def truth(self) -> Iterator[dict[str, object]]:
        """What is known of a replayed row: its number, its day, and the keys that find it."""
        for posting_id, time, job in zip(self.ids, self.times, self.jobs, strict=True):
            day = date.fromordinal(time // DAY_MS + EPOCH).isoformat()
            yield {
                "posting_id": posting_id,
                "post_date": day,
                "job_url": job.get("Job URL"),
                "job_board": job.get("Job Board"),
                "job_title": job.get("Job Title"),
                "company_name": job.get("Company Name"),
            }


def read_jobs(path: Path) -> list[Job]:
    """The job objects of a `.parquet` file, or of any other file as JSON lines.

    Raises:
        UsageError: the file is no Parquet, or a line is no JSON object.
    """
    if path.suffix == ".parquet":
        try:
            rows: list[Job] = pq.read_table(path).to_pylist()
        except (OSError, ValueError) as problem:
            raise UsageError(f"{path} cannot be read as Parquet: {problem}.") from problem
        return rows
    return [_line(path, number, line) for number, line in enumerate(path.read_bytes().splitlines(), 1) if line.strip()]


def _refuse_unknown_keys(path: Path, jobs: list[Job]) -> None:
    """Refuse rows that are no job objects: they would be served, and found by no search.

    Raises:
        UsageError: no row has a key of the API.
    """
    if jobs and not any(key in job for job in jobs for key in JOB_KEYS):
        given = ", ".join(map(repr, list(jobs[0])[:3]))
        raise UsageError(
            f"{path} holds no job objects: its rows have keys such as {given}, and none of the API's, such as "
            "'Job Title' and 'Post Date'; name them as the API does."
        )


def _line(path: Path, number: int, line: bytes) -> Job:
    try:
        job: Job = msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise UsageError(f"Line {number} of {path} is not a JSON object: {problem}.") from problem
    return job


def _times(jobs: list[Job]) -> Iterator[int]:
    # spread over the day by position, so that rows of a day have an order
    day = datetime.now(UTC).date()
    for number, job in enumerate(jobs):
        day = _day(job.get("Post Date")) or day
        yield (day.toordinal() - EPOCH) * DAY_MS + mix(number) % DAY_MS


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _flags(jobs: list[Job]) -> bytearray:
    flags, seen = bytearray(len(jobs)), dict[bytes, int]()
    for at, job in enumerate(jobs):
        flags[at] = SALARY if any(not is_missing(job.get(key)) for key in _PAY) else 0
        flags[at] |= 0 if is_missing(job.get("Job Board")) else BOARD
        first = seen.setdefault(msgspec.json.encode(job, order="deterministic"), at)
        if first != at:
            flags[first] |= HAS_COPY
            flags[at] |= HAS_COPY | SECOND_COPY
    return flags
