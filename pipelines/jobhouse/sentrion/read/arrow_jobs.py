"""Jobs as Arrow tables, with nothing lost: what fits a column goes there, the rest goes to `extra`.

The schema is fixed and wide, because a column that changes its type would fail the load.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import pyarrow as pa

from jobhouse.sentrion.config.contract import JOB_FIELDS, JOB_KEYS, FieldKind, JobField
from jobhouse.sentrion.config.tables import JOB_VERSIONS, SEARCH_HITS
from jobhouse.sentrion.fetch.job import Job
from jobhouse.sentrion.read.arrow import ARROW_TYPES, TIMESTAMP, schema_of

_JOB_VERSIONS: Final = schema_of(JOB_VERSIONS)
_SEARCH_HITS: Final = schema_of(SEARCH_HITS)

_QUICK_TYPES: Final[dict[FieldKind, set[type]]] = {
    "text": {str, type(None)},
    "flag": {bool, type(None)},
    "number": {float, type(None)},
    "texts": {type(None)},
}
FIRST_FIELDS: Final = 21
"""Fields that the contract had when the first digest was stored."""
_UNSAFE: Final = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_EXACT_FLOAT: Final = 2**53
_canonical: Final = msgspec.json.Encoder(order="sorted")


def row_digest(version_id: str, values: Sequence[Any], extra: str | None) -> int:
    """64-bit BLAKE2b of a row as it is stored: its id, its fields in the order of the contract, and its `extra`.

    A version id cannot be computed from a row where a key was absent, an integer became a float or a character was
    replaced; this can. None of it changes between here and the database, where lists are JSON. Fields that the contract
    got later count where they have a value, so that rows from before keep their digests.
    """
    later = [value for value in values[FIRST_FIELDS:] if value is not None]
    content = _canonical.encode([version_id, *values[:FIRST_FIELDS], *later, extra])
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), signed=True)


def job_table(
    jobs: Sequence[Job],
    ids: Sequence[str],
    search: str,
    window_ids: Sequence[str],
    fetched_at: Sequence[datetime],
) -> pa.Table:
    """Rows of `job_versions`, one for each job; the sequences run in parallel."""
    extras: list[dict[str, Any]] = [_unknown_keys(job) for job in jobs]
    columns = [_column(field, jobs, extras) for field in JOB_FIELDS]
    texts = [_extra_text(extra) for extra in extras]
    rows = zip(*(values for _, values in columns), strict=True)
    digests = [row_digest(*row) for row in zip(ids, rows, texts, strict=True)]
    return pa.Table.from_arrays(
        [
            pa.array(ids, pa.string()),
            *(array for array, _ in columns),
            pa.array(texts, pa.string()),
            pa.array([search] * len(jobs), pa.string()),
            pa.array(window_ids, pa.string()),
            pa.array(fetched_at, TIMESTAMP),
            pa.array(digests, pa.int64()),
        ],
        schema=_JOB_VERSIONS,
    )


def hit_table(ids: Sequence[str], search: str, seen_at: Sequence[datetime]) -> pa.Table:
    """Rows of `search_hits`: which search found which version, and when first."""
    return pa.Table.from_arrays(
        [
            pa.array([search] * len(ids), pa.string()),
            pa.array(ids, pa.string()),
            pa.array(seen_at, TIMESTAMP),
        ],
        schema=_SEARCH_HITS,
    )


def _unknown_keys(job: Job) -> dict[str, Any]:
    return {} if job.keys() <= JOB_KEYS else {key: job[key] for key in job.keys() - JOB_KEYS}


def _extra_text(extra: dict[str, Any]) -> str | None:
    return _canonical.encode(_safe(extra)).decode() if extra else None


def _column(field: JobField, jobs: Sequence[Job], extras: list[dict[str, Any]]) -> tuple[pa.Array, list[Any]]:
    """The column of a field, and its values as they are stored."""
    values = [job.get(field.key) for job in jobs]
    if not _all_fit(field.kind, values):
        for row, value in enumerate(values):
            if value is not None and not _fits(field.kind, value):
                extras[row][field.key] = value
                values[row] = None
    return _array(field.kind, values)


def _array(kind: FieldKind, values: list[Any]) -> tuple[pa.Array, list[Any]]:
    if kind == "number":
        values = [None if value is None else float(value) for value in values]
    elif _has_nul(kind, values):
        values = [_safe(value) for value in values]
    try:
        return pa.array(values, ARROW_TYPES[kind]), values
    except UnicodeEncodeError:  # lone surrogates: seldom, so looked for only when they are in the way
        values = [_safe(value) for value in values]
        return pa.array(values, ARROW_TYPES[kind]), values


def _has_nul(kind: FieldKind, values: list[Any]) -> bool:
    given = filter(None, values)
    match kind:
        case "text":
            return any("\x00" in text for text in given)
        case "texts":
            return any("\x00" in text for texts in given for text in texts)
        case _:
            return False


def _all_fit(kind: FieldKind, values: list[Any]) -> bool:
    """A quick check of a whole column by its types; columns with integers or lists need the check of each value."""
    return set(map(type, values)) <= _QUICK_TYPES[kind]


def _fits(kind: FieldKind, value: Any) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "flag":
            return isinstance(value, bool)
        case "number":
            exact = isinstance(value, int) and abs(value) <= _EXACT_FLOAT
            return (exact or isinstance(value, float)) and not isinstance(value, bool)
        case "texts":
            return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _safe(value: Any) -> Any:
    """The same value without the characters that databases cannot hold (NUL, lone surrogates)."""
    match value:
        case str():
            return _UNSAFE.sub(_REPLACEMENT, value)
        case list():
            return [_safe(item) for item in value]
        case dict():
            return {_safe(key): _safe(item) for key, item in value.items()}
        case _:
            return value
