"""The end of the warehouse file that belongs to nothing, and is cut off.

DuckDB writes the rows of a large transaction to the end of the file before it is committed. Where that fails for want
of room, or is killed, the file keeps its size: no header counts these blocks, so that they are not free ones either,
and neither a checkpoint nor opening the file again makes it shorter. Later transactions write over them.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.warehouse.connection import closed_at_end
from jobhouse.warehouse.file_format import latest_header, log_of

_BLOCKS: Final = "select total_blocks, block_size from pragma_database_size()"


def cut_unused_tail(database: Path) -> None:
    """Cut off what follows the last block that the file's header counts; call it with the warehouse held.

    Nothing is cut while another program writes to the file, or while a log beside it has changes that may stand there.
    """
    header = latest_header(database)
    log = log_of(database)
    if header is None or database.stat().st_size <= header.end or log.exists():
        return
    with suppress(duckdb.Error, OSError), closed_at_end(duckdb.connect(str(database), read_only=True)) as db:
        counted = db.execute(_BLOCKS).fetchall()  # as long as it is open here, nobody else can write to it
        if not log.exists() and counted == [(header.blocks, header.block_size)] and latest_header(database) == header:
            os.truncate(database, header.end)
