"""A wrong command line is said in our words, with what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pytest
import typer

from jobhouse.cli.commands.nightly import MOST_LOOKBACK_DAYS
from jobhouse.cli.main import app
from jobhouse.cli.usage_errors import sentence
from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import Settings


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("backfill --max-credits abc", "--max-credits cannot be 'abc'; it takes a whole number from 0."),
        ("backfill --max-requests -1", "--max-requests cannot be '-1'; it takes a whole number from 0."),
        ("backfill --order random", "--order cannot be 'random'; it takes one of expiring, newest, oldest."),
        ("demo --progress bar", "--progress cannot be 'bar'; it takes one of auto, plain, json, none."),
        ("explore --port 99999", "--port cannot be '99999'; it takes a whole number from 0 to 65535."),
        ("nightly --lookback 367", "--lookback cannot be '367'; it takes a whole number from 1 to 366."),
        ("sandbox --port some", "--port cannot be 'some'; it takes a whole number from 0 to 65535."),
        ("transform --gateway foo", "--gateway cannot be 'foo'; it takes one of duckdb, lake, spark."),
        ("transform --ful", "There is no option --ful; there is --full."),
    ],
)
def test_a_wrong_option_says_what_it_takes(line: str, said: str) -> None:
    command = line.split(maxsplit=1)[0]
    assert _complaint(line) == f"{said} See jobhouse {command} --help."


def test_a_lookback_is_as_long_as_the_setting_lets_it_be() -> None:
    longest = get_type_hints(Settings, include_extras=True)["lookback_days"].__metadata__[0].le
    assert longest == MOST_LOOKBACK_DAYS


@pytest.mark.parametrize("line", ["nonsense", "bakfill", "status extra", "--warehouse", "backfill --max-credits"])
def test_any_other_mistake_is_one_sentence_too(line: str) -> None:
    said = _complaint(line)
    assert said.endswith(" --help.")
    assert "\n" not in said
    assert ".." not in said
    assert "?." not in said


@pytest.mark.parametrize(
    ("line", "option"), [(["--warehouse", "", "demo"], "warehouse"), (["publish", "--to", ""], "to")]
)
def test_an_empty_name_is_not_the_current_folder(line: list[str], option: str) -> None:
    with pytest.raises(UsageError, match=f"^--{option} is empty; "):
        app(line, prog_name="jobhouse", standalone_mode=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sandbox --faults foo=bar", "No switch is called 'foo'; jobhouse sandbox --list shows all."),
        ("sandbox --faults 500s=0.1", "No switch is called '500s'; jobhouse sandbox --list shows all."),
        (
            "sandbox --faults cursor_max_second=1",
            "'cursor_max_second'; did you mean cursor_max_seconds?",
        ),
        ("publish --to {}/lake", "/lake/ for a lake of Parquet files, or {}/lake.duckdb for one file"),
        ("publish --to {}/lake --marts", "--marts is for a lake"),
        ("sql --examples select", "Give a query or --examples, not both."),
        ("sql --examples -f x.sql", "Give a query or --examples, not both."),
    ],
)
def test_options_that_do_not_fit_are_said_with_what_would(line: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        app(line.format(tmp_path).split(), prog_name="jobhouse", standalone_mode=False)
    assert said.replace("{}", str(tmp_path)) in str(refused.value)
    assert len(str(refused.value)) < 400


def _complaint(line: str) -> str:
    with pytest.raises(typer.TyperException) as error:
        app(line.split(), prog_name="jobhouse", standalone_mode=False)
    return sentence(error.value)
