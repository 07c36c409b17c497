"""A warehouse over a lake, as `status` and `verify` show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from rich.console import Console

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.warehouse.serve.lake.facts import LakeFacts

_BUILD = "jobhouse transform --gateway lake"


def as_json(facts: LakeFacts, command: Callable[[str], str] = str) -> str:
    """The facts as one JSON object, with the command to run next. `command` adds a folder to a command line."""
    step = _next(facts)
    following = None if step is None else {"command": command(_BUILD), "why": step}
    return json_text(asdict(facts) | {"next": following}, default=str, indent=2)


def show(facts: LakeFacts, console: Console, command: Callable[[str], str] = str) -> None:
    """What the warehouse is, where its rows are, what its marts hold, and what to run next."""
    console.print(f"{facts.warehouse} keeps no raw rows: its marts are built from the lake at {facts.lake}.")
    console.print(_counts(facts))
    console.print(
        "What was read, asked and spent, and the verdict on each window, is known in the warehouse that publishes it."
    )
    if facts.problem:
        console.print(facts.problem)
        return
    if facts.files is not None:
        console.print(f"All {facts.files:,} files of the lake are there, each in its size.")
    step = _next(facts)
    console.print("next: nothing needs to be run" if step is None else f"next: {command(_BUILD)}\n      {step}")


def _counts(facts: LakeFacts) -> str:
    if facts.built_at is None:
        return "The marts were never built."
    made_up = ", made up by jobhouse demo" if facts.is_demo else ""
    counts = ", ".join(
        counted(count or 0, name)
        for count, name in ((facts.versions, "version"), (facts.postings, "posting"), (facts.openings, "opening"))
    )
    return f"jobs: {counts}{made_up}, as of the build of {facts.built_at:%Y-%m-%d %H:%M} UTC"


def _next(facts: LakeFacts) -> str | None:
    """Why the marts are to be built; None where they need not be, or cannot be."""
    match facts.marts:
        case "none":
            return "the marts were never built"
        case "behind":
            return "the lake holds what the marts do not show yet"
        case _:
            return None
