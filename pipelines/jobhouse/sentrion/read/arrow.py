"""The Arrow types of the source's tables."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from jobhouse.sentrion.config.tables import ColumnKind, Table

TIMESTAMP: Final = pa.timestamp("us", tz="UTC")
ARROW_TYPES: Final[dict[ColumnKind, pa.DataType]] = {
    "text": pa.string(),
    "count": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": TIMESTAMP,
    "texts": pa.list_(pa.string()),
    "json": pa.string(),
    "bytes": pa.binary(),
}


def schema_of(table: Table) -> pa.Schema:
    """Fixed and wide, because a column that changes its type would fail the load."""
    return pa.schema([pa.field(one.name, ARROW_TYPES[one.kind], nullable=not one.is_required) for one in table.columns])
