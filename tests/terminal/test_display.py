"""Progress as it reaches the user, through the real command line: in a terminal, and through a pipe."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from typing import Any

import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from tests.support.paths import PACKAGES
from tests.support.sandbox import run_in_child
from tests.support.terminals import at_terminal

SINCE = ("--since", "2024-01-01")
KEYS = [
    "at", "command", "search", "stage", "working_on", "outcome", "share", "jobs_read", "jobs_read_before",
    "jobs_expected", "jobs_delivered", "jobs_per_minute", "seconds", "seconds_left", "windows_done",
    "windows_planned", "days_complete", "days", "months", "requests", "requests_last_minute", "requests_per_minute",
    "credits_used", "credits_remaining", "warning",
]  # fmt: skip
"""Users' programs hang on them."""
UNWANTED = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES")
"""What a terminal's own size and kind would lose against."""


@pytest.fixture
def settings() -> Iterator[dict[str, str]]:
    with run_in_child(SandboxOptions(jobs=3_000, rate=0, latency=0.05)) as url:
        given = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": "100000", "pages_per_batch": "20"}
        names = {f"SOURCES__SENTRION__{name.upper()}": value for name, value in given.items()}
        kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        yield {**kept, "PYTHONPATH": str(PACKAGES), "PYTHONIOENCODING": "utf-8", **names}


def program(*arguments: str) -> list[str]:
    reads_alone = ["--yes", "--no-transform"] if arguments[0] == "backfill" else []
    return [sys.executable, "-c", "from jobhouse.cli.main import main; main()", *arguments, *reads_alone]


def piped(settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program(*arguments), env=settings, capture_output=True, text=True, check=False)


def on_a_terminal(settings: dict[str, str], *arguments: str, columns: int = 80, **env: str) -> str:
    """All that a terminal of 24 rows is sent; stdout goes elsewhere, as with `> file`."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        program(*arguments),
        env={"TERM": "xterm", **settings, **env},
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    sent = b""
    while part := _read(ours):
        sent += part
    os.close(ours)
    assert child.wait() == 0
    return sent.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that the other side has gone
        return b""


def frames(sent: str) -> list[str]:
    """The pictures drawn one over the other, without colour."""
    rows = re.sub(r"\x1b\[[0-9]*A", "\n", sent)  # each goes up over the last one
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", rows).replace("\r", "")
    return re.split(r"(?m)^(?=backfill  )", plain)[1:]


def test_on_a_terminal_a_calendar_fills(settings: dict[str, str]) -> None:
    sent = on_a_terminal(settings, "backfill", *SINCE)
    drawn = [frame for frame in frames(sent) if "2024 " in frame]
    assert len(drawn) > 3
    assert any("◧" in frame for frame in drawn)
    full = ["".join(re.findall(r"(?m)^20.*$", frame)).count("■") for frame in drawn]
    assert full == sorted(full)
    assert full[0] < full[-1] == 35
    assert "100 %" in drawn[-1]
    assert "done" in drawn[-1]
    assert all("done" in frame for frame in drawn if "100 %" in frame)
    assert "\x1b[32m" in sent
    assert sent.rfind("\x1b[?25h") > sent.rfind("\x1b[?25l") >= 0  # the cursor is back
    assert max(len(row) for frame in drawn for row in frame.splitlines()) <= 80


@pytest.mark.long
def test_a_terminal_without_colour_gets_none(settings: dict[str, str]) -> None:
    sent = on_a_terminal(settings, "backfill", *SINCE, columns=40, NO_COLOR="1")
    assert "■■■■" in sent
    assert not re.search(r"\x1b\[3[0-9]", sent)
    assert max(len(row) for frame in frames(sent) for row in frame.splitlines()) <= 40


@pytest.mark.long
def test_a_terminal_that_is_made_narrower_keeps_no_rows_of_the_last_drawing(settings: dict[str, str]) -> None:
    with at_terminal("backfill", *SINCE, "--yes", "--no-transform", columns=100, env=settings) as terminal:
        terminal.until("2024 ")
        terminal.resize(50)
        terminal.to_the_end()
    assert terminal.process.returncode == 0
    before, erasure, after = terminal.sent.decode().partition("\x1b[J")
    assert erasure
    assert re.search(r"\x1b\[[0-9]+A\r$", before)
    assert max(len(row) for frame in frames(after)[:-1] for row in frame.splitlines()) <= 50


@pytest.mark.long
def test_a_terminal_that_cannot_be_drawn_on_gets_lines(settings: dict[str, str]) -> None:
    sent = on_a_terminal(settings, "backfill", *SINCE, TERM="dumb")
    assert "\x1b" not in sent
    assert re.search(r"backfill 100 % done: jobs [\d,]+ of [\d,]+ announced;", sent)


@pytest.mark.long
def test_through_a_pipe_lines_tell_the_same(settings: dict[str, str]) -> None:
    done = piped({**settings, "FORCE_COLOR": "1"}, "backfill", *SINCE)
    assert done.returncode == 0
    assert "\x1b" not in done.stderr
    *before, last = done.stderr.splitlines()
    assert "months 35 of 73 complete" in last
    assert "100 %" in last
    assert not any("100 %" in line for line in before)
    assert done.stdout.splitlines()[1:] == ["Next: jobhouse transform (the marts were never built)."]


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_json_is_an_object_a_line_and_ends_with_the_outcome(settings: dict[str, str]) -> None:
    done = piped(settings, "backfill", *SINCE, "--progress", "json")
    found = records(done.stderr)
    announced, *lines = done.stderr.splitlines()
    assert announced.startswith("jobhouse: a new warehouse is made in ")
    assert len(found) == len(lines) >= 2
    assert all(list(record) == KEYS for record in found)
    last = found[-1]
    assert (last["stage"], last["outcome"], last["share"]) == ("done", "done", 1)
    assert last["jobs_read"] == last["jobs_expected"] > 1_000
    assert f"{last['jobs_delivered']:,} jobs delivered with" in done.stdout
    assert last["windows_done"] == last["windows_planned"] == 35
    assert last["months"]["2024-01"] == "complete"
    assert last["months"]["2023-12"] == "missing"
    assert all(record["share"] < 1 for record in found[:-1])


def test_a_run_that_stops_early_does_not_end_at_all(settings: dict[str, str]) -> None:
    done = piped(settings, "backfill", *SINCE, "--progress", "json", "--max-requests", "10")
    last = records(done.stderr)[-1]
    assert done.returncode == 3
    assert (last["stage"], last["outcome"], last["requests"]) == ("ended", "stopped", 10)
    assert 0 < last["share"] < 1


@pytest.mark.long
def test_none_and_quiet_say_nothing(settings: dict[str, str]) -> None:
    done = piped(settings, "backfill", "--since", "2026-11-01", "--progress", "none")
    assert done.returncode == 0
    assert re.fullmatch("jobhouse: a new warehouse is made in .*\n", done.stderr)  # and not quietly
    both = piped(settings, "nightly", "--quiet", "--progress", "json")
    assert both.returncode == 2
    assert both.stderr == "jobhouse: --quiet and --progress json contradict each other; leave one of them out.\n"
    wrong = piped(settings, "backfill", "--progress", "bar")
    assert wrong.returncode == 2
    assert "bar" in wrong.stderr
    assert len(wrong.stderr.splitlines()) == 1
