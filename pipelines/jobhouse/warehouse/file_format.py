"""How the warehouse file is stored: the storage version and the size of blocks that a new file gets.

A file keeps both for its life, whatever opens it later. DuckDB's own defaults are the storage version of DuckDB 1.0,
which compresses texts badly, and blocks of 256 KiB, of which a table of a few rows fills a fraction. Smaller blocks
than ours take longer to write: each package of a load pays for it.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from jobhouse.durable_files import replace_file
from jobhouse.warehouse.connection import closed_at_end

ATTACH_OPTIONS: Final = "storage_version 'v1.4.0', block_size 131072"
"""The file can be read by DuckDB 1.4 and later."""
_VERSION_IN_FILE: Final = 67
"""What DuckDB writes into the head of a file for that storage version; earlier ones have lower numbers."""
_VERSION_AT: Final = 12
"""After a checksum of 8 bytes and DuckDB's mark of 4."""
_HEADERS_AT: Final = (4096, 8192)
"""The two headers of a file, which DuckDB writes in turn."""
_HEADER: Final = "<8xQ16xQQ"
"""A checksum, its number, where two lists begin, and how many blocks of which size follow the headers."""
_BLOCKS_AT: Final = 12_288


def log_of(file: Path) -> Path:
    """The log that DuckDB keeps beside a file, of what is not in the file yet."""
    return file.with_name(f"{file.name}.wal")


class Header(NamedTuple):
    """What a header of a file says."""

    number: int
    blocks: int
    block_size: int

    @property
    def end(self) -> int:
        """The bytes that the file needs; what follows belongs to no table."""
        return _BLOCKS_AT + self.blocks * self.block_size


_read_before: Final[dict[str, int]] = {}
"""Open descriptors of warehouse files, by path."""


def head_of(file: Path, size: int) -> bytes:
    """The first bytes of a DuckDB file, fewer where it is shorter.

    The descriptor stays open until another file stands in that place: when a process closes one of a file, the system
    takes away all locks that the process has on it, DuckDB's among them, and any other program could write to it.

    Raises:
        OSError: there is no such file, or it cannot be read.
    """
    path = str(file.absolute())
    opened = _read_before.get(path)
    if opened is None or not os.path.samestat(os.stat(path), os.fstat(opened)):
        _read_before[path] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        if opened is not None:
            os.close(opened)
    return os.pread(_read_before[path], size, 0)


def is_duckdb(head: bytes) -> bool:
    """Whether a file that begins with these bytes is DuckDB's: a checksum of 8 bytes, then its mark."""
    return head[8:_VERSION_AT] == b"DUCK"


def is_of_earlier_version(file: Path) -> bool:
    """Whether this is a DuckDB file of an earlier storage version."""
    try:
        head = head_of(file, _VERSION_AT + 8)
    except OSError:
        return False
    whole = len(head) == _VERSION_AT + 8
    return whole and is_duckdb(head) and bool(struct.unpack_from("<Q", head, _VERSION_AT)[0] < _VERSION_IN_FILE)


def latest_header(file: Path) -> Header | None:
    """The header with the higher number, which counts; None where there is none."""
    try:
        head = head_of(file, _BLOCKS_AT)
        return max(Header(*struct.unpack_from(_HEADER, head, at)) for at in _HEADERS_AT)
    except (OSError, struct.error):
        return None


def attach_new(db: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Make a file in the present format, and attach it under a name."""
    db.execute(f"attach {literal(str(file))} as {name} (read_write, {ATTACH_OPTIONS})")


def make_file(file: Path) -> None:
    """Make an empty file in the present format. It is made beside its place: a kill leaves none, or a whole one."""
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    with closed_at_end(duckdb.connect()) as db:
        attach_new(db, new, "made")
        db.execute("detach made")
    replace_file(file, new)


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """The name of a schema, a table or a column as SQL."""
    return '"' + name.replace('"', '""') + '"'
