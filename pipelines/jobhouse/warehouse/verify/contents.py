"""Whether stored rows still hold what was delivered: the content of each is compared with its digest or version id.

Rows that an earlier jobhouse wrote have no digest. For them the version id is computed again from the job objects that
the row may stand for: a key that is NULL was null or absent, a whole number was an integer or a float. Where there are
too many possibilities, or a character was replaced, it cannot be computed, and the row counts as unknown.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from typing import Any, Final

import duckdb
import msgspec

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import JOB_FIELDS, JOB_KEYS
from jobhouse.sentrion.fetch.job import Job, version_id_of
from jobhouse.sentrion.read.arrow_jobs import row_digest
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse

SAMPLE: Final = 1_000
"""Rows that `verify` always checks, in `_RUNS_OF_ROWS` places that differ from run to run."""
_RUNS_OF_ROWS: Final = 20
_FETCHED: Final = 64
"""Rows that are fetched at a time: few enough for enormous texts."""
MOST_ABSENT: Final = 10
"""With more NULL keys than these, an old row is unknown: each may have been absent or null, in all combinations."""
MOST_SEARCHES: Final = 200
"""Old rows whose combinations are tried, which takes a hundredth of a second each."""

_ROWS: Final = "select version_id, window_id, {digest}, extra, {fields} from sentrion.job_versions where {which}"
_LISTS: Final = [one.kind == "texts" for one in JOB_FIELDS]
_NUMBERS: Final = [one.key for one in JOB_FIELDS if one.kind == "number"]
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class AlteredRow:
    """A stored row whose content is not what was delivered."""

    version_id: str
    window_id: str


@dataclass
class ContentsCheck:
    """How many rows were checked, and what is wrong with them."""

    checked: int = 0
    unknown: int = 0
    """Rows of an earlier jobhouse whose version id cannot be computed again."""
    altered: list[AlteredRow] = field(default_factory=list)


def check_contents(warehouse: Warehouse, *, whole: bool = False) -> ContentsCheck:
    """Check all rows, or a sample.

    Raises:
        Stopped: a load holds the file for longer than a reader waits.
    """
    found, old = ContentsCheck(), OldRows()
    try:
        with reader(warehouse) as db:
            for row in _rows(db, whole=whole):
                _check(row, found, old)
    except (UsageError, duckdb.CatalogException):  # nothing was loaded yet
        return found
    return found


def _rows(db: duckdb.DuckDBPyConnection, *, whole: bool) -> Iterator[Sequence[Any]]:
    columns = {str(row[0]) for row in db.execute("describe sentrion.job_versions").fetchall()}
    digest = "row_digest" if "row_digest" in columns else "null"
    fields = ", ".join(one.column if one.column in columns else "null" for one in JOB_FIELDS)
    for which in [LOADED] if whole else _runs_of_rows(db):
        found = db.execute(_ROWS.format(digest=digest, fields=fields, which=which))
        while rows := found.fetchmany(_FETCHED):
            yield from rows


def _runs_of_rows(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Conditions for a few runs of adjacent rows, which can be found without reading all others."""
    row = db.execute("select coalesce(max(rowid), -1) from sentrion.job_versions").fetchone()
    last, length = (row[0] if row else -1), SAMPLE // _RUNS_OF_ROWS
    if last < SAMPLE:
        return [LOADED]
    draw = random.SystemRandom()
    starts = [
        part * last // _RUNS_OF_ROWS + draw.randrange(max(1, last // _RUNS_OF_ROWS)) for part in range(_RUNS_OF_ROWS)
    ]
    return [f"rowid >= {start} and rowid < {start + length} and {LOADED}" for start in starts]


def _check(row: Sequence[Any], found: ContentsCheck, old: OldRows) -> None:
    version_id, window_id, digest, extra, *stored = row
    found.checked += 1
    try:
        values = [_listed(value) if is_list else value for value, is_list in zip(stored, _LISTS, strict=True)]
        if digest is not None:
            holds: bool | None = row_digest(version_id, values, extra) == digest
        else:
            holds = old.holds(version_id, values, extra)
    except (msgspec.DecodeError, UnicodeEncodeError):  # no JSON that jobhouse writes
        holds = False
    if holds is None:
        found.unknown += 1
    elif not holds:
        found.altered.append(AlteredRow(version_id, window_id))


def _listed(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value


class OldRows:
    """Checks rows without a digest against their version id."""

    def __init__(self) -> None:
        self._absent_sets: list[frozenset[str]] = [frozenset()]
        self._searches = 0

    def holds(self, version_id: str, values: Sequence[Any], extra: str | None) -> bool | None:
        """Whether a job object that the row may stand for has this id; None: there are too many of them to try."""
        apart = msgspec.json.decode(extra) if extra else {}
        if not isinstance(apart, dict):
            return False
        job = {one.key: value for one, value in zip(JOB_FIELDS, values, strict=True)} | apart
        nulls = [key for key in JOB_KEYS if job[key] is None]
        if any(_fits(version_id, job, absent & set(nulls)) for absent in [*self._absent_sets, frozenset(nulls)]):
            return True
        if len(nulls) > MOST_ABSENT or self._searches >= MOST_SEARCHES or _REPLACED in str(job):
            return None
        self._searches += 1
        for absent in _subsets(nulls):
            if _fits(version_id, job, frozenset(absent)):
                self._absent_sets.append(frozenset(absent))
                return True
        return False


def _fits(version_id: str, job: Job, absent: frozenset[str]) -> bool:
    left = {key: value for key, value in job.items() if key not in absent}
    forms = [[(key, number) for number in _forms(left[key])] for key in _NUMBERS if key in left]
    return any(version_id_of({**left, **dict(numbers)}) == version_id for numbers in product(*forms))


def _forms(value: Any) -> list[Any]:
    """The numbers that may have been delivered where this one is stored."""
    return [value, int(value)] if isinstance(value, float) and value.is_integer() else [value]


def _subsets(keys: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(keys, count) for count in range(len(keys) + 1))
