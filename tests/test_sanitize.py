"""Texts from outside, on every way to a person or a program: none steers a terminal or breaks a line of JSON."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import duckdb
import pendulum
import pytest

from jobhouse.errors import Refused
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sanitize import CleanedStream, clean, json_text
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.sentrion.state.run import Run
from jobhouse.terminal import findings
from jobhouse.terminal.console import Terminal
from jobhouse.terminal.progress.drawing import draw
from jobhouse.terminal.progress.pace import Pace
from jobhouse.terminal.progress.run_progress import RunProgress
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.runs import read_and_build
from tests.support.command_line import KEY, CommandLine
from tests.support.history import backfill
from tests.support.in_process import engine_of, transport
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

HOSTILE = "\x1b[31m\x1b]0;title\x07\x00\x9b2J\x7f\r\x08\u202eredro\u2066\u200f\u2028 [/bold] {x} the end"
"""It would colour, name the window, clear it, go back, and show letters in another order."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COLOUR = re.compile("\x1b\\[[0-9;]*m")
NOON = "2026-11-24T12:00:00+00:00"
TAMPERED = """
update sentrion.windows set note = $1, status = 'stopped' where since = (select max(since) from sentrion.windows);
insert into sentrion.windows by name select * replace ($1 as search) from sentrion.windows where status = 'complete';
update sentrion.runs set command = $1, note = $1;
update sentrion.requests set error = $1;
update sentrion.job_versions set job_title = $1;
"""


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture(scope="module")
def tampered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tampered") / "w"
    since = pendulum.now("UTC").date().subtract(days=70).isoformat()
    run = Run("backfill", transport=transport(engine_of(jobs=300)))
    backfill("http://127.0.0.1", folder, run, BackfillRange(since=since))
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        for statement in TAMPERED.strip().split(";\n"):
            db.execute(statement.rstrip(";"), [HOSTILE] if "$1" in statement else None)
    return folder


def assert_harmless(*texts: str) -> None:
    for text in texts:
        assert not STEERING.search(text), ascii(STEERING.findall(text))
    assert "the end" in "".join(texts)  # it did come this way


WAYS = {
    "status": ["status"],
    "status, json": ["status", "--json"],
    "verify": ["verify"],
    "verify, json": ["verify", "--json"],
    "verify of a search": ["verify", "--search", HOSTILE],
    "values": ["sql", "select job_title, [job_title], {'a': job_title} from sentrion.job_versions limit 1"],
    "names of columns": ["sql", f'select 1 as "{HOSTILE}"'.replace("\x00", "")],
    "json": ["sql", "--format", "json", "select job_title, [job_title] as l from sentrion.job_versions limit 2"],
    "a conversion error": ["sql", "select job_title::integer from sentrion.job_versions"],
    "an unknown table": ["sql", f'select * from "{HOSTILE}"'.replace("\x00", "")],
    "an error of the user's own": ["sql", "select error(job_title) from sentrion.job_versions"],
    "a choice": ["backfill", "--order", HOSTILE],
    "a day": ["backfill", "--since", HOSTILE],
    "a command": [HOSTILE],
    "an option": [f"--{HOSTILE}"],
    "a search": ["nightly", "--search", HOSTILE],
    "a file of SQL": ["sql", "-f", HOSTILE.replace("\x00", "")],
    "a target": ["publish", "--to", f"no/{HOSTILE}/x.duckdb".replace("\x00", "")],
    "a switch of the sandbox": ["sandbox", "--faults", f"{HOSTILE}=1"],
    "data of the sandbox": ["sandbox", "--data", HOSTILE.replace("\x00", "")],
}


@pytest.mark.parametrize("arguments", WAYS.values(), ids=WAYS.keys())
def test_what_comes_from_outside_steers_no_terminal(arguments: list[str], tampered: Path, cli: CommandLine) -> None:
    done = cli("--warehouse", str(tampered), *arguments, **KEY)
    assert "a bug" not in done.stderr
    assert_harmless(done.stdout, done.stderr)
    if "json" in arguments or "--json" in arguments:
        assert ascii(HOSTILE)[1:-1] in ascii(json.loads(done.stdout))


@pytest.mark.parametrize("form", ["plain", "json", "none"])
def test_what_the_api_says_steers_no_terminal(form: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(session: LoadSession, *_: object, **__: object) -> None:
        session.run.events.add_note(HOSTILE)
        raise Refused(f"The API refuses: {HOSTILE}")

    monkeypatch.setattr(read_and_build, "backfill", refused)
    done = cli("backfill", "--progress", form, "--max-credits", "9000000", **KEY)
    assert done.returncode == 4
    assert_harmless(done.stdout, done.stderr)
    records = [json.loads(line) for line in done.stderr.split("\n") if line.startswith("{")]
    assert [record["warning"] for record in records] == ([HOSTILE] if form == "json" else [])


def test_the_live_display_is_steered_by_itself_alone() -> None:
    run = Run("backfill")
    run.events.add_note(HOSTILE)
    console = Terminal(file=StringIO(), force_terminal=True, width=400, color_system="truecolor")
    console.print(draw(RunProgress.of(run, Pace(100, lambda: 0, 100).of(run), None), console))
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    assert COLOUR.search(drawn)
    assert_harmless(COLOUR.sub("", drawn))
    assert "\N{REPLACEMENT CHARACTER}[31m" in drawn


def test_findings_steer_nothing() -> None:
    found = Findings({"order": Finding("order", HOSTILE, {"means": HOSTILE}, NOON, 1, 1, contradicted=HOSTILE)})
    console = Terminal(file=StringIO(), width=400)
    findings.show(found, console)
    assert_harmless(console.file.getvalue())  # type: ignore[attr-defined]
    assert_harmless(findings.as_json(found))
    assert json.loads(findings.as_json(found))[0]["answer"] == HOSTILE


def test_csv_keeps_every_character_and_quotes_it(tampered: Path, cli: CommandLine) -> None:
    query = "select replace(job_title, chr(8232), '') as title, 1 as n from sentrion.job_versions limit 1"
    done = cli("--warehouse", str(tampered), "sql", "--format", "csv", query)
    assert done.stdout == f'title,n\n"{HOSTILE}",1\n'.replace("\u2028", "")


@pytest.mark.parametrize("half", ["\ud800", "\udfff\ud800", "a\udc80b"], ids=ascii)
def test_half_a_surrogate_pair_can_be_written(half: str) -> None:
    clean(half).encode()
    text = json_text({half: half})
    assert "\ufffd" in json.loads(text).popitem()[1]
    assert text.isascii()


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """A pipe whose reader is gone, as after `| head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@pytest.mark.parametrize("buffering", [1, -1], ids=["by lines", "by blocks"])
def test_what_nobody_reads_any_more_is_dropped(buffering: int, closed_pipe: int) -> None:
    with os.fdopen(os.dup(closed_pipe), "w", buffering=buffering) as stream:
        cleaned = CleanedStream(stream)
        for _ in range(3):
            assert cleaned.write("a line\n") == 7
            cleaned.flush()


@pytest.mark.parametrize(
    ("arguments", "code"), [(["sql", "--examples"], 0), (["status"], 2)], ids=["results", "a message"]
)
def test_a_command_ends_with_its_own_code_where_nobody_reads(
    arguments: list[str], code: int, closed_pipe: int, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "jobhouse", "--warehouse", str(tmp_path), *arguments]
    done = subprocess.run(command, stdout=closed_pipe, stderr=closed_pipe, check=False)
    assert done.returncode == code
    assert not (tmp_path / "error.log").exists()


@pytest.fixture
def full_disk() -> Iterator[int]:
    """A file that takes nothing, as on a full disk."""
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a file that is always full")
    writing = os.open("/dev/full", os.O_WRONLY)
    yield writing
    os.close(writing)


def test_a_full_disk_is_noted_and_what_follows_is_dropped(full_disk: int) -> None:
    with os.fdopen(os.dup(full_disk), "w", buffering=1) as stream:
        cleaned = CleanedStream(stream)
        for _ in range(3):
            assert cleaned.write("a line\n") == 7
            cleaned.flush()
        assert cleaned.lost
        assert cleaned.lost.errno == errno.ENOSPC


def test_another_failure_is_raised(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (tmp_path / "file").open() as for_reading:
        stream = os.fdopen(os.dup(for_reading.fileno()), "w", buffering=1)
        with pytest.raises(OSError, match="Bad file descriptor"):
            CleanedStream(stream).write("a line\n")
        with suppress(OSError):
            stream.close()


@pytest.mark.parametrize("progress", rest_long(["plain", "json"], 1))
def test_a_run_whose_messages_go_to_a_full_disk_reads_and_builds_all_the_same(
    progress: str, full_disk: int, tmp_path: Path
) -> None:
    arguments = ["nightly", "--yes", "--no-transform", "--progress", progress]
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = jobhouse(tmp_path, *arguments, api_key=DEFAULT_KEY, base_url=url, stderr=full_disk)
    assert done.returncode == 0
    assert "; complete; " in done.stdout
    with duckdb.connect(str(tmp_path / "jobs.duckdb"), read_only=True) as db:
        assert db.execute("select count(*) > 0 from sentrion.job_versions").fetchall() == [(True,)]


def test_results_that_are_lost_on_a_full_disk_have_an_exit_code(full_disk: int, tmp_path: Path) -> None:
    """The work is done, and stdout is missing."""
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = jobhouse(
            tmp_path, "nightly", "--yes", "--no-transform", api_key=DEFAULT_KEY, base_url=url, stdout=full_disk
        )
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        "jobhouse: What goes to stdout could not be written (No space left on device), all else is done; make room, "
        "and ask again."
    )
    with duckdb.connect(str(tmp_path / "jobs.duckdb"), read_only=True) as db:
        assert db.execute("select outcome from sentrion.runs").fetchall() == [("done",)]
    assert jobhouse(tmp_path, "sql", "select 1", stdout=full_disk).returncode == 3


def jobhouse(
    folder: Path, *arguments: str, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE, **settings: str
) -> subprocess.CompletedProcess[str]:
    named = {f"SOURCES__SENTRION__{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "jobhouse", "--warehouse", str(folder), *arguments]
    return subprocess.run(command, text=True, stdout=stdout, stderr=stderr, env={**os.environ, **named}, check=False)


def test_all_that_is_not_shown_is_known() -> None:
    """Each character that Unicode calls a control, a surrogate or a separator of lines is replaced but two."""
    kinds = {"Cc", "Cs", "Zl", "Zp"}
    steering = {chr(code) for code in range(0x11_0000) if unicodedata.category(chr(code)) in kinds}
    turning = {chr(code) for code in range(0x3000) if unicodedata.bidirectional(chr(code)) in BIDI}
    kept = {letter for letter in steering | turning if clean(letter) == letter}
    assert kept == {"\n", "\t"}
    assert json.loads(json_text("".join(sorted(turning)) + "é日😀\n")) == "".join(sorted(turning)) + "é日😀\n"


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
