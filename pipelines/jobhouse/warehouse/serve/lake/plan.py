"""What differs between a warehouse and its lake.

The inventory is compared with a list of the files each time. After a publish that was killed the lake may hold files
that the inventory does not name: those that are wanted are written again, the others removed, since what they hold may
have been deleted in the warehouse meanwhile. Files that are missing or cut are written again too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from jobhouse.errors import UsageError
from jobhouse.warehouse.serve.lake.contents import LakeContents, Piece, is_mart, published_load
from jobhouse.warehouse.serve.lake.export import Exported
from jobhouse.warehouse.serve.lake.inventory import (
    MARK,
    LakeFile,
    missing_or_cut,
    read_inventory,
    snapshot_name,
    write_inventory,
)
from jobhouse.warehouse.serve.lake.store import Store
from jobhouse.warehouse.serve.lake.views import VIEWS, views_of

_COMMITS: Final = 20
"""The inventory is written again once one in so many of its files is new: its writes take time linear in its files."""
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
    """All files with their sizes."""
    lost: set[str]
    """Files that are missing or cut. The inventory names them until they are written again, so that builds stop."""
    uncommitted_count: int = 0
    written: dict[str, LakeFile] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, store: Store, shown: str) -> Self:
        """The lake as its inventory has it.

        Raises:
            UsageError: there is something else in its place.

        """
        is_marked, files = _marks_of(store, shown)
        if files is None and not is_marked and (other := store.any_name()):
            is_marked, files = _marks_of(store, shown)  # another machine may have begun just now
            if files is None and not is_marked:
                raise UsageError(
                    f"{shown} is a folder that holds other things, such as {other}, and no lake; "
                    "name an empty one, or one that is not there yet."
                )
        found, named = store.sizes(), files or {}
        return cls(store, shown, named, is_marked, found, missing_or_cut(named, found))

    @property
    def names(self) -> Set[str]:
        """The files that are named or found."""
        return self.files.keys() | self.found.keys()

    @property
    def load_ids(self) -> set[str]:
        """The loads of the inventory."""
        return {file.load_id for file in self.files.values() if file.load_id is not None}

    @property
    def has_marts(self) -> bool:
        """Whether it was given marts, also by a publish that was killed."""
        return any(is_mart(name) for name in self.names)

    def holds(self, name: str, digest: str) -> bool:
        """Whether a file is there, with these rows."""
        file = self.files.get(name)
        return file is not None and file.digest == digest and name not in self.lost

    @property
    def views(self) -> tuple[LakeFile, bytes]:
        """The file of the views over what it holds, and what is in that."""
        return views_of(self.shown, self.files.values())

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
        self.lost -= named.keys()
        self.uncommitted_count += len(named)

    def remove(self, names: Sequence[str]) -> None:
        self.store.remove(names)
        self.removed += [name for name in names if name in self.found]
        self.lost.difference_update(names)
        for name in names:
            self.files.pop(name, None)

    def commit(self) -> None:
        """Write the inventory."""
        write_inventory(self.store, self.files.values())
        self.uncommitted_count = 0

    @property
    def is_commit_due(self) -> bool:
        """Whether so many files were put since the inventory was written that it is written again."""
        return self.uncommitted_count * _COMMITS >= len(self.files)

    def refuse_other(self, contents: LakeContents, warehouse: Path) -> None:
        """Refuse a lake that holds loads of which this warehouse knows nothing: their files would be removed.

        Raises:
            UsageError: it holds such loads.
        """
        found = {load_id for name in self.found if (load_id := published_load(name))}
        foreign = (self.load_ids | found) - set(contents.loads)
        if foreign:
            raise UsageError(
                f"The lake {self.shown} holds loads that the warehouse {warehouse} does not have ({len(foreign):,}, "
                f"such as {min(foreign)}), so it is of another warehouse, or of a later state of this one; "
                "name an empty folder or bucket, or the right warehouse."
            )


@dataclass(frozen=True)
class Plan:
    """What a lake lacks, and what it holds that is gone from the warehouse."""

    missing: dict[str, list[Piece]]
    """The files to write, by load."""
    gone: list[str]
    snapshots: dict[str, str]
    """The tables to write as a whole, with their digests."""

    @classmethod
    def of(cls, lake: Lake, contents: LakeContents) -> Self:
        missing: dict[str, list[Piece]] = {}
        for piece in sorted(contents.pieces.values(), key=lambda piece: piece.load_id):
            if not lake.holds(piece.name, piece.digest):
                missing.setdefault(piece.load_id, []).append(piece)
        unwanted = {name for name in lake.lost if name != VIEWS and not contents.wants(name)}
        return cls(
            missing,
            sorted(name for name in lake.names if contents.is_left_over(name) or name in unwanted),
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
