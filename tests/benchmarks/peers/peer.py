"""The peers: what each needs, how it is started, and where its rows are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
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
    remark: str
    """How it is set up, for those who read the table."""

    @property
    def folder(self) -> str:
        """The name as that of a folder."""
        return re.sub(r"\W+", "-", self.name)

    def command(self, python: Path, url: str, folder: Path, days: tuple[str, str]) -> str:
        """The shell command of one run into `folder`."""
        return self.shell.format(
            python=python, bin=python.parent, url=url, folder=folder, programs=PROGRAMS, since=days[0], until=days[1]
        )

    def environment(self, url: str, rate: int) -> dict[str, str]:
        """The variables of one run, those of the shell beside them, but no path to other packages."""
        ours = {
            "SOURCES__SENTRION__API_KEY": "key",
            "SOURCES__SENTRION__BASE_URL": url,
            "SOURCES__SENTRION__REQUESTS_PER_MINUTE": str(rate or NO_LIMIT),
            "REQUESTS_PER_MINUTE": str(rate),
        }
        return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | ours


_CALL: Final = "{python} {programs}/%s.py {url} {folder} {since} {until}"
_PINS: Final = ("-c", str(ROOT / ".ci" / "constraints.txt"))
"""The versions with which jobhouse is tested."""
PEERS: Final = (
    Peer(
        name="jobhouse",
        requirements=(*_PINS, "-e", str(ROOT)),
        shown=("jobhouse", "dlt", "duckdb"),
        shell="{bin}/jobhouse --warehouse {folder} backfill --since {since} --yes --no-transform --progress none",
        table="sentrion.job_versions",
        key="job_url",
        remark="`backfill` with its defaults, and the same command again.",
    ),
    Peer(
        name="vendor's loop",
        requirements=(*_PINS, "httpx", "duckdb", "pyarrow"),
        shown=("httpx", "duckdb"),
        shell=_CALL % "vendor_loop",
        table="jobs",
        key='"Job URL"',
        remark="page after page into a list, which becomes a table at the end; it waits a minute after a 429, "
        "and knows nothing of an earlier run.",
    ),
    Peer(
        name="dlt rest_api",
        requirements=(*_PINS, "dlt[duckdb]", "pyarrow"),
        shown=("dlt", "duckdb"),
        shell=_CALL % "dlt_rest_api",
        table="raw.jobs",
        key="job_url",
        remark="quarters read by 20 threads, with an incremental cursor each; Parquet files of bounded size; upsert; "
        "it knows no rate, and tries again after a 429.",
    ),
    Peer(
        name="Singer",
        requirements=("singer-sdk[msgspec]==0.54.9", "target-duckdb==0.8.0", "duckdb>=1.5.6,<2"),
        shown=("singer-sdk", "target-duckdb", "duckdb"),
        shell="""set -o pipefail; cd {folder}"""
        """ && echo '{{"url": "{url}", "since": "{since}", "until": "{until}"}}' > tap.json"""
        """ && echo '{{"path": "{folder}/jobs.duckdb", "default_target_schema": "raw", "batch_size_rows": 20000}}'"""
        " > target.json && touch state.jsonl && tail -n 1 state.jsonl > state.json"
        " && {python} {programs}/singer_tap.py --config tap.json $(test -s state.json && echo --state state.json)"
        " | {bin}/target-duckdb --config target.json >> state.jsonl",
        table="raw.jobs",
        key='"job url"',
        remark="a tap on the Meltano SDK, with a state for each quarter and msgspec for its messages; it reads one "
        "page after another, as the SDK does, and waits a minute after a 429.",
    ),
    Peer(
        name="PyAirbyte",
        requirements=("airbyte==0.71.3",),
        shown=("airbyte", "airbyte-cdk", "duckdb"),
        shell=_CALL % "pyairbyte",
        table="raw.jobs",
        key="job_url",
        remark="a manifest with slices of a month, 20 at a time, under an API budget of the rate; it stores its state, "
        "but builds the source of a manifest without it, so a second run reads everything.",
    ),
)
