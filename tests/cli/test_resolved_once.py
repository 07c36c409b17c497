"""A command resolves once what was asked for, and resumes the pipeline once; its steps are handed both."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from jobhouse.sentrion.plan.backfill_range import resolve_backfill
from jobhouse.warehouse.load.recovery import resume_pipeline
from tests.cli.test_consent import SINCE, Api, api, person

__all__ = ["api", "person"]

ONCE = {"resolve_backfill": 1, "resume_pipeline": 1}


def counted(function: Callable[..., Any], calls: Counter[str]) -> Callable[..., Any]:
    def counting(*given: Any, **named: Any) -> Any:
        calls[function.__name__] += 1
        return function(*given, **named)

    return counting


@pytest.fixture
def calls(api: Api, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of the two was called, wherever it was imported; a first backfill was read before."""
    assert api("backfill", *SINCE, "--yes")[0] == 0
    calls: Counter[str] = Counter()
    for function in (resolve_backfill, resume_pipeline):
        counting = counted(function, calls)
        for name, module in list(sys.modules.items()):
            if name.startswith("jobhouse.") and getattr(module, function.__name__, None) is function:
                monkeypatch.setattr(module, function.__name__, counting)
    return calls


@pytest.mark.long
@pytest.mark.usefixtures("no_build")
@pytest.mark.parametrize(
    "command",
    [
        ["backfill", "--since", "2026-06-01", "--yes"],
        ["backfill", "--since", "2026-06-01", "--max-requests", "1", "--yes"],
        ["plan", "--since", "2026-06-01"],
        ["probe"],
        ["nightly", "--yes", "--quiet"],
        ["verify", "--ask", "--repair", "--yes"],
    ],
    ids=" ".join,
)
def test_each_command_resolves_and_resumes_once(command: list[str], api: Api, calls: Counter[str]) -> None:
    assert api(*command)[0] in (0, 3)
    assert calls == ONCE


def test_a_command_resumes_again_once_others_may_have_written(api: Api, calls: Counter[str], person: list[str]) -> None:
    """While a person thinks, the warehouse is left to other runs."""
    person.append("y\n")
    assert api("backfill", "--since", "2026-06-01")[0] == 0
    assert calls == {"resolve_backfill": 1, "resume_pipeline": 2}
