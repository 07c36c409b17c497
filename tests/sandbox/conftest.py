"""A sandbox in this process, asked without HTTP: ten postings on each of thirty days of January 2026."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobhouse.sandbox.api.answers import Answer
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions

TODAY = date(2026, 2, 1)
ALL = {"published_after": "2026-01-01", "published_before": "2026-02-01", "exclude_duplicates": False}
EVERY = {**ALL, "salary_data_available": None, "is_agency": None}
Body = dict[str, Any]


@dataclass
class Reply:
    """One answer, decoded where it is JSON."""

    answer: Answer
    delay: float

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def body(self) -> Any:
        return json.loads(self.answer.content)

    @property
    def data(self) -> Any:
        return self.body["data"]

    @property
    def urls(self) -> list[str]:
        return [job["Job URL"] for job in self.data["jobs"]]


class ProbeClient:
    """Asks an engine, with a clock that tests move by hand."""

    def __init__(self, settings: SandboxOptions) -> None:
        self.clock = 1000.0
        self.engine = Engine(settings, now=lambda: self.clock)

    def ask(self, key: str | None = DEFAULT_KEY, content: bytes | None = None, **body: Any) -> Reply:
        payload = json.dumps(body).encode() if content is None else content
        return Reply(*self.engine.answer(f"Bearer {key}" if key else None, payload))

    def every(self, **body: Any) -> Reply:
        """Ask for all postings of January."""
        return self.ask(**{**EVERY, **body})

    def pages(self, **body: Any) -> Iterator[Reply]:
        """Walk as a careful client does: ask again when an answer is lost or bent, stop at the end."""
        cursor: Any = None
        for _ in range(200):
            reply = self.every(**body, search_after=cursor)
            following = self._following(reply, cursor)
            if following is ...:
                continue
            yield reply
            if not following:
                return
            cursor = following
        raise AssertionError("the walk did not end")

    def _following(self, reply: Reply, cursor: Any) -> Any:
        if reply.answer.lost or reply.status != 200:
            return ...
        try:
            body = reply.body
        except ValueError:
            return ...
        if not body["success"]:
            return ...
        following = body["data"].get("search_after")
        ended = following == cursor and not body["data"]["jobs"]
        return None if ended else ... if following == cursor and cursor else following

    def walk(self, **body: Any) -> list[str]:
        """The URLs of all jobs, in the order in which they came."""
        return [url for page in self.pages(**body) for url in page.urls]


def job(number: int, day: str, **changes: Any) -> Body:
    """A job object with a salary, unlike any other."""
    return {
        "Job Title": f"Engineer {number}",
        "Post Date": day,
        "Job URL": f"https://board.example/{number}",
        "Salary Offered": "$100k",
        "Salary From": 100_000.0,
        "Job Board": "Linkedin",
        "Job Description": "Mend engines.",
        "Skills": ["Python", "SQL"],
        **changes,
    }


JANUARY = [job(day * 10 + number, f"2026-01-{day:02}") for day in range(1, 31) for number in range(10)]

Start = Callable[..., ProbeClient]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start a sandbox over given jobs (January by default); further arguments are settings or switches."""

    def begin(jobs: list[Body] | None = None, **options: Any) -> ProbeClient:
        path = tmp_path / "jobs.jsonl"
        path.write_text("\n".join(map(json.dumps, JANUARY if jobs is None else jobs)), encoding="utf-8")
        switches = {name: value for name, value in options.items() if name in Switches.__dataclass_fields__}
        switches.pop("latency", None)
        rest = {name: value for name, value in options.items() if name not in switches}
        settings = {"today": TODAY, "rate": 0, **rest}
        return ProbeClient(SandboxOptions(data=path, switches=Switches(**switches), **settings))

    return begin


@pytest.fixture
def january_urls() -> list[str]:
    """The URL of every posting of January."""
    return [str(entry["Job URL"]) for entry in JANUARY]


@pytest.fixture
def make_job() -> Callable[..., Body]:
    """Make a job object: number, day, changed keys."""
    return job
