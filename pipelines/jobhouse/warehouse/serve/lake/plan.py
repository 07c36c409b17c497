"""What differs between a warehouse and its lake, and how a lake is put right after a publish that was killed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from jobhouse.errors import UsageError
from jobhouse.warehouse.serve.lake.contents import Contents, Piece, is_mart
from jobhouse.warehouse.serve.lake.export import Exported
from jobhouse.warehouse.serve.lake.inventory import (
    MARK,
    LakeFile,
    read_inventory,
    snapshot_name,
    write_inventory,
)
from jobhouse.warehouse.serve.lake.store import Store

ROWS_AT_ONCE: Final = 50_000
"""About as many rows are exported while the warehouse is held, then put into the lake while it is not."""


@dataclass
class Lake:
    """A lake that is published into."""

    store: Store
    shown: str
    files: dict[str, LakeFile]
    """The inventory."""
    is_marked: bool
    """Whether the last publish did not come to its end."""
    found: Mapping[str, int]
    """All files with their sizes, looked at where it did not."""
    written: dict[str, LakeFile] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, store: Store, shown: str) -> Self:
        """The lake as its inventory has it.

        Raises:
            UsageError: there is something else in its place.

        """
        is_marked, files = _marks_of(store, shown)
        if files is None and not is_marked and (found := store.any_name()):
            is_marked, files = _marks_of(store, shown)  # another machine may have begun just now
            if files is None and not is_marked:
                raise UsageError(
                    f"{shown} is a folder that holds other things, such as {found}, and no lake; "
                    "name an empty one, or one that is not there yet."
                )
        return cls(store, shown, files or {}, is_marked, store.sizes() if is_marked else {})

    @property
    def load_ids(self) -> set[str]:
        """The loads of which the lake holds files."""
        return {file.load_id for file in self.files.values() if file.load_id is not None}

    @property
    def has_marts(self) -> bool:
        """Whether it was given marts, also by a publish that was killed."""
        return any(is_mart(name) for name in (*self.files, *self.found))

    def holds(self, name: str, digest: str) -> bool:
        """Whether a file is there, with these rows."""
        file = self.files.get(name)
        return file is not None and file.digest == digest

    def put(self, exported: Sequence[Exported]) -> None:
        if not exported:
            return
        self.store.put([(one.path, one.file.name) for one in exported])
        self.add([one.file for one in exported])

    def add(self, files: Iterable[LakeFile]) -> None:
        """Take files that are in their places into the inventory."""
        named = {file.name: file for file in files}
        self.files |= named
        self.written |= named

    def remove(self, names: Sequence[str]) -> None:
        self.store.remove(names)
        self.removed += names
        for name in names:
            self.files.pop(name, None)

    def commit(self) -> None:
        """Write the inventory."""
        write_inventory(self.store, self.files.values())

    def refuse_other(self, contents: Contents, warehouse: Path) -> None:
        """Refuse a lake that holds loads of which this warehouse knows nothing: their files would be removed.

        Raises:
            UsageError: it holds such loads.
        """
        foreign = self.load_ids - set(contents.loads)
        if foreign:
            raise UsageError(
                f"The lake {self.shown} holds loads that the warehouse {warehouse} does not have ({len(foreign):,}, "
                f"such as {min(foreign)}), so it is of another warehouse, or of a later state of this one; "
                "name an empty folder or bucket, or the right warehouse."
            )

    def put_right(self, contents: Contents) -> None:
        """Compare the inventory with the files, where the last publish did not come to its end.

        It may have written files that the inventory does not name: those that are wanted are written again, the others
        removed, since what they hold may have been deleted in the warehouse meanwhile.
        """
        if self.is_marked:
            self.files = {name: file for name, file in self.files.items() if self.found.get(name) == file.byte_count}
            self.remove(sorted(name for name in self.found.keys() - self.files.keys() if contents.is_left_over(name)))


@dataclass(frozen=True)
class Plan:
    """What a lake lacks, and what it holds that is gone from the warehouse."""

    missing: dict[str, list[Piece]]
    """The files to write, by load."""
    gone: list[str]
    snapshots: dict[str, str]
    """The tables to write as a whole, with their digests."""

    @classmethod
    def of(cls, lake: Lake, contents: Contents) -> Self:
        missing: dict[str, list[Piece]] = {}
        for piece in sorted(contents.pieces.values(), key=lambda piece: piece.load_id):
            if not lake.holds(piece.name, piece.digest):
                missing.setdefault(piece.load_id, []).append(piece)
        return cls(
            missing,
            [name for name in lake.files if contents.is_left_over(name)],
            {table: of for table, of in contents.snapshots.items() if not lake.holds(snapshot_name(table), of)},
        )

    @property
    def is_nothing(self) -> bool:
        return not (self.missing or self.gone or self.snapshots)

    def groups(self) -> Iterator[dict[str, list[Piece]]]:
        """The loads to write, some at a time."""
        group: dict[str, list[Piece]] = {}
        rows = 0
        for load_id, pieces in self.missing.items():
            group[load_id] = pieces
            rows += sum(piece.row_count for piece in pieces)
            if rows >= ROWS_AT_ONCE:
                yield group
                group, rows = {}, 0
        if group:
            yield group


def _marks_of(store: Store, shown: str) -> tuple[bool, dict[str, LakeFile] | None]:
    """Whether a publish is under way, and the inventory; in this order, since a publish ends with them in the other."""
    return store.read(MARK) is not None, read_inventory(store, shown)
