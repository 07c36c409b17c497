"""The resources of the ledger, declared once for every source: `requests`, `runs` and `findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import dlt
import pyarrow as pa
from dlt.common.configuration.specs import BaseConfiguration, configspec
from dlt.extract import DltResource

from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.sentrion.pipeline import MergeStrategies
from jobhouse.sentrion.read.arrow_ledger import RunRecords, finding_table, request_table, run_table
from jobhouse.sentrion.state.run import Run

SOURCE: Final = "sentrion"
"""The name of all sources here, so that they share their state and their tables."""


@configspec
class NoInjection(BaseConfiguration):
    """dlt would also look for arguments in names as general as `SEARCH`; `Settings` reads our section alone."""


@dlt.source(name=SOURCE, max_table_nesting=0, spec=NoInjection)
def recorded_runs(rows: Sequence[Mapping[str, Any]]) -> tuple[DltResource, ...]:
    """Rows of `runs` that another run records."""

    @dlt.resource(selected=False)
    def records() -> Iterator[RunRecords]:
        for row in rows:
            yield RunRecords(run_row=row)

    run = Run()
    return records, *ledger_resources(records, lambda: run, MergeStrategies.of_active_pipeline())


def ledger_resources(
    records: DltResource, run_now: Callable[[], Run], merge: MergeStrategies
) -> tuple[DltResource, ...]:
    """`requests`, `runs` and `findings`, fed with the `RunRecords` among the items of another resource.

    `run_now` is asked for the run that brings them, each time.
    """

    # key: an id given when the request was made, since a load that is repeated must not double its log
    @dlt.transformer(data_from=records, primary_key=INSERT_ONLY_KEYS["requests"], write_disposition=merge.insert_new)
    def requests(item: Any) -> Iterator[pa.Table]:
        if isinstance(item, RunRecords) and item.requests:
            yield request_table(run_now(), item.requests)

    # key: the run; its row grows with every batch
    @dlt.transformer(data_from=records, primary_key="run_id", write_disposition=merge.latest)
    def runs(item: Any) -> Iterator[pa.Table]:
        if isinstance(item, RunRecords):
            run = run_now()
            row = item.run_row or run.row()
            if row["run_id"] == run.run_id:
                run.events.recorded_outcome = row["outcome"]
                run.events.recorded_notes = sum(note in (row["note"] or "") for note in run.events.notes)
            yield run_table(row)

    # key: the question; the latest finding on it is kept
    @dlt.transformer(
        data_from=records,
        primary_key="question",
        write_disposition=merge.latest,
        columns={"evidence": {"data_type": "json"}},
    )
    def findings(item: Any) -> Iterator[pa.Table]:
        if isinstance(item, RunRecords) and item.findings and item.findings.found:
            yield finding_table(item.findings)

    return requests, runs, findings
