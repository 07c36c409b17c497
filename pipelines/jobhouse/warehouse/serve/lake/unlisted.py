"""Files of loads that readers count and the inventory does not name: a publish was killed, or is at work.

A publish writes `_dlt_loads` before the inventory, so a build may read such files. It has to note them as well, since
rows of them may be deleted before the publish is repeated.
"""

from __future__ import annotations

import glob
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Final

from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.raw_tables import RAW_TABLES
from jobhouse.warehouse.serve.lake.contents import GROWING, pieces_in
from jobhouse.warehouse.serve.lake.inventory import LakeFile, files_of_loads
from jobhouse.warehouse.serve.lake.views import rows_in

_RAW: Final = {table.name: table for table in RAW_TABLES}


def load_of(name: str) -> str:
    """The load whose rows a file holds, by the file's name."""
    return PurePosixPath(name).stem


def files_read(fetch: Fetch, address: str, inventory: Mapping[str, LakeFile], loads: Collection[str]) -> dict[str, str]:
    """The files that a build of these loads reads, with their digests: those of the inventory, and those it lacks.

    The arguments are those of `unlisted_files`.
    """
    return files_of_loads(inventory.values()) | unlisted_files(fetch, address, inventory, loads)


def lost_files(
    fetch: Fetch, address: str, inventory: Mapping[str, LakeFile], loads: Collection[str], known: Mapping[str, str]
) -> int:
    """How many known files are gone or rewritten, so that incremental models hold rows that the lake does not.

    `known` are the files that a build has read, with their digests then; the others are those of `unlisted_files`.
    """
    now = files_of_loads(inventory.values())
    if known.keys() - now.keys():  # a lake is listed only where its inventory lacks one
        now |= unlisted_files(fetch, address, inventory, loads)
    return sum(now.get(name) != digest for name, digest in known.items())


def unlisted_files(
    fetch: Fetch, address: str, inventory: Mapping[str, LakeFile], loads: Collection[str]
) -> dict[str, str]:
    """The files of these loads that are in a lake and not in its inventory, with the digests that it would give them.

    Args:
        fetch: runs a query in a DuckDB that can read the lake.
        address: where the lake lies.
        inventory: the files that it names.
        loads: the loads that are recorded in the lake.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for table in sorted(INSERT_ONLY_KEYS):
        pattern = literal(f"{glob.escape(address)}/{table}/*/*.parquet")
        for (path,) in fetch(f"select file from glob({pattern})"):
            name = "/".join(PurePosixPath(path).parts[-3:])
            if name not in inventory and load_of(name) in loads:
                found[table].append(path)
    return _digests(fetch, found) if found else {}


def _digests(fetch: Fetch, found: Mapping[str, list[str]]) -> dict[str, str]:
    digests: dict[str, str] = {}
    for table in GROWING:
        if paths := found.get(table.name):
            listed = ", ".join(literal(glob.escape(path)) for path in paths)
            rows = rows_in(f"[{listed}]", _RAW[table.name])
            digests |= {piece.name: piece.digest for piece in pieces_in(fetch, table, f"({rows})")}
    return digests
