"""How a sandbox is set up, declared once: each field of `SandboxOptions` is an option of `jobhouse sandbox` too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import msgspec
from typer import Option

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.switches import Switches, parse_switches

DEFAULT_KEY: Final = "sandbox-key"
KEY_WITHOUT_HISTORY: Final = "sandbox-key-without-history"


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise UsageError(f"--data names {text!r}, which is not a file.")
    return path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--today cannot be {text!r}; it takes a date YYYY-MM-DD.") from None


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """One sandbox: what it serves, to whom, how fast and how faithfully. None means no limit, or the clock's day."""

    data: Annotated[
        Path | None,
        Option(parser=_file, metavar="FILE", help="Replay a Parquet or JSON-lines file of job objects."),
    ] = None
    jobs: Annotated[int, Option(min=0, metavar="N", help="Rough number of generated postings in six years.")] = 20_000
    switches: Annotated[
        Switches, Option("--faults", parser=parse_switches, metavar="NAME=VALUE,...", help="Behaviours and faults.")
    ] = field(default_factory=Switches)
    seed: Annotated[int, Option(min=0, metavar="N", help="Seed of postings and faults.")] = 7
    key: Annotated[str, Option(help="The API key that is accepted.")] = DEFAULT_KEY
    rate: Annotated[int, Option(min=0, metavar="N", help="Requests a minute; 0 is no limit.")] = 100
    rate_seconds: Annotated[
        float, Option(min=0.001, max=86_400, metavar="SECONDS", help="Length of the minute of --rate.")
    ] = 60.0
    latency: Annotated[float, Option(min=0, max=86_400, metavar="SECONDS", help="Wait before each answer.")] = 0.0
    credits: Annotated[
        int | None, Option(min=0, metavar="N", help="Credits of a billing cycle; default: no limit.")
    ] = None
    charges: Annotated[
        Path | None,
        Option(parser=Path, metavar="FILE", help="Keep in FILE what was charged, for a sandbox that is started again."),
    ] = None
    today: Annotated[
        date | None, Option(parser=_day, metavar="YYYY-MM-DD", help="The current day; default: the clock's, in UTC.")
    ] = None

    def to_json(self) -> str:
        """Every field as text, for the process that serves it."""
        return msgspec.json.encode(self, enc_hook=str).decode()

    @classmethod
    def from_json(cls, text: str) -> SandboxOptions:
        return msgspec.json.decode(text, type=cls, dec_hook=lambda kind, value: kind(value))
