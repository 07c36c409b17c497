"""Whether the files that a lake's inventory names are there: a reader would lose the rows of one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import duckdb

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, Stopped
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import MARK, LakeFile, read_inventory
from jobhouse.warehouse.serve.lake.store import store_at
from jobhouse.warehouse.storage_errors import causes_of, one_line

_OF_FILES: Final = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)
"""What DuckDB raises for a file that it cannot open, or that is no Parquet."""


@contextmanager
def damage_named(address: LakeAddress, warehouse: Warehouse) -> Iterator[None]:
    """Say which file of the lake it was where the block fails since one cannot be read.

    Raises:
        DataCheckFailed: a file is missing, cut, or holds something else.
        UsageError: the lake is gone, or the bucket's credentials are wrong.
        Unreachable: the bucket does not answer.
    """
    try:
        yield
    except (DataCheckFailed, Stopped, duckdb.Error) as error:
        if not any(isinstance(cause, _OF_FILES) for cause in causes_of(error)):
            raise
        refuse_damaged_at_rest(address, warehouse)
        if isinstance(error, Stopped | DataCheckFailed):
            raise
        raise DataCheckFailed(
            f"The lake {address.text} cannot be read ({one_line(error)}); put that file back from a copy, or publish "
            "into an empty place and build from that."
        ) from error


def refuse_damaged_at_rest(address: LakeAddress, warehouse: Warehouse) -> None:
    """Raise as `refuse_damaged` does, by the inventory of now; while a publish is at work, files may come and go."""
    store = store_at(address, warehouse)
    if store.read(MARK) is None:
        refuse_damaged(address, read_inventory(store, address.text) or {}, warehouse)


def refuse_damaged(address: LakeAddress, files: Mapping[str, LakeFile], warehouse: Warehouse) -> None:
    """Raise where a file of the inventory is not there in the size in which it was written.

    Raises:
        DataCheckFailed: some are missing or cut.
        UsageError: the bucket's credentials are wrong.
        Unreachable: the bucket does not answer.
    """
    sizes = store_at(address, warehouse).sizes()
    bad = sorted(name for name, file in files.items() if sizes.get(name) != file.byte_count)
    if bad:
        state = (
            "is not there" if bad[0] not in sizes else f"has {sizes[bad[0]]:,} bytes of {files[bad[0]].byte_count:,}"
        )
        raise DataCheckFailed(
            f"{counted(len(bad), 'file')} of {len(files):,} in the lake {address.text} are missing or cut: "
            f"{bad[0]} {state}. Their rows are missing from what reads the lake; put the files back from a copy, or "
            "publish into an empty place and build from that."
        )
