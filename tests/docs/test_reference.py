"""The operator's reference names what the code has, and all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import typer

from jobhouse import errors
from jobhouse.cli.main import app
from jobhouse.sandbox.api.switches import Switches, permitted
from jobhouse.sentrion.config.settings import definitions
from jobhouse.sentrion.state.events import Outcome
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import Status
from jobhouse.terminal.progress.calendar import CalendarState
from jobhouse.terminal.progress.pace import Speed
from jobhouse.terminal.progress.run_progress import RunProgress, ShownStage
from jobhouse.warehouse.verify.verdicts import Verdict
from tests.support.markdown import Page, code, pages, reference

PROGRAM: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = PROGRAM.commands
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
CALL = re.compile(r"\bjobhouse(?: --warehouse \S+)? ([a-z]\w*)(.*)")
EVERYWHERE = pytest.mark.parametrize("each", pages(), ids=lambda each: each.path)


def options_of(command: Any) -> dict[str, Any]:
    """Every name of every option of a command, with its declaration."""
    return {name: option for option in command.params for name in option.opts if name.startswith("-")}


ALL_OPTIONS = {"--help", *options_of(PROGRAM), *(name for command in COMMANDS.values() for name in options_of(command))}


def calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each call of jobhouse in a line of code: its command, and its options up to the end of the command."""
    for line in text.splitlines():
        if found := CALL.search(line):
            rest = re.split(r"[|>&;#]", found.group(2))[0]
            yield found.group(1), OPTION.findall(rest)


def wrong_calls(text: str) -> list[str]:
    return [
        f"{command} {' '.join(options)}".strip()
        for command, options in calls(text)
        if command not in COMMANDS or not set(options) <= set(options_of(COMMANDS[command])) | {"--help"}
    ]


@EVERYWHERE
def test_calls_in_code_use_commands_and_options_that_exist(each: Page) -> None:
    shell = [block.text for block in each.blocks if block.language in ("sh", "", "ini", "yaml")]
    assert wrong_calls("\n".join([*shell, *each.spans])) == []


@EVERYWHERE
def test_options_in_sentences_exist(each: Page) -> None:
    for span in each.spans:
        words = span.split()
        if words and words[0] in COMMANDS:
            assert set(OPTION.findall(span)) <= set(options_of(COMMANDS[words[0]])), span
        elif words and words[0].startswith("--"):
            assert set(OPTION.findall(span)) <= ALL_OPTIONS, span


def test_a_wrong_call_is_found() -> None:
    assert wrong_calls("jobhouse backfil --since 2026-01-01") == ["backfil --since"]
    assert wrong_calls(".venv/bin/jobhouse --warehouse real nightly --since 2026-01-01 >> x") == ["nightly --since"]
    assert wrong_calls("jobhouse verify --deep --repair | tee --append x") == []


def test_commands_are_listed() -> None:
    listed = [code(row[0])[0] for row in reference("commands").rows("command")]
    assert sorted(listed) == sorted(COMMANDS)
    assert set(COMMANDS) <= set(reference("commands").anchors)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_a_command_are_listed_with_their_defaults(name: str) -> None:
    section = reference("commands").section(name)
    rows = section.rows("option") + section.rows("argument or option")
    listed = {flag: row[1] for row in rows for span in code(row[0]) if (flag := span.split()[0]).startswith("-")}
    options = options_of(COMMANDS[name])
    assert set(listed) == set(options)
    for flag, option in options.items():
        if isinstance(option.default, str | int) and not isinstance(option.default, bool):
            assert str(option.default) in listed[flag], flag


def test_exit_codes_are_listed() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.JobhouseError)
    ]
    listed = [int(row[0]) for row in reference("exit-codes").rows("code")]
    assert listed == sorted({0, *(kind.exit_code for kind in kinds)})


@EVERYWHERE
def test_exit_codes_in_sentences_exist(each: Page) -> None:
    named = {int(number) for number in re.findall(r"exit(?:s with| code) (\d+)", each.prose)}
    assert named <= {int(row[0]) for row in reference("exit-codes").rows("code")}


@EVERYWHERE
def test_environment_names_exist(each: Page) -> None:
    known = {setting.environment for setting in definitions().values()} | {"JOBHOUSE_WAREHOUSE"}
    named = re.findall(r"\b(?:SOURCES__\w+|JOBHOUSE_[A-Z]\w*)(?!\.)", each.text.replace("SOURCES__SENTRION__...", ""))
    assert set(named) <= known


def test_switches_of_the_sandbox_are_listed_with_their_values() -> None:
    rows = {code(row[0])[0]: row[1] for row in reference("sandbox").rows("switch")}
    defaults = Switches().as_dict()
    assert list(rows) == list(defaults)
    for name, values in rows.items():
        choices = permitted(name)
        if choices is None:
            assert float(values) == defaults[name], name
        else:
            assert code(values)[0] == defaults[name], name
            assert set(code(values)) == set(choices), name


def test_faults_in_code_are_switches() -> None:
    for each in pages():
        for faults in re.findall(r"--faults ([a-z]\w*=[^\s`.]\S*)", "\n".join(block.text for block in each.blocks)):
            assert {pair.split("=")[0] for pair in faults.split(",")} <= set(Switches().as_dict())


def test_keys_of_the_progress_are_listed() -> None:
    listed = {name for row in reference("progress").rows("key") for name in code(row[0])}
    assert listed == {"at", *RunProgress.of(Run("demo"), Speed(100)).as_record()}


def test_stages_and_states_of_the_progress_are_listed() -> None:
    meaning = {name: row[1] for row in reference("progress").rows("key") for name in code(row[0])}
    assert set(code(meaning["stage"])) == _literals(ShownStage)
    assert set(code(meaning["months"])) == set(get_args(CalendarState)) - {"short"}


def _literals(kind: Any) -> set[str]:
    return {text for one in get_args(kind) for text in (get_args(one) or (one,)) if isinstance(text, str)}


def test_verdicts_are_listed() -> None:
    assert [row[0].strip("`") for row in reference("verify").rows("verdict")] == list(get_args(Verdict))


def test_statuses_of_windows_are_listed() -> None:
    assert {code(row[0])[0] for row in reference("tables").rows("status")} == set(get_args(Status))


def test_outcomes_of_runs_are_listed() -> None:
    assert {code(row[0])[0] for row in reference("tables").rows("outcome")} == set(get_args(Outcome))
