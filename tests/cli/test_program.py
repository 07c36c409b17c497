"""The program around its commands: global options, help, completion, and lines to be pasted."""

from __future__ import annotations

import errno
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.cli.main import _have_a_home, app
from jobhouse.cli.options import folder_named
from jobhouse.cli.program import as_called, warehouse_first
from jobhouse.errors import UsageError
from jobhouse.sandbox.api.switches import Switches, parse_switches, permitted, switch_lines
from jobhouse.warehouse.default_folder import default_folder
from jobhouse.warehouse.folder import Warehouse
from tests.support.command_line import CommandLine
from tests.support.commands import start
from tests.support.small_marts import marts

COMMANDS = [info.name or info.callback.__name__ for info in app.registered_commands if info.callback]


@pytest.mark.parametrize("place", ["before", "after", "last", "joined", "environment"])
def test_the_warehouse_is_named_before_or_after_the_command(
    place: str, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(marts(tmp_path / "my folder").folder)
    query = ("select count(*) as n from fct_job_postings", "--format", "csv")
    named = {
        "before": ("--warehouse", folder, "sql", *query),
        "after": ("sql", "--warehouse", folder, *query),
        "last": ("sql", *query, "--warehouse", folder),
        "joined": ("sql", *query, f"--warehouse={folder}"),
        "environment": ("sql", *query),
    }[place]
    if place == "environment":
        monkeypatch.setenv("JOBHOUSE_WAREHOUSE", folder)
    done = cli(*named)
    assert (done.returncode, done.stdout) == (0, "n\n1000\n"), done.stderr


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (".tables", "ops.coverage_daily"),
        (".schema fct_job_postings;", "job_id"),
        (".examples", "2. Which skills are asked for most"),
    ],
)
def test_commands_that_only_show_something_need_no_prompt(
    command: str, shown: str, cli: CommandLine, tmp_path: Path
) -> None:
    folder = str(marts(tmp_path / "w", jobs=10).folder)
    (tmp_path / "piped").write_text(f"{command}\n")
    for arguments in ([command], ["-f", str(tmp_path / "piped")]):
        done = cli("--warehouse", folder, "sql", *arguments)
        assert (done.returncode, shown in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("arguments", [[".mode csv"], [".tables\nselect 1"], [".tables", "--format", "csv"]])
def test_other_commands_of_the_prompt_name_what_works_without_it(
    arguments: list[str], cli: CommandLine, tmp_path: Path
) -> None:
    done = cli("--warehouse", str(marts(tmp_path / "w", jobs=10).folder), "sql", *arguments)
    assert done.returncode == 2
    assert "describe NAME and show tables are SQL" in done.stderr


def test_a_warehouse_without_a_folder_is_refused(cli: CommandLine) -> None:
    done = cli("status", "--warehouse")
    assert done.returncode == 2
    assert "--warehouse" in done.stderr


@given(st.lists(st.sampled_from(["a", "--warehouse", "--warehouse=x", "--", "-f"]), max_size=8))
def test_no_argument_is_lost_and_behind_two_dashes_none_moves(arguments: list[str]) -> None:
    moved = warehouse_first(arguments)
    assert sorted(moved) == sorted(arguments)
    if "--" in arguments:
        end = arguments.index("--")
        assert moved[end:] == arguments[end:]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_a_short_name_everywhere(option: str, cli: CommandLine) -> None:
    assert "Usage: jobhouse " in cli(option).stdout
    assert "Usage: jobhouse sql " in cli("sql", option).stdout


def test_the_version_is_printed(cli: CommandLine) -> None:
    assert re.fullmatch(r"jobhouse \d+\.\d+\.\d+\n", cli("--version").stdout)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_help_is_cut(columns: int, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERMINAL_WIDTH", str(columns))
    for command in ([], *([name] for name in COMMANDS)):
        shown = cli(*command, "--help").stdout
        repeated = shown.replace("[ARGS]...", "").replace("NAME=VALUE,...", "").replace("{ID}...", "")
        assert "..." not in repeated, command
        assert "…" not in shown


def test_completion_knows_commands_and_options(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_JOBHOUSE_COMPLETE", "complete_bash")
    for words, expected in (("jobhouse back", "backfill"), ("jobhouse verify --re", "--repair")):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        assert cli().stdout.split() == [expected]


def test_the_sandbox_lists_its_switches_with_their_values(cli: CommandLine) -> None:
    lines = cli("sandbox", "--list").stdout.splitlines()
    assert lines == switch_lines()
    for line, (name, default) in zip(lines, Switches().as_dict().items(), strict=True):
        first = line.split()[1].rstrip(",")
        assert line.startswith(f"{name} ")
        assert parse_switches(f"{name}={first}").as_dict()[name] == default
        if choices := permitted(name):
            assert set(line.partition("  ")[2].strip().split(", ")) == set(choices)


def test_the_sandbox_prints_its_key_and_lines_to_be_pasted() -> None:
    with start("sandbox", "--port", "0", "--key", "a key") as server:
        server.wait_until_said("API_KEY=")
        lines = server.output_bytes().decode().splitlines()
        server.kill()
    url = lines[0].removeprefix("The sandbox listens on ")
    words = [shlex.split(line) for line in lines if line.startswith("export ")]
    assert words == [
        ["export", f"SOURCES__SENTRION__BASE_URL={url}"],
        ["export", "SOURCES__SENTRION__API_KEY=a key"],
    ]


def test_a_command_line_to_be_pasted_survives_odd_folders() -> None:
    line = Warehouse(Path("/tmp/my folder/it's")).command("jobhouse sql --examples")
    assert shlex.split(line) == ["jobhouse", "--warehouse", "/tmp/my folder/it's", "sql", "--examples"]


@pytest.mark.parametrize(
    ("called", "on_path", "line"),
    [
        ("my env/bin/jobhouse", False, "'my env/bin/jobhouse'"),
        ("my env/bin/jobhouse", True, "jobhouse"),
        ("jobhouse", False, "jobhouse"),
        ("/somewhere/jobhouse/__main__.py", False, f"{shlex.quote(sys.executable)} -m jobhouse"),
    ],
)
def test_lines_to_be_pasted_call_the_program_as_it_was_called(
    called: str, on_path: bool, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path("my env/bin/jobhouse")
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setenv("PATH", str(program.parent.resolve()) if on_path else "")
    assert as_called() == line


def test_a_first_model_is_written_and_how_to_build_it_is_said(cli: CommandLine, tmp_path: Path) -> None:
    folder = marts(tmp_path / "w").folder
    done = cli("--warehouse", str(folder), "models", "new", "pay")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"jobhouse --warehouse {folder} transform" in done.stdout
    assert "name my.pay" in (folder / "models" / "pay.sql").read_text()
    assert cli("--warehouse", str(folder), "models", "new", "pay").returncode == 2
    assert "new" in cli("models", "--help").stdout


def test_the_settings_may_name_the_warehouse(cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    marts(tmp_path / "real", jobs=7)
    marts(tmp_path / "other", jobs=3)
    (tmp_path / ".dlt").mkdir()
    settings = tmp_path / ".dlt" / "config.toml"
    query = ("sql", "select count(*) as n from fct_job_postings", "--format", "csv")
    settings.write_text('[jobhouse]\nwarehouse = "real"\n')
    assert cli(*query).stdout == "n\n7\n"
    assert cli("--warehouse", "other", *query).stdout == "n\n3\n"
    assert "no API key" in cli("plan").stderr, "whoever reads all settings knows this one"
    settings.write_text('[jobhouse]\nwarehose = "real"\n')
    assert "did you mean" in cli("plan", api_key="k").stderr
    settings.write_text("[jobhouse]\nwarehouse = 5\n")
    refused = cli(*query)
    assert (refused.returncode, "is not the name of a folder" in refused.stderr) == (2, True)
    settings.write_text("jobhouse = 5\n")
    refused = cli(*query)
    assert (refused.returncode, "is no table" in refused.stderr) == (2, True)
    settings.write_text('[jobhouse]\n# warehouse = "real"\n')
    assert "nothing in the warehouse" in cli(*query).stderr


@pytest.mark.parametrize(
    "written",
    [
        'jobhouse.warehouse = "real"',
        'jobhouse = {warehouse = "real"}',
        '[jobhouse]\n"warehouse" = "real"',
        "['jobhouse']\n'warehouse' = 'real'",
        '["job\\u0068ouse"]\n"ware\\u0068ouse" = "real"',
    ],
)
def test_the_settings_name_the_warehouse_in_every_spelling_of_toml(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "config.toml").write_text(written)
    assert default_folder("backfill") == Path("real")
    assert default_folder("demo") == Path("demo")


def test_a_warehouse_of_the_settings_may_be_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/me")
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "config.toml").write_text('jobhouse.warehouse = "~/real"')
    assert default_folder("backfill") == Path("/home/me/real")
    assert folder_named("~/other") == Path("/home/me/other")  # as a variable in a file of cron has it
    assert [str(folder_named(name)) for name in ("~", "~root", "a/~/b")] == ["~", "~root", "a/~/b"]


def test_a_misspelt_table_that_names_a_warehouse_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "config.toml").write_text('[jobhose]\nwarehouse = "real"')
    with pytest.raises(UsageError, match=r"\[jobhose\], which nothing reads; did you mean \[jobhouse\]\?"):
        default_folder("status")


@pytest.mark.parametrize("content", ["[" * 5_000, "x = [", "\ufeff", "x = " + "[" * 5_000 + "]" * 5_000], ids=[*"abcd"])
def test_settings_that_cannot_be_parsed_are_left_to_the_commands_that_need_them(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "config.toml").write_text(content)
    assert default_folder("backfill") == Path("warehouse")


def test_a_home_that_this_user_may_not_enter_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a container runs its image's HOME of root under another user."""

    def closed(path: str) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setenv("HOME", "/root")
    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", closed)
        _have_a_home()
    assert os.environ["HOME"] == "/nonexistent"


def test_a_home_that_can_be_entered_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    _have_a_home()
    assert os.environ["HOME"] == str(tmp_path)
