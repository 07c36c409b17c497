"""A wrong folder does not quietly become a new, paid warehouse: a new one is announced, and on a terminal asked for."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse.folder import Warehouse
from tests.support.command_line import CommandLine
from tests.support.tiers import rest_long

KEY = {"api_key": "k", "base_url": "http://127.0.0.1:9", "retry_attempts": "1"}
MAKING = rest_long([["backfill", "--max-credits", "0"], ["probe"], ["nightly", "--max-credits", "0"], ["plan"]], 2)
LOOKING = [
    ["status"], ["status", "--json"], ["sql", "select 1"], ["report"], ["publish"], ["verify"], ["verify", "--ask"],
    ["verify", "--repair"], ["transform"], ["transform", "--full"], ["explore"],
]  # fmt: skip


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


def answer(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard(keys))
    monkeypatch.setattr("jobhouse.cli.new_warehouse.has_terminal", lambda: True)


@pytest.mark.parametrize("command", MAKING, ids=" ".join)
def test_a_new_warehouse_is_announced_with_its_path(command: list[str], cli: CommandLine, tmp_path: Path) -> None:
    announced = f"jobhouse: a new warehouse is made in {tmp_path / 'mistyped'}.\n"
    first = cli("--warehouse", "mistyped", *command, **KEY)
    assert first.returncode in (3, 6), first.stderr
    assert first.stderr.count(announced) == 1
    again = cli("--warehouse", "mistyped", *command, **KEY)
    assert again.returncode in (3, 6), again.stderr
    assert "a new warehouse" not in again.stderr
    assert "a bug" not in cli("--warehouse", "mistyped", "status").stderr


def test_the_demo_announces_it_too(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_given: object, **_named: object) -> None:
        raise Stopped("Far enough.")

    monkeypatch.setattr("jobhouse.cli.commands.demo.rate_limiter_with_progress", start)
    said = cli("demo").stderr
    assert said == f"jobhouse: a new warehouse is made in {tmp_path / 'demo'}.\njobhouse: Far enough.\n"


def test_none_is_announced_while_another_run_makes_it(cli: CommandLine, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "w").held():
        said = cli("--warehouse", "w", "demo").stderr
    assert said.startswith("jobhouse: Another jobhouse run holds the warehouse")


@pytest.mark.parametrize("command", MAKING, ids=" ".join)
def test_nobody_has_agreed_to_one_where_the_folder_above_is_missing(
    command: list[str], cli: CommandLine, tmp_path: Path
) -> None:
    """As on a disk that is not mounted at night."""
    done = cli("--warehouse", "disk/real", *command, **KEY, max_credits_per_cycle="0")
    assert done.returncode == 2
    assert done.stderr.startswith(f"jobhouse: There is no warehouse in {tmp_path / 'disk' / 'real'}, nor a folder ")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_yes_makes_the_folders_above_too(cli: CommandLine, tmp_path: Path) -> None:
    done = cli("--warehouse", "disk/real", "backfill", "--yes", "--max-requests", "0", **KEY)
    assert f"a new warehouse is made in {tmp_path / 'disk' / 'real'}" in done.stderr
    assert Warehouse(tmp_path / "disk" / "real").database.exists()


@pytest.mark.parametrize("keys", ["n\n", "\n", ""], ids=repr)
@pytest.mark.parametrize("command", MAKING, ids=" ".join)
def test_a_person_who_does_not_want_it_gets_nothing_made(
    command: list[str], keys: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(keys, monkeypatch)
    done = cli("--warehouse", "mistyped", *command, **KEY)
    assert done.returncode == 3
    assert f"There is no warehouse in {tmp_path / 'mistyped'} yet" in done.stderr
    assert "Nothing was made" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_person_who_wants_it_is_asked_once(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer("y\n", monkeypatch)
    assert "Make a new one there?" in cli("probe", **KEY).stderr
    assert Warehouse(tmp_path / "warehouse").database.exists()
    answer("", monkeypatch)
    assert "Make a new one there?" not in cli("probe", **KEY).stderr


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
@pytest.mark.parametrize("is_folder", [False, True], ids=["missing", "empty"])
def test_what_works_on_a_warehouse_makes_none(
    command: list[str], is_folder: bool, cli: CommandLine, tmp_path: Path
) -> None:
    if is_folder:
        (tmp_path / "mistyped").mkdir()
    done = cli("--warehouse", "mistyped", *command, **KEY)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["mistyped"] * is_folder
