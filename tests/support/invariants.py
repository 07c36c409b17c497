"""What must hold once a storm is over: the warehouse against the sandbox's truth, as sentences about what does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pendulum

from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.windows import oldest_day, today_utc
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import credits_since
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import query, stored

KEYS: Final = {
    **INSERT_ONLY_KEYS, "windows": ("window_id",), "runs": ("run_id",), "findings": ("question",),
    "_dlt_loads": ("load_id",),
}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """The version of each posting as first delivered and as it reads at the end; the same where it was not edited."""

    first: frozenset[str]
    last: frozenset[str]
    postings: int

    @classmethod
    def of(cls, sandbox: SandboxOptions) -> Truth:
        """From the catalogue itself, past paging, HTTP and everything that could lose a row."""
        oldest = oldest_day(pendulum.now("UTC").date()).isoformat()
        engine = Engine(sandbox)
        first, last = [
            {version_id_of(job) for job in _jobs(engine, edits=edits) if job["Post Date"] >= oldest}
            for edits in (False, True)
        ]
        return cls(frozenset(first), frozenset(last), len(last))


def _jobs(engine: Engine, *, edits: bool) -> Iterator[dict[str, Any]]:
    engine.advance(late=True, edits=edits, cycle=False, days=0)
    for position in range(len(engine.catalogue.source.ids)):
        yield dict(engine.catalogue.job(position))


def wrongs_of_rows(folder: Path, truth: Truth) -> Iterator[str]:
    stored = {row for (row,) in query(folder, "select version_id from sentrion.job_versions")}
    hits = {row for (row,) in query(folder, "select version_id from sentrion.search_hits")}
    if lost := truth.last - stored:
        yield f"{len(lost)} versions are lost, such as {min(lost)}"
    if invented := stored - truth.last - truth.first:
        yield f"{len(invented)} versions are nobody's, such as {min(invented)}"
    if stored != hits:
        yield f"{len(stored ^ hits)} versions are in only one of job_versions and search_hits"


def wrongs_of_keys(folder: Path) -> Iterator[str]:
    there = {name for (name,) in query(folder, "select table_name from duckdb_tables() where schema_name = 'sentrion'")}
    if missing := KEYS.keys() - there - {"findings"}:  # where a night reads everything first, nobody probes
        yield f"the tables {sorted(missing)} are missing"
    for table, columns in ((name, KEYS[name]) for name in sorted(KEYS.keys() & there)):
        keys = ", ".join(columns)
        ((rows, distinct),) = query(folder, f"select count(*), count(distinct ({keys})) from sentrion.{table}")
        if rows != distinct:
            yield f"{table} holds {rows - distinct} of {rows} rows twice"
        load_id = "load_id" if table == "_dlt_loads" else "_dlt_load_id"
        unrecorded = f"{load_id} not in (select load_id from sentrion._dlt_loads where status = 0)"
        ((left,),) = query(folder, f"select count(*) from sentrion.{table} where {unrecorded}")
        if left:
            yield f"{table} holds {left} rows of loads that were never recorded"


def wrongs_of_marts(folder: Path) -> Iterator[str]:
    """Each version stands behind one posting of the marts, or is set aside."""
    (built, set_aside, stored), = query(
        folder,
        "select (select sum(version_count) from marts.fct_job_postings), "
        "(select count(distinct version_id) from ops.quarantine), (select count(*) from sentrion.job_versions)",
    )  # fmt: skip
    if built + set_aside != stored:
        yield f"the marts hold {built} of {stored} versions, and {set_aside} are set aside"


def wrongs_of_credits(folder: Path, stats: Mapping[str, Any]) -> Iterator[str]:
    """Each job is paid for once, and whatever was paid for is there."""
    charged, delivered = stats["credits_charged"], stats["distinct_jobs"]
    if not charged == delivered == stats["distinct_jobs_charged"]:
        yield f"{charged} credits were charged for {delivered} distinct jobs"
    (urls, recorded), = query(
        folder,
        "select (select count(distinct job_url) from sentrion.job_versions), "
        "(select sum(credits_used) from sentrion.requests)",
    )  # fmt: skip
    if urls != charged:
        yield f"{charged} credits were charged and {urls} jobs are stored"
    if recorded > charged:
        yield f"the ledger counts {recorded} credits, more than the {charged} charged"
    counted = credits_since(Warehouse(folder), oldest_day(today_utc()), Settings(api_key="none"))
    if counted < charged:
        yield f"limits count {counted} credits of all runs, fewer than the {charged} charged"


def wrongs_of_verdicts(verdicts: Mapping[str, int], open_days: int, permitted: Iterable[str]) -> Iterator[str]:
    if bad := {verdict: number for verdict, number in verdicts.items() if verdict not in permitted}:
        yield f"verify says {bad}"
    if open_days:
        yield f"verify says that {open_days} days are open"


def assert_whole(folder: Path, versions: set[str]) -> None:
    """Each version is there once, and verify agrees."""
    found = stored(folder)
    assert len(found) == len(set(found))
    assert set(found) == versions
    verification = verify(Warehouse(folder), "default")
    assert {judged.verdict for judged in verification.windows} == {"verified"}
    assert verification.open_days == 0
