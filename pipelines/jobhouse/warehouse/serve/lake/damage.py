"""Whether the files that a lake's inventory names are there: a reader would lose the rows of one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import duckdb

from jobhouse.counting import counted, is_or_are
from jobhouse.errors import DataCheckFailed, Stopped
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import MARK, LakeFile, missing_or_cut, read_inventory
from jobhouse.warehouse.serve.lake.store import store_at
from jobhouse.warehouse.storage_errors import causes_of, one_line

_OF_FILES: Final = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)
"""What DuckDB raises for a file that it cannot open, or that is no Parquet."""


@contextmanager
def damage_named(address: LakeAddress, warehouse: Warehouse) -> Iterator[None]:
    """Say which file of the lake it was where the block fails since one cannot be read.

    Raises:
        DataCheckFailed: a file is missing, cut, or holds something else.
        Stopped: a file is missing, and a publish is at work or was killed.
        UsageError: the lake is gone, or the bucket's credentials are wrong.
        Unreachable: the bucket does not answer.
    """
    try:
        yield
    except (DataCheckFailed, Stopped, duckdb.Error) as error:
        if not any(isinstance(cause, _OF_FILES) for cause in causes_of(error)):
            raise
        refuse_damaged_now(address, warehouse)
        if isinstance(error, Stopped):
            raise
        raise DataCheckFailed(
            f"The lake {address.text} cannot be read ({one_line(error)}); put that file back from a copy, or "
            "delete it and run jobhouse publish again."
        ) from error


def refuse_damaged_now(address: LakeAddress, warehouse: Warehouse) -> None:
    """Raise as `refuse_damaged` does, by the inventory of now."""
    refuse_damaged(address, read_inventory(store_at(address, warehouse), address.text) or {}, warehouse)


def refuse_damaged(address: LakeAddress, files: Mapping[str, LakeFile], warehouse: Warehouse) -> None:
    """Raise where a file that the inventory names is not there in the size in which it was written.

    A publish at work, or one that was killed, may have replaced files without naming them yet: the next build sees by
    their digests that they are others. So beside its mark only a file that is not there is an error.

    Args:
        address: where the lake lies.
        files: the inventory as it was read; where a publish has changed it since, the present one counts.
        warehouse: whose user reads.

    Raises:
        DataCheckFailed: some are missing or cut.
        Stopped: some are missing, and a publish is at work or was killed.
        UsageError: the bucket's credentials are wrong.
        Unreachable: the bucket does not answer.
    """
    store = store_at(address, warehouse)
    while bad := sorted(missing_or_cut(files, sizes := store.sizes())):
        is_marked = store.read(MARK) is not None
        now = read_inventory(store, address.text) or {}
        if now != files:
            files = now
            continue
        missing = [name for name in bad if name not in sizes]
        if not is_marked:
            raise _damaged(address, files, bad, sizes)
        if missing:
            raise Stopped(
                f"A publish into the lake {address.text} is under way, or was killed, and "
                f"{counted(len(missing), 'file')} of {len(files):,} that the inventory names "
                f"{is_or_are(len(missing))} not there, such as {missing[0]}; "
                "once a publish has come to its end, run the same command again."
            )
        return


def _damaged(
    address: LakeAddress, files: Mapping[str, LakeFile], bad: Sequence[str], sizes: Mapping[str, int]
) -> DataCheckFailed:
    first = bad[0]
    state = "is not there" if first not in sizes else f"has {sizes[first]:,} bytes of {files[first].byte_count:,}"
    return DataCheckFailed(
        f"{counted(len(bad), 'file')} of {len(files):,} in the lake {address.text} "
        f"{is_or_are(len(bad))} missing or cut: {first} {state}. "
        "What reads the lake lacks their rows; put the files back from a copy, or run jobhouse "
        "publish again, which writes what its warehouse has."
    )
