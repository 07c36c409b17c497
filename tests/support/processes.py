"""Commands in processes of their own, with small batches, no rate limit and quick retries."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import httpx

from jobhouse.sandbox.options import DEFAULT_KEY
from tests.support import commands, dying_command
from tests.support.commands import Command

BATCH_PAGES: Final = 12


def start(
    url: str,
    folder: Path,
    *arguments: str,
    point: str | None = None,
    file_size: int | None = None,
    builds: bool = True,
) -> Command:
    """A command that kills itself at `point`, writes no file beyond `file_size` bytes, and may leave out the models.

    A backfill always does: what reads is under test, and a night builds as well.
    """
    settings = {
        "api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": 1_000_000,
        "pages_per_batch": BATCH_PAGES, "retry_pause_seconds": 0.01,
    }  # fmt: skip
    chaos = {
        dying_command.POINT: point,
        dying_command.FILE_SIZE: file_size,
        dying_command.LEAVES_OUT_MODELS: None if builds else "yes",
    }
    leave = {"backfill": ["--yes", "--no-transform"], "nightly": ["--yes"]}.get(arguments[0], [])
    return commands.start(
        "--warehouse", str(folder), *arguments, *leave,
        target="tests.support.dying_command:run", settings=settings, folder=folder.parent,
        environment={name: str(value) for name, value in chaos.items() if value is not None},
    )  # fmt: skip


def finished(process: Command) -> tuple[str, str]:
    """What it said on stdout and on stderr, once it has ended."""
    return process.communicate()


def stats(url: str) -> dict[str, Any]:
    return dict(httpx.get(f"{url}/sandbox/stats", timeout=None).json())


def requests_at(url: str) -> int:
    return int(stats(url)["requests"])


def advance(url: str, **wanted: bool | int) -> None:
    httpx.post(f"{url}/sandbox/advance", json=wanted, timeout=None).raise_for_status()
