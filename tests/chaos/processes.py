"""Commands in processes of their own, with small batches, no rate limit and quick retries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx

from pipelines.sandbox.options import DEFAULT_KEY
from tests.chaos import victim

ROOT: Final = str(Path(__file__).resolve().parents[2])
BATCH_PAGES: Final = 12
LONGEST_SECONDS: Final = 240.0


def start(
    url: str,
    folder: Path,
    *arguments: str,
    point: str | None = None,
    file_size: int | None = None,
    builds: bool = True,
) -> subprocess.Popen[str]:
    """A command that kills itself at `point`, writes no file beyond `file_size` bytes, and may leave out the models."""
    settings = {
        "API_KEY": DEFAULT_KEY, "BASE_URL": url, "REQUESTS_PER_MINUTE": "1000000",
        "PAGES_PER_BATCH": str(BATCH_PAGES), "RETRY_PAUSE_SECONDS": "0.01",
    }  # fmt: skip
    env = {**os.environ, "PYTHONPATH": ROOT, **{f"SOURCES__SENTRION__{k}": v for k, v in settings.items()}}
    chaos = {
        victim.POINT: point, victim.FILE_SIZE: file_size, victim.LEAVES_OUT_MODELS: None if builds else "yes",
    }  # fmt: skip
    env |= {name: str(value) for name, value in chaos.items() if value is not None}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.victim", "--warehouse", str(folder), *arguments],
        cwd=folder.parent, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it said on stdout and on stderr, once it has ended."""
    return process.communicate(timeout=LONGEST_SECONDS)


def stats(url: str) -> dict[str, Any]:
    return dict(httpx.get(f"{url}/sandbox/stats", timeout=60).json())


def requests_at(url: str) -> int:
    return int(stats(url)["requests"])


def advance(url: str, **wanted: bool | int) -> None:
    httpx.post(f"{url}/sandbox/advance", json=wanted, timeout=60).raise_for_status()
