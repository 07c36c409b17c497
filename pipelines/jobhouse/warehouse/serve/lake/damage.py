"""Whether the files that a lake's inventory names are there: a reader would lose the rows of one that is not."""

from __future__ import annotations

from collections.abc import Mapping

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import LakeFile
from jobhouse.warehouse.serve.lake.store import store_at


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
