"""The command line in this process, which spares the two seconds of starting one: the fixture `cli`.

With `no_build`, runs in this process build no models, which takes ten seconds.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Final

import pytest

from jobhouse.cli.main import main
from jobhouse.warehouse.runs import read_and_build

KEY: Final = {"api_key": "k", "base_url": "http://127.0.0.1:9"}
"""Settings of an API that nobody serves."""


@dataclass(frozen=True)
class CommandLine:
    """Runs a command as `subprocess.run` would; settings of `[sources.sentrion]` are given by name."""

    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["jobhouse", *arguments])
            for name, value in settings.items():
                patch.setenv(f"SOURCES__SENTRION__{name.upper()}", value)
            self.capture.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        said = self.capture.readouterr()
        return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), said.out, said.err)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line; what its child processes write is captured too."""
    return CommandLine(monkeypatch, capfd)


@pytest.fixture
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backfills and nights of this process read, and leave the marts as they are."""
    monkeypatch.setattr(read_and_build, "transform", lambda *_, **__: None)
