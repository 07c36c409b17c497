"""The tables that the source writes: each column once, with its type and what it holds.

The Arrow schemas (`read/arrow.py`), the tables in DuckDB (`warehouse/raw_tables.py`) and `sql/external_models.yaml` are
made from these definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from jobhouse.sentrion.config.contract import JOB_FIELDS

ColumnKind = Literal["text", "count", "number", "flag", "date", "moment", "texts", "json", "bytes"]


@dataclass(frozen=True)
class Column:
    """One column. `is_required`: it is never NULL."""

    name: str
    kind: ColumnKind
    description: str
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """One table, its columns in the order in which they are stored."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


JOB_VERSIONS: Final = Table(
    "job_versions",
    "One distinct job object, verbatim",
    (
        Column("version_id", "text", "Hash of the whole job object", is_required=True),
        *(Column(field.column, field.kind, f"`{field.key}` as delivered") for field in JOB_FIELDS),
        Column("extra", "json", "Keys that have no column of their own, and values that do not fit their column"),
        Column("search", "text", "The search that brought it first", is_required=True),
        Column("window_id", "text", "The window that brought it first", is_required=True),
        Column("fetched_at", "moment", "When its page arrived (UTC)", is_required=True),
        Column("row_digest", "count", "Digest of the row as written, by which `verify` notices a change"),
    ),
)
SEARCH_HITS: Final = Table(
    "search_hits",
    "One job version found by one search",
    (
        Column("search", "text", "The search", is_required=True),
        Column("version_id", "text", "The job version", is_required=True),
        Column("first_seen_at", "moment", "When the search first found it (UTC)", is_required=True),
    ),
)
WINDOWS: Final = Table(
    "windows",
    "One range of days of one search",
    (
        Column("window_id", "text", "Search, filters and days", is_required=True),
        Column("search", "text", "The search"),
        Column("filters_hash", "text", "Hash of the filters under which it is read"),
        Column("since", "date", "First day"),
        Column("until", "date", "End date, exclusive"),
        Column("published_after", "date", "The lower bound that is sent; the API may mean it inclusive or exclusive"),
        Column("published_before", "date", "The upper bound that is sent"),
        Column(
            "status",
            "text",
            "open (no page read yet), reading, complete, stopped (left for a later run), "
            "split (its halves are read in its place)",
        ),
        Column("cursor", "text", "The API's `search_after` for the next page, verbatim"),
        Column("pages", "count", "Pages read"),
        Column("rows_delivered", "count", "Jobs delivered by this reading, repeats included"),
        Column("rows_distinct", "count", "Distinct job versions delivered, over both readings where it was read twice"),
        Column("expected_total", "count", "Jobs that the API announced last; NULL where it gave no total"),
        Column("credits_used", "count", "Credits that its pages cost"),
        Column("started_at", "moment", "When its first page was asked for (UTC)"),
        Column("completed_at", "moment", "When it was first complete (UTC)"),
        Column("refreshed_at", "moment", "When it was last complete again after a refresh (UTC)"),
        Column("note", "text", "What the run noted about it, for people"),
        Column("reading_id", "text", "The reading whose pages it counts; new whenever it starts again"),
        Column("is_total_capped", "flag", "Whether the total is the largest that the API gives, and may be higher"),
    ),
)
REQUESTS: Final = Table(
    "requests",
    "One HTTP request",
    (
        Column("request_id", "text", "Given when the request was made", is_required=True),
        Column("run_id", "text", "The run that sent it"),
        Column("search", "text", "The search of that run"),
        Column("requested_at", "moment", "When it was sent (UTC)"),
        Column("window_id", "text", "The window it was for"),
        Column("status", "count", "HTTP status; NULL where no answer came"),
        Column("latency_ms", "count", "Milliseconds from sending to the whole answer"),
        Column("rows", "count", "Jobs in the answer; NULL where it holds no page"),
        Column("credits_used", "count", "Credits that the answer says it cost"),
        Column("credits_remaining", "count", "Credits that the answer says are left"),
        Column("attempt", "count", "1, or higher where it repeats a request that failed"),
        Column("error", "text", "Why it brought no page, without the body or the key"),
        Column("credits_reserved", "count", "What the limits count for it: its price, or what it may have cost"),
        Column("reading_id", "text", "The reading of the window that its page belongs to"),
        Column("page", "count", "Number of the page within that reading; NULL where the checkpoint counts none"),
        Column("total", "count", "Jobs that the API announced with the page"),
        Column("version_keys", "bytes", "The page's receipt: 8 bytes of each version id that it delivered"),
    ),
)
RUNS: Final = Table(
    "runs",
    "One run of one command",
    (
        Column("run_id", "text", "Given when the run started", is_required=True),
        Column("command", "text", "The command"),
        Column("search", "text", "The search it read"),
        Column("started_at", "moment", "When it started (UTC)"),
        Column("updated_at", "moment", "When its last batch was packed (UTC)"),
        Column("outcome", "text", "running, done, stopped, refused, unreachable, check_failed, failed or killed"),
        Column("note", "text", "Why it ended early, or what it noted, for people"),
        Column("requests", "count", "Requests sent"),
        Column("pages", "count", "Pages read"),
        Column("rows_delivered", "count", "Jobs delivered, second readings included"),
        Column("credits_used", "count", "Credits that its answers say they cost"),
    ),
)
FINDINGS: Final = Table(
    "findings",
    "One question about the API, as probe answered it",
    (
        Column("question", "text", "What the documentation leaves open", is_required=True),
        Column("answer", "text", "The answer"),
        Column("evidence", "json", "What was sent and counted"),
        Column("asked_at", "moment", "When it was asked (UTC)"),
        Column("requests", "count", "Requests that it took"),
        Column("credits", "count", "Credits that it took"),
        Column("contradicted", "text", "Which later answer contradicts it; NULL while none does"),
    ),
)
TABLES: Final = (JOB_VERSIONS, SEARCH_HITS, WINDOWS, REQUESTS, RUNS, FINDINGS)
INSERT_ONLY_KEYS: Final = {
    "job_versions": ("version_id",),
    "search_hits": ("search", "version_id"),
    "requests": ("request_id",),
}
"""The tables that only grow, to gigabytes: each load adds rows, and changes none; with the keys of their rows."""
