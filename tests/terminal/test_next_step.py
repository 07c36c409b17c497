"""What `status` says to run next, for each state of a warehouse."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from jobhouse.terminal.next_step import next_step
from jobhouse.terminal.status import as_json, show
from jobhouse.warehouse.default_folder import default_folder
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.coverage import DateSpan, SearchRange
from jobhouse.warehouse.ledger.last_runs import RunRow
from jobhouse.warehouse.ledger.status import Cycle, FindingRow, Rate, WarehouseStatus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLDEST, TOMORROW = date(2020, 11, 24), date(2026, 11, 25)
WELL = WarehouseStatus(
    is_demo=False, as_of=NOW, oldest_served=OLDEST, versions=9, months=[], incomplete=[], spans=[],
    asked=[SearchRange("default", OLDEST, TOMORROW)], open_windows=[], credits_used=0, credits_remaining=None,
    cycle=Cycle(date(2026, 11, 1), date(2026, 12, 1), 1_000, None), requests=0, requests_failed=0, rate=Rate(0, 100),
    marts="current", runs=[], last_readings={"default": NOW - timedelta(hours=2)},
    findings=[FindingRow("bounds", "closed", "", None)],
)  # fmt: skip
GAP = DateSpan("default", date(2023, 1, 1), date(2023, 2, 1), "missing")
SHORT = DateSpan("default", date(2024, 5, 1), date(2024, 6, 1), "short")
NEVER_READ: dict[str, Any] = {"asked": [], "versions": 0, "marts": "none", "last_readings": {}}
EMPTY = replace(WELL, **NEVER_READ)
RECENT = SearchRange("default", date(2026, 11, 1), TOMORROW)


def step(**changes: Any) -> tuple[str, str]:
    found = next_step(replace(WELL, **changes))
    return ("", "") if found is None else (found.command, found.why)


@pytest.mark.parametrize(
    ("changes", "command"),
    [
        ({}, ""),
        ({**NEVER_READ, "findings": []}, "jobhouse probe"),
        (NEVER_READ, "jobhouse backfill"),
        ({"incomplete": [GAP]}, "jobhouse backfill"),
        ({"incomplete": [replace(GAP, state="open")]}, "jobhouse backfill"),
        ({"incomplete": [GAP, SHORT]}, "jobhouse verify --repair"),
        ({"marts": "behind"}, "jobhouse transform"),
        ({"marts": "none"}, "jobhouse transform"),
        ({"last_readings": {"default": NOW - timedelta(days=1, hours=1)}}, "jobhouse nightly"),
        ({"last_readings": {}}, "jobhouse nightly"),
        ({"findings": []}, "jobhouse probe"),
        ({"asked": [RECENT]}, "jobhouse plan"),
        # the days before what was asked for are not needed
        ({"asked": [RECENT], "incomplete": [GAP]}, "jobhouse plan"),
        (
            {"asked": [RECENT], "incomplete": [DateSpan("default", OLDEST, date(2026, 11, 9), "missing")]},
            "jobhouse backfill --since 2026-11-01",
        ),
        # a day that has begun since is a night's work
        (
            {
                "asked": [SearchRange("default", OLDEST, date(2026, 11, 23))],
                "incomplete": [DateSpan("default", date(2026, 11, 23), TOMORROW, "missing")],
                "last_readings": {"default": NOW - timedelta(days=2)},
            },
            "jobhouse nightly",
        ),
        # what fell off the edge is not served any more
        (
            {
                "asked": [SearchRange("default", date(2020, 11, 1), TOMORROW)],
                "incomplete": [DateSpan("default", date(2020, 11, 1), OLDEST, "missing")],
            },
            "",
        ),
        (
            {
                "asked": [*WELL.asked, SearchRange("nurses", OLDEST, TOMORROW)],
                "incomplete": [replace(GAP, search="nurses")],
                "last_readings": {**WELL.last_readings, "nurses": NOW},
            },
            "jobhouse backfill --search nurses",
        ),
    ],
)
def test_the_first_thing_that_is_needed_is_said(changes: dict[str, Any], command: str) -> None:
    assert step(**changes)[0] == command


@pytest.mark.parametrize(
    ("changes", "command"),
    [
        ({}, "jobhouse sql --examples"),
        (NEVER_READ, "jobhouse demo"),
        ({"incomplete": [GAP]}, "jobhouse demo"),
        ({"incomplete": [SHORT]}, "jobhouse verify"),
        ({"marts": "behind"}, "jobhouse transform"),
        ({"last_readings": {}, "findings": [], "asked": [RECENT]}, "jobhouse sql --examples"),
    ],
)
def test_a_demo_is_never_told_what_is_refused_there(changes: dict[str, Any], command: str) -> None:
    said, _ = step(is_demo=True, **changes)
    assert said == command


def test_a_search_that_the_settings_lack_takes_no_command() -> None:
    asked = [SearchRange("old", OLDEST, TOMORROW), *WELL.asked]
    gap_of_old = {"asked": asked, "incomplete": [replace(GAP, search="old"), replace(SHORT, search="old")]}
    assert step(**gap_of_old)[0] == "jobhouse verify --repair --search old"
    assert step(**gap_of_old, removed_searches=["old"]) == ("", "")
    assert step(**gap_of_old, removed_searches=["old"], marts="behind")[0] == "jobhouse transform"


def test_days_are_counted_and_named() -> None:
    assert "31 days are not read yet" in step(incomplete=[GAP])[1]
    one = replace(GAP, until=date(2023, 1, 2))
    assert "1 day is not read yet" in step(incomplete=[one])[1]
    assert step(incomplete=[SHORT])[1].startswith("2024-05-01 to 2024-05-31 are short")
    assert step(incomplete=[replace(SHORT, until=date(2024, 5, 2))])[1].startswith("2024-05-01 is short")


def test_what_costs_says_when_the_cycle_has_no_credits_left() -> None:
    spent = replace(WELL.cycle, max_credits=1_099)
    said = "do not suffice for a page until 2026-12-01"
    assert said in step(incomplete=[GAP], cycle=spent)[1]
    assert said not in step(incomplete=[GAP], cycle=replace(spent, max_credits=1_100))[1]
    assert said not in step(incomplete=[GAP], cycle=replace(spent, page=20))[1]
    assert said in step(incomplete=[GAP], cycle=replace(spent, max_credits=1_900, page=1_000))[1]
    assert said not in step(marts="behind", cycle=spent)[1]


def test_a_range_that_ended_in_the_past_is_gone_on_with_to_its_end() -> None:
    asked = SearchRange("default", date(2022, 12, 1), date(2023, 2, 1))
    assert step(asked=[asked], incomplete=[GAP])[0] == "jobhouse backfill --since 2022-12-01 --until 2023-02-01"


def test_a_probe_that_found_nothing_is_not_advised_again() -> None:
    run = RunRow("probe", NOW, NOW, "done", 1, 0, 1_000, None, 0)
    nothing = {**NEVER_READ, "findings": []}
    assert step(**nothing, runs=[run])[0] == "jobhouse backfill"
    assert step(**nothing, runs=[replace(run, outcome="unreachable")])[0] == "jobhouse probe"
    assert step(findings=[], runs=[run])[0] == ""


def test_after_a_refusal_its_reason_comes_first() -> None:
    run = RunRow("backfill", NOW, NOW, "refused", 1, 0, 0, "the API refuses the key", 0)
    said = "refused the last run, so look at its reason first"
    assert said in step(incomplete=[GAP], runs=[run])[1]
    assert said not in step(incomplete=[GAP], runs=[replace(run, outcome="done"), run])[1]
    assert said not in step(marts="behind", runs=[run])[1]


# -- commands that are advised name the folder that they are to work on


def test_the_default_folder_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = str(Warehouse.named(Path("warehouse")).nothing_yet())
    assert said.endswith(
        "with jobhouse backfill, or look at made-up jobs with jobhouse demo, in a folder of their own."
    )


def test_the_demo_has_a_folder_of_its_own_which_is_shown_while_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [default_folder(command).name for command in ("demo", "sql", "backfill")] == [
        "demo",
        "warehouse",
        "warehouse",
    ]
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "jobs.duckdb").touch()
    assert [default_folder(command).name for command in ("demo", "sql", "backfill")] == ["demo", "demo", "warehouse"]
    demo = Warehouse.named(Path("demo"))
    assert (demo.command("jobhouse demo"), demo.command("jobhouse sql")) == ("jobhouse demo", "jobhouse sql")
    assert demo.command("jobhouse backfill") == f"jobhouse --warehouse {shlex.quote(str(tmp_path / 'demo'))} backfill"
    (tmp_path / "warehouse").mkdir()
    assert default_folder("sql").name == "warehouse"
    assert demo.command("jobhouse sql") == f"jobhouse --warehouse {shlex.quote(str(tmp_path / 'demo'))} sql"


def line_for(folder: Path, command: str) -> str:
    return f"jobhouse --warehouse {shlex.quote(str(folder))} {command}"


@pytest.mark.parametrize("named_by", ["settings", "environment"])
def test_a_usual_folder_is_named_where_another_is_the_default(
    named_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "jobs.duckdb").touch()
    if named_by == "environment":
        monkeypatch.setenv("JOBHOUSE_WAREHOUSE", "real")
    else:
        (tmp_path / ".dlt").mkdir()
        (tmp_path / ".dlt" / "config.toml").write_text('[jobhouse]\nwarehouse = "real"\n')
    usual, demo, real = (Warehouse.named(Path(name)) for name in ("warehouse", "demo", "real"))
    assert usual.command("jobhouse backfill") == line_for(usual.folder, "backfill")
    assert demo.command("jobhouse sql") == line_for(demo.folder, "sql")
    by_environment = named_by == "environment"
    assert demo.command("jobhouse demo") == (line_for(demo.folder, "demo") if by_environment else "jobhouse demo")
    assert demo.command("jobhouse demo") in str(usual.nothing_yet())
    # the variable may be set for a single command, while the settings stay
    assert real.command("jobhouse sql") == (line_for(real.folder, "sql") if by_environment else "jobhouse sql")


def test_a_folder_is_named_where_the_settings_name_none_that_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "config.toml").write_text("[jobhouse]\nwarehouse = 5\n")
    usual = Warehouse.named(Path("warehouse"))
    assert usual.command("jobhouse backfill") == line_for(usual.folder, "backfill")


def test_another_folder_is_named_for_the_shell(tmp_path: Path) -> None:
    folder = tmp_path / "it's [mine]"
    warehouse = Warehouse(folder)
    line = warehouse.command("jobhouse sql --examples")
    assert shlex.split(line) == ["jobhouse", "--warehouse", str(folder), "sql", "--examples"]
    assert f"with {warehouse.command('jobhouse demo')} or" in str(warehouse.nothing_yet())


@pytest.mark.parametrize(
    ("changes", "so_far"),
    [
        ({"marts": "none", "is_demo": True}, "the marts were never built"),
        ({"incomplete": [GAP]}, "31 days are not read yet"),
        ({}, ""),
    ],
)
def test_while_a_run_is_at_work_there_is_nothing_to_run_but_something_to_come(
    changes: dict[str, Any], so_far: str
) -> None:
    busy, out = replace(WELL, **changes, at_work=["jobhouse demo, PID 4711"]), StringIO()
    facts = json.loads(as_json(busy))
    assert (facts["next"], facts["at_work"]) == (None, ["jobhouse demo, PID 4711"])
    show(busy, Console(file=out, width=500))
    said = [line.strip() for line in out.getvalue().partition("next: ")[2].splitlines()]
    assert said == ["wait for jobhouse demo, PID 4711, which is at work", *([f"so far: {so_far}"] if so_far else [])]


def test_what_status_says_next_names_the_folder(tmp_path: Path) -> None:
    warehouse, out = Warehouse(tmp_path / "real"), StringIO()
    command = f"jobhouse --warehouse {shlex.quote(str(tmp_path / 'real'))} backfill"
    assert json.loads(as_json(EMPTY, warehouse.command))["next"]["command"] == command
    show(EMPTY, Console(file=out, width=500), warehouse.command)
    assert f"next: {command}" in out.getvalue()
