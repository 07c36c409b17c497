"""The files of a lake, in a folder or in a bucket: each is complete or not there, wherever the writing ends.

In a folder, a file is written under another name and renamed. A bucket shows an object only once its upload is
complete, and a rename would be a copy there, so the object gets its name at once.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from jobhouse.durable_files import sync_all
from jobhouse.warehouse.bucket_errors import bucket_errors_translated
from jobhouse.warehouse.buckets import open_bucket
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress

UPLOADS_AT_ONCE: Final = 8
LARGE_BYTES: Final = 8 * 1024**2
"""Larger files are uploaded one after another, in parts where the cloud takes them: each upload holds its part."""
_LARGE_UPLOAD: Final[Mapping[str, Mapping[str, int]]] = {"s3": {"chunksize": 2 * LARGE_BYTES, "max_concurrency": 2}}
WORKPLACE: Final = ".publishing"
"""The folder of files that are on their way; a file beside it is the lock."""
SPARK: Final = "spark"
"""The folder of the models that Spark builds, at any time: a publish leaves it alone."""


class Store(Protocol):
    """What a lake needs of the place where it lies; names are relative to its root."""

    @property
    def workplace(self) -> Path:
        """A folder for files on their way, from which they are put in place."""

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Write a small file."""

    def put(self, files: Sequence[tuple[Path, str]]) -> None:
        """Put files of the workplace in their places; those that are there are replaced."""

    def remove(self, names: Sequence[str]) -> None:
        """Remove files; those that are not there are no error."""

    def sizes(self) -> dict[str, int]:
        """The size of each file."""

    def any_name(self) -> str | None:
        """The name of some file; None where there is none."""


@dataclass(frozen=True)
class FolderStore:
    """A lake in a folder."""

    folder: Path
    umask: int
    workplace_name: str = WORKPLACE
    """Relative to the folder. Who writes under another lock has another workplace, since each empties its own."""

    @property
    def workplace(self) -> Path:
        return self.folder / self.workplace_name

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        self.workplace.mkdir(parents=True, exist_ok=True)
        new = self.workplace / f"written-{secrets.token_hex(8)}"
        new.write_bytes(content)
        self.put([(new, name)])

    def put(self, files: Sequence[tuple[Path, str]]) -> None:
        for file, _ in files:
            file.chmod(0o666 & ~self.umask)  # as open as the user makes files, unlike the warehouse
        sync_all(file for file, _ in files)  # after a power cut, a file that has its name is whole
        with self.as_user():
            for file, name in files:
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                file.replace(target)

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        found = {}
        for name in self._names():
            with suppress(FileNotFoundError):  # removed since it was listed
                found[name] = os.stat(f"{self.folder}/{name}").st_size
        return found

    def any_name(self) -> str | None:
        return next(self._names(), None)

    def _names(self) -> Iterator[str]:
        """The files of the lake, without those on their way and those of Spark; folders may vanish meanwhile."""
        root = str(self.folder)
        for folder, folders, names in os.walk(root):
            if folder == root:
                folders[:] = [name for name in folders if name not in (WORKPLACE, SPARK)]
            inside = folder.removeprefix(root).removeprefix("/")
            found = (f"{inside}/{name}" if inside else name for name in names)
            yield from (name for name in found if not name.startswith(WORKPLACE))

    @contextmanager
    def as_user(self) -> Iterator[None]:
        """Within the block, new files are as open as the user makes files, unlike those of the warehouse."""
        before = os.umask(self.umask)
        try:
            yield
        finally:
            os.umask(before)


@dataclass(frozen=True)
class BucketStore:
    """A lake in a bucket, by fsspec."""

    url: str
    files: Any
    """An `fsspec.AbstractFileSystem`."""
    root: str
    workplace: Path

    def read(self, name: str) -> bytes | None:
        with bucket_errors_translated(self.url):
            try:
                return bytes(self.files.cat_file(self._at(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, content: bytes) -> None:
        with bucket_errors_translated(self.url):
            self.files.pipe_file(self._at(name), content)

    def put(self, files: Sequence[tuple[Path, str]]) -> None:
        small = [(file, name) for file, name in files if file.stat().st_size < LARGE_BYTES]
        self._upload(small, batch_size=UPLOADS_AT_ONCE)
        for one in files:
            if one not in small:
                self._upload([one], batch_size=1, **_LARGE_UPLOAD.get(self.url.partition(":")[0], {}))
        for file, _ in files:
            file.unlink()

    def _upload(self, files: Sequence[tuple[Path, str]], **options: int) -> None:
        with bucket_errors_translated(self.url):
            self.files.put([str(file) for file, _ in files], [self._at(name) for _, name in files], **options)

    def remove(self, names: Sequence[str]) -> None:
        with bucket_errors_translated(self.url):
            for name in names:
                with suppress(FileNotFoundError):
                    self.files.rm_file(self._at(name))

    def sizes(self) -> dict[str, int]:
        with bucket_errors_translated(self.url):
            try:
                found = self.files.find(self.root, detail=True)
            except FileNotFoundError:
                return {}
        return {path.removeprefix(f"{self.root}/"): int(facts["size"] or 0) for path, facts in found.items()}

    def any_name(self) -> str | None:
        with bucket_errors_translated(self.url):
            try:
                found = self.files.ls(self.root, detail=False)
            except FileNotFoundError:
                return None
        names = (str(path).removeprefix(self.root).strip("/") for path in found)
        return next((name for name in names if name), None)

    def _at(self, name: str) -> str:
        return f"{self.root}/{name}"


def open_store(address: LakeAddress, warehouse: Warehouse) -> Store:
    """The place of a lake; a folder is made where there is none.

    Raises:
        UsageError: the bucket's URL or the credentials are wrong.
    """
    store = store_at(address, warehouse)
    if isinstance(store, FolderStore):
        with store.as_user():
            store.folder.mkdir(exist_ok=True)
    return store


def store_at(address: LakeAddress, warehouse: Warehouse) -> Store:
    """The place of a lake, to read; nothing is made.

    Raises:
        UsageError: the bucket's URL or the credentials are wrong.
    """
    if address.folder is None:
        return BucketStore(address.text, *open_bucket(address.text), warehouse.folder / WORKPLACE)
    return FolderStore(address.folder, warehouse.umask)
