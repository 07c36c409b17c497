"""The table of switches and the command line in front of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.cli.main import app
from jobhouse.errors import UsageError
from jobhouse.sandbox.api.switches import Switches, parse_switches, permitted, switch_names
from jobhouse.sandbox.options import SandboxOptions


def test_switches_are_read_from_text() -> None:
    assert parse_switches("bounds=closed, error_500=0.05,fault_times=2") == Switches(
        bounds="closed", error_500=0.05, fault_times=2
    )
    assert parse_switches("") == Switches()


@given(st.data())
def test_any_switches_survive_being_written_as_text(data: st.DataObject) -> None:
    values = {
        name: data.draw(st.sampled_from(choices))
        for name in switch_names()
        if (choices := permitted(name)) and data.draw(st.booleans())
    }
    if values.get("paging") == "endless":  # which the sandbox does with integers alone
        values["cursor"] = "integers"
    switches = Switches(**values, truncated=data.draw(st.floats(0, 1)))  # type: ignore[arg-type]
    assert parse_switches(switches.as_text()) == switches


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("bounds=round", ("bounds", "'round'", "half_open, closed, open_closed, open")),
        ("error_500=2", ("error_500", "2", "a share from 0 to 1")),
        ("error_500=nan", ("error_500", "nan", "a share from 0 to 1")),
        ("late_after=x", ("late_after", "'x'", "a whole number from 0")),
        ("slow_seconds=-1", ("slow_seconds", "-1", "seconds from 0")),
        ("gravity=off", ("gravity", "sandbox --list")),
        ("bounds", ("'bounds'", "name=value")),
        ("end=null,end=missing", ("end", "'null'", "'missing'", "once")),
        ("paging=endless,cursor=strings", ("paging=endless", "cursor=integers", "cursor=strings")),
    ],
    ids=str,
)
def test_a_wrong_switch_is_told_in_one_sentence(text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as reported:
        parse_switches(text)
    assert all(part in str(reported.value) for part in parts)


def test_a_wrong_switch_is_refused_in_python_too() -> None:
    with pytest.raises(UsageError, match="half_open, closed"):
        Switches(bounds="round")  # type: ignore[arg-type]


def test_settings_survive_the_way_into_the_child_process(tmp_path: Path) -> None:
    file = tmp_path / "jobs.jsonl"
    file.touch()
    settings = SandboxOptions(
        data=file, jobs=5, seed=3, key="k e y", rate=0, rate_seconds=1.5, latency=0.5, credits=9,
        today=date(2026, 3, 1), switches=Switches(bounds="open", slow=0.5),
    )  # fmt: skip
    assert SandboxOptions.from_json(settings.to_json()) == settings
    assert SandboxOptions.from_json(SandboxOptions().to_json()) == SandboxOptions()
    assert SandboxOptions.from_json("{}") == SandboxOptions()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "x"], ["--port", "70000"], ["--jobs", "-1"], ["--rate", "many"], ["--latency", "inf"],
        ["--data", "/no/such"], ["--today", "yesterday"], ["--rate-seconds", "0"], ["--unknown"],
        ["--faults"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_option_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises((UsageError, typer.TyperException)):
        app(["sandbox", *arguments], standalone_mode=False)
