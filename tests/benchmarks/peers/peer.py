"""The peers: what each needs, how it is started, and where its rows are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
PROGRAMS: Final = Path(__file__).with_name("programs")
NO_LIMIT: Final = 10**9


@dataclass(frozen=True)
class Peer:
    """A program that reads the stand-in into a DuckDB file."""

    name: str
    requirements: tuple[str, ...]
    """What pip installs."""
    shown: tuple[str, ...]
    """Distributions whose versions the table names."""
    shell: str
    """The command; `{python}`, `{bin}`, `{url}`, `{folder}`, `{since}`, `{until}` and `{programs}` are filled in."""
    table: str
    """Where the rows are."""
    key: str
    """The column that tells jobs apart."""
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, python: Path, url: str, folder: Path, days: tuple[str, str]) -> str:
        """The shell command of one run into `folder`."""
        return self.shell.format(
            python=python, bin=python.parent, url=url, folder=folder, programs=PROGRAMS, since=days[0], until=days[1]
        )

    def environment(self, url: str, rate: int) -> dict[str, str]:
        """The variables of one run, those of the shell beside them."""
        ours = {
            "SOURCES__SENTRION__API_KEY": "key",
            "SOURCES__SENTRION__BASE_URL": url,
            "SOURCES__SENTRION__REQUESTS_PER_MINUTE": str(rate or NO_LIMIT),
            "REQUESTS_PER_MINUTE": str(rate),
        }
        return {**os.environ, **ours, **self.variables}


_CALL: Final = "{python} {programs}/%s.py {url} {folder} {since} {until}"
PEERS: Final = (
    Peer(
        "jobhouse",
        (str(ROOT),),
        ("jobhouse", "dlt", "duckdb"),
        "{bin}/jobhouse --warehouse {folder} backfill --since {since} --yes --no-transform --progress none",
        "sentrion.job_versions",
        "job_url",
    ),
    Peer(
        "vendor's loop",
        ("httpx", "duckdb<2", "pyarrow"),
        ("httpx", "duckdb"),
        _CALL % "vendor_loop",
        "jobs",
        '"Job URL"',
    ),
    Peer(
        "dlt rest_api",
        ("dlt[duckdb]", "duckdb<2", "pyarrow"),
        ("dlt", "duckdb"),
        _CALL % "dlt_rest_api",
        "raw.jobs",
        "job_url",
    ),
    Peer(
        "Singer",
        ("singer-sdk", "target-duckdb"),
        ("singer-sdk", "target-duckdb", "duckdb"),
        """cd {folder} && echo '{{"url": "{url}", "since": "{since}", "until": "{until}"}}' > tap.json"""
        """ && echo '{{"path": "{folder}/jobs.duckdb", "default_target_schema": "raw"}}' > target.json"""
        " && touch state.jsonl && tail -n 1 state.jsonl > state.json"
        " && {python} {programs}/singer_tap.py --config tap.json $(test -s state.json && echo --state state.json)"
        " | {bin}/target-duckdb --config target.json >> state.jsonl",
        "raw.jobs",
        '"job url"',
    ),
    Peer(
        "PyAirbyte",
        ("airbyte",),
        ("airbyte", "airbyte-cdk", "duckdb"),
        _CALL % "pyairbyte",
        "raw.jobs",
        "job_url",
    ),
)
