"""A folder of somebody else, a file or a link to nowhere in its place, a current folder that is gone: one sentence."""

from __future__ import annotations

import errno
import os
import pwd
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import KEY, CommandLine

COMMANDS = [["status"], ["sql", "select 1"], ["backfill", "--max-credits", "0"], ["transform"], ["verify", "--ask"]]


def assert_refused(cli: CommandLine, command: list[str], said: str) -> None:
    done = cli("--warehouse", "w", *command, **KEY)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "a bug" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_in_its_place(command: list[str], cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "w").touch()
    assert_refused(cli, command, f"{tmp_path / 'w'} cannot be written or read (Not a directory)")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_link_to_nowhere(command: list[str], cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "w").symlink_to(tmp_path / "unmounted")
    assert_refused(cli, command, f"is a link to {tmp_path / 'unmounted'}, which is not there")
    assert not (tmp_path / "unmounted").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_folder_of_somebody_else(
    command: list[str], cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = os.stat

    def denied(path: Any, *given: Any, **named: Any) -> os.stat_result:
        if str(path).startswith(f"{tmp_path / 'w'}/"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return stat(path, *given, **named)

    (tmp_path / "w").mkdir()
    monkeypatch.setattr(os, "stat", denied)
    assert_refused(cli, command, f"{tmp_path / 'w'} cannot be written or read (Permission denied)")


@pytest.mark.parametrize(
    "command", ["backfill --yes", "nightly --yes", "plan", "probe", "demo"], ids=lambda one: one.split()[0]
)
def test_a_read_only_disk_makes_no_warehouse_and_none_is_announced(
    command: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch = Path.touch

    def read_only(path: Path, *given: Any, **named: Any) -> None:
        if path.is_relative_to(tmp_path / "w"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        touch(path, *given, **named)

    (tmp_path / "w").mkdir()
    monkeypatch.setattr(Path, "touch", read_only)
    assert_refused(cli, command.split(), f"{tmp_path / 'w'} cannot be written (Read-only file system)")


def test_a_user_without_a_home(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> pwd.struct_passwd:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setenv("HOME", "removed when the test ends")
    monkeypatch.delenv("HOME")
    with pytest.raises(RuntimeError):
        Path.home()
    assert "nothing in the warehouse" in cli("status").stderr
    assert not Path.home().exists()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_current_folder_that_is_gone(command: list[str], cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    os.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert_refused(cli, command, "The current folder cannot be used")
    os.chdir(tmp_path)
