"""What a lake holds: one row for each file, in a Parquet file of the lake itself.

It is written after the files that it names, so it never names one that is not complete. Between its first and its last
write, a publish leaves a mark, which says that files may differ from the inventory.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from jobhouse.errors import UsageError
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES
from jobhouse.warehouse.serve.lake.store import Store

INVENTORY: Final = "_lake/files.parquet"
MARK: Final = "_lake/publishing"
_SCHEMA: Final = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("table_name", pa.string(), nullable=False),
        pa.field("load_id", pa.string()),
        pa.field("month", pa.string()),
        pa.field("row_count", pa.int64(), nullable=False),
        pa.field("byte_count", pa.int64(), nullable=False),
        pa.field("digest", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class LakeFile:
    """One file. The digest tells its rows from other rows of the same file's name."""

    name: str
    table_name: str
    load_id: str | None
    month: str | None
    row_count: int
    byte_count: int
    digest: str


def raw_file_digests(files: Iterable[LakeFile]) -> dict[str, str]:
    """A text for each raw table that differs where the rows of its files do.

    Load records are left out: a publish writes them before the inventory, so new loads always show as new files.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        found[file.table_name].append((file.name, file.digest))
    return {
        table.name: hashlib.sha256(repr(sorted(found[table.name])).encode()).hexdigest()
        for table in RAW_TABLES
        if table is not LOADS
    }


def files_of_loads(files: Iterable[LakeFile]) -> dict[str, str]:
    """The files of loads with their digests; one that differs later means that rows were removed."""
    return {file.name: file.digest for file in files if file.load_id is not None}


def missing_or_cut(files: Mapping[str, LakeFile], sizes: Mapping[str, int]) -> set[str]:
    """The files that are not there in the size in which they were written; `sizes` are those of the files found."""
    return {name for name, file in files.items() if sizes.get(name) != file.byte_count}


def snapshot_name(table_name: str) -> str:
    """The file of a table that is published as a whole."""
    return f"{table_name}/current.parquet"


def read_inventory(store: Store, shown: str) -> dict[str, LakeFile] | None:
    """The files of a lake by their names; None where there is no inventory.

    Raises:
        UsageError: it is damaged.
    """
    content = store.read(INVENTORY)
    if content is None:
        return None
    try:
        rows = pq.read_table(io.BytesIO(content)).to_pylist()
        return {row["name"]: LakeFile(**{name: row[name] for name in _SCHEMA.names}) for row in rows}
    except (pa.ArrowException, KeyError) as error:
        raise UsageError(
            f"{INVENTORY} of the lake {shown} is damaged ({str(error)[:200]}); name an empty folder or bucket for "
            "a new lake, or put the file back from a backup."
        ) from None


def write_inventory(store: Store, files: Iterable[LakeFile]) -> None:
    rows = [asdict(file) for file in sorted(files, key=lambda file: file.name)]
    content = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, _SCHEMA), content, compression="zstd")
    store.write(INVENTORY, content.getvalue())
