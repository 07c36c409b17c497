"""Folders and searches of any name: every command works with them, or refuses them before anything is sent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pendulum
import pytest

from jobhouse.explore import workspace
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.privacy import private_files
from tests.support.command_line import KEY, CommandLine
from tests.support.history import backfill, query
from tests.support.in_process import engine_of, transport
from tests.support.permissions import open_to_others
from tests.support.tiers import rest_long

EVERYTHING = 'Bob\'s "jobs" 50% %41 #1 [a] {b,c} st*r \\ {{ x }} {% if %} é日😀 ; $HOME & -- ' + "x" * 150
WANTED = BackfillRange(since=pendulum.now("UTC").date().subtract(days=40).isoformat())


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")


def read_into(folder: Path, search: str = "default", **settings: object) -> Run:
    run = Run("backfill", search, transport=transport(engine_of(jobs=300)))
    return backfill("http://127.0.0.1", folder, run, WANTED, **settings)


def job_count(folder: Path) -> int:
    return int(query(folder, "select count(*) from sentrion.job_versions")[0][0])


@pytest.mark.parametrize("name", rest_long([EVERYTHING, "~", "md:x", "sub/../-other"], 2))
def test_a_folder_of_any_name_is_read_into_and_looked_at(name: str, tmp_path: Path, cli: CommandLine) -> None:
    read_into(Warehouse.named(Path(name)).folder)
    jobs = job_count(tmp_path / name)
    assert jobs > 0
    assert json.loads(cli(f"--warehouse={name}", "status", "--json").stdout)["versions"] == jobs
    assert cli(f"--warehouse={name}", "status").returncode == 0
    assert cli(f"--warehouse={name}", "verify").returncode == 0
    counted = cli(f"--warehouse={name}", "sql", "select count(*) from sentrion.job_versions", "--format", "csv")
    assert counted.stdout.split() == ["count_star()", str(jobs)]
    assert (tmp_path / name / "jobs.duckdb").is_file()  # and not in a folder that the name was taken for


@pytest.mark.usefixtures("cache_in_warehouse")
@pytest.mark.long
def test_a_folder_of_any_name_is_built_reported_and_published(
    built_warehouse: Path, tmp_path: Path, cli: CommandLine
) -> None:
    folder = tmp_path / EVERYTHING
    shutil.copytree(built_warehouse, folder, ignore=shutil.ignore_patterns("sqlmesh", "spill"))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    for command in (["transform", "--full"], ["report"], ["publish"]):  # with nothing new nothing would be built
        done = cli("--warehouse", str(folder), *command)
        assert done.returncode == 0, done.stderr
    copy = tmp_path / "copy of Bob's #1 50%.duckdb"
    assert cli("--warehouse", str(folder), "publish", "--to", str(copy)).returncode == 0
    with private_files(folder):
        assert workspace.lay_out(Warehouse.named(folder), print).parent == folder / "explore"
    for published in (copy, folder / "published" / "jobs.duckdb"):
        with duckdb.connect(str(published), read_only=True) as db:
            assert db.execute("select count(*) from marts.fct_job_postings").fetchall() != [(0,)]
    assert {"report.html", "sqlmesh", "explore"} <= {file.name for file in folder.iterdir()}
    assert [name for name in open_to_others(folder) if not name.startswith("published")] == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a?b", "question mark"),
        ("two\nlines", "line break"),
        ("\x1b[31mred", "control character"),
        ("\udcff", "UTF-8"),
        (" ", "empty"),
        ("x/" * 2_000, "longer than"),
        ("x/" * 250, "longer than 480 bytes"),
        ("x" * 300, "too long"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("command", ["backfill", "status"])
def test_a_name_that_no_warehouse_can_have_is_refused(command: str, name: str, why: str, cli: CommandLine) -> None:
    done = cli(f"--warehouse={name}", command, **KEY)
    assert done.returncode == 2
    assert why in done.stderr.lower().replace("utf-8", "UTF-8")
    assert len(done.stderr.splitlines()) == 1
    assert "\x1b" not in done.stderr
    assert list(Path.cwd().iterdir()) == []


def test_a_copy_cannot_be_published_where_duckdb_would_not_put_it(built_warehouse: Path, cli: CommandLine) -> None:
    done = cli("--warehouse", str(built_warehouse), "publish", "--to", "a?b.duckdb")
    assert done.returncode == 2
    assert "question mark" in done.stderr


def test_a_link_and_a_relative_path_lead_to_the_same_warehouse(tmp_path: Path, cli: CommandLine) -> None:
    read_into(Warehouse.named(Path("Bob's")).folder)
    jobs = job_count(tmp_path / "Bob's")
    (tmp_path / "link %").symlink_to(tmp_path / "Bob's")
    again = read_into(Warehouse.named(Path("link %")).folder)
    assert (again.counters.requests, job_count(tmp_path / "link %")) == (0, jobs)
    assert cli("--warehouse", "link %", "verify").returncode == 0


ODD_SEARCHES = ["[/red]", "[bold]'x'/\"y\":z :smile: é 日😀", "--repair"]


@pytest.mark.parametrize("name", rest_long(ODD_SEARCHES, 1), ids=ascii)
def test_a_search_of_any_visible_name_is_read_and_shown(
    name: str, tmp_path: Path, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    read_into(tmp_path / "w", name, searches={name: {}})
    assert read_into(tmp_path / "w", name, searches={name: {}}).counters.requests == 0
    given = {"searches": json.dumps({name: {}})}
    shown = cli("--warehouse", "w", "status", **given)
    assert shown.returncode == 0
    assert f"search {name}" in shown.stdout
    verified = cli("--warehouse", "w", "verify", "--search", name, **given)
    assert verified.returncode == 0, verified.stderr
    assert f"search {name}" in verified.stdout


@pytest.mark.parametrize("name", ["", " ", " x", "two\nlines", "\x1b[31m", "\u202eabc", "\ud800"], ids=ascii)
def test_a_search_without_a_visible_name_is_refused(name: str, cli: CommandLine) -> None:
    done = cli("backfill", "--search", name, **KEY, searches=json.dumps({name: {}}))
    assert done.returncode == 2
    assert "cannot be named" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []
