"""How a sandbox is set up, as one table that every command line in front of it shares."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.switches import Switches, parse_switches, switch_names

DEFAULT_KEY = "sandbox-key"
KEY_WITHOUT_HISTORY = "sandbox-key-without-history"


@dataclass(frozen=True, slots=True)
class Settings:
    """One sandbox: what it serves, to whom, how fast and how faithfully.

    `jobs` is the rough number of made-up postings of six years; `rate` is requests in `rate_seconds` (0: no
    limit); `latency` is seconds before every answer; `credits` is the allowance of a billing cycle (None:
    without end); `today` fixes the day of the sandbox (None: the clock's, UTC).
    """

    data: Path | None = None
    jobs: int = 20_000
    seed: int = 7
    key: str = DEFAULT_KEY
    rate: int = 100
    rate_seconds: float = 60.0
    latency: float = 0.0
    credits: int | None = None
    today: date | None = None
    switches: Switches = field(default_factory=Switches)

    def as_arguments(self) -> list[str]:
        """The command line that sets up this sandbox."""
        arguments: list[str] = []
        for option in OPTIONS:
            value = getattr(self, option.field)
            if value != _DEFAULTS[option.field]:
                arguments.append(f"{option.flag}={value.as_text() if isinstance(value, Switches) else value}")
        return arguments


class Option(NamedTuple):
    """One command-line option: flag, field of `Settings`, reader of its text, what it wants, help."""

    flag: str
    field: str
    read: Callable[[str], object]
    wants: str
    help: str


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _positive_seconds(text: str) -> float:
    if not _seconds(text):
        raise ValueError(text)
    return float(text)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise UsageError(f"--data names {text!r}, which is not a file.")
    return path


OPTIONS = (
    Option("--data", "data", _file, "a Parquet or JSON-lines file", "replay the job objects of a file"),
    Option("--jobs", "jobs", _whole, "a whole number", "rough number of made-up postings in six years"),
    Option("--seed", "seed", _whole, "a whole number", "seed of postings and faults"),
    Option("--key", "key", str, "a text", "the API key that is let in"),
    Option("--rate", "rate", _whole, "a whole number", "requests a minute; 0 is no limit"),
    Option("--rate-seconds", "rate_seconds", _positive_seconds, "seconds above 0", "length of the limit's minute"),
    Option("--latency", "latency", _seconds, "seconds from 0", "seconds before every answer"),
    Option("--credits", "credits", _whole, "a whole number", "credits of a billing cycle"),
    Option(
        "--today",
        "today",
        date.fromisoformat,
        "a date YYYY-MM-DD",
        "the day that the sandbox takes for today",
    ),
    Option(
        "--faults",
        "switches",
        parse_switches,
        "name=value,...",
        "behaviours and faults: " + ", ".join(switch_names()),
    ),
)

_DEFAULTS: Mapping[str, object] = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}


def settings_from(given: Mapping[str, str | None]) -> Settings:
    """Settings from the texts of a command line, by field name; raises UsageError naming option and value."""
    read: dict[str, object] = {}
    for option in OPTIONS:
        text = given.get(option.field)
        if text is not None:
            read[option.field] = _read(option, text)
    return Settings(**read)  # type: ignore[arg-type]


def _read(option: Option, text: str) -> object:
    try:
        return option.read(text)
    except ValueError:
        raise UsageError(f"{option.flag} cannot be {text!r}; it takes {option.wants}.") from None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}; see --help.")


class CommandLine(NamedTuple):
    """What `python -m jobhouse.sandbox` was asked to do."""

    settings: Settings
    host: str
    port: int
    ends_with_parent: bool


def parse_arguments(arguments: Sequence[str]) -> CommandLine:
    """Read a command line; raises UsageError."""
    parser = _Parser(prog="python -m jobhouse.sandbox", description="Serves a stand-in of the jobs API on loopback.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on")
    parser.add_argument("--port", default="8765", help="port to listen on; 0 takes a free one")
    parser.add_argument("--ends-with-parent", action="store_true", help="end when standard input closes")
    for option in OPTIONS:
        parser.add_argument(option.flag, dest=option.field, metavar=option.field.upper(), help=option.help)
    found = vars(parser.parse_args(arguments))
    port = _read(Option("--port", "port", port_number, "a number from 0 to 65535", ""), found["port"])
    assert isinstance(port, int)
    return CommandLine(settings_from(found), found["host"], port, found["ends_with_parent"])


def port_number(text: str) -> int:
    """A TCP port; raises ValueError."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number
