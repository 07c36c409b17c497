"""The warehouse folder: the paths of everything a run makes, and the lock that lets one run at a time write there."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Final, Self

from jobhouse.durable_files import sync_names
from jobhouse.errors import NothingYet, UsageError, unusable
from jobhouse.warehouse.default_folder import DEFAULT, DEMO, VARIABLE, default_folder
from jobhouse.warehouse.locks import WarehouseLock, lock_for_nightly, lock_for_run
from jobhouse.warehouse.privacy import users_umask
from jobhouse.warehouse.waiting import Say

CACHE: Final = "sqlmesh"
LONGEST_NAME_INSIDE: Final = 400
"""Bytes that dlt and SQLMesh need for the paths of their own files inside the folder."""
LONGEST_FOLDER: Final = 480
"""Bytes of its own path: SQLite, which counts the requests in it, takes 512 for a file and its log."""
_STEERING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that end lines, control terminals, or stand for bytes that are not UTF-8."""


@dataclass(frozen=True)
class Warehouse:
    """Paths inside one warehouse folder."""

    folder: Path
    umask: int = field(default_factory=users_umask)
    """The user's, for files that are made for others; the process may have a stricter one."""

    @classmethod
    def named(cls, name: Path) -> Self:
        """The warehouse that a user names, by its absolute path: DuckDB gives `~`, `md:` and `:memory:` other meanings.

        Raises:
            UsageError: DuckDB cannot have a file in a folder of this name.

        """
        if why := why_unusable(str(name), LONGEST_FOLDER):
            raise UsageError(f"The warehouse folder cannot be named {str(name)!r}: {why}; name another.")
        folder = _absolute(name)
        if why := why_unusable(str(folder), LONGEST_FOLDER):
            raise UsageError(f"The warehouse cannot lie in {str(folder)!r}: {why}; name another folder.")
        _refuse_out_of_reach(folder)
        return cls(folder)

    @property
    def database(self) -> Path:
        # its stem is the catalog's name and must differ from every schema's, or DuckDB calls references ambiguous
        return self.folder / "jobs.duckdb"

    @property
    def published(self) -> Path:
        """The copy of the marts for other programs, unless it is put elsewhere."""
        return self.folder / "published" / "jobs.duckdb"

    @property
    def is_absent(self) -> bool:
        """Whether there is nothing at this path yet."""
        try:
            return not self.folder.exists()
        except OSError:  # a name that no folder can have, which `make` explains
            return False

    @property
    def is_unmade(self) -> bool:
        """Whether no run has made a warehouse here yet; the folder itself may be there."""
        return not self.database.exists()

    def refuse_unmade(self) -> None:
        """Refuse to work on a warehouse that is not there.

        Raises:
            NothingYet: there is none.
        """
        if self.is_unmade:
            raise self.nothing_yet()

    def nothing_yet(self) -> NothingYet:
        """The error for a warehouse that nothing was read into."""
        fill = self.command("jobhouse backfill")
        if self._is(DEFAULT):
            demo = Warehouse(DEMO.absolute()).command("jobhouse demo")
            how = f"fill it with {fill}, or look at made-up jobs with {demo}, in a folder of their own."
        elif self.is_unmade or self.holds_demo:
            how = f"fill it with {self.command('jobhouse demo')} or {fill}."
        else:
            how = f"fill it with {fill}."
        return NothingYet(f"There is nothing in the warehouse {self.folder} yet; {how}")

    def command(self, command: str) -> str:
        """A command line of jobhouse for a shell, with `--warehouse` unless it finds this folder without."""
        name = "" if self._is_default_of(command.split()[1]) else f" --warehouse {quote(str(self.folder))}"
        return command.replace("jobhouse", f"jobhouse{name}", 1)

    def _is_default_of(self, command: str) -> bool:
        """Whether the command works on this folder in any shell: the variable may be set for a single command."""
        try:
            return not os.environ.get(VARIABLE) and self._is(default_folder(command))
        except UsageError:  # the settings name no folder that can be used
            return False

    def _is(self, name: Path) -> bool:
        try:
            return self.folder == name.absolute()
        except OSError:  # there is no current folder
            return False

    @property
    def working(self) -> Path:
        """Dlt's working folder: packages on their way, and the state they carry."""
        return self.folder / "dlt"

    @property
    def cache(self) -> Path:
        """SQLMesh's cache; one of this user's own where another user has made the usual one."""
        usual = self.folder / CACHE
        try:
            return usual if usual.stat().st_uid == os.geteuid() else self.folder / f"{CACHE}-{os.geteuid()}"
        except OSError:
            return usual

    @property
    def rate(self) -> Path:
        return self.folder / "rate.sqlite"

    @property
    def load_in_progress(self) -> Path:
        """A file that is there while a run reads and loads; where the next run finds it, a load may have been killed.

        That run removes from the database what such a load may have stored twice or left unrecorded (see
        `load.recovery`). It costs a look at every row, so it is done only after a kill.
        """
        return self.folder / ".loading"

    def end_load(self) -> None:
        """Remove the file that says that a load is in progress, whatever somebody has made of it."""
        if self.load_in_progress.is_dir():
            shutil.rmtree(self.load_in_progress)
        else:
            self.load_in_progress.unlink(missing_ok=True)

    @property
    def rewrite_due(self) -> Path:
        """A file that is there from a deletion on request until the database was rewritten without the old rows.

        Free blocks hold them until then, whichever build fails or is killed.
        """
        return self.folder / ".rewrite"

    @property
    def rewrite_failed(self) -> Path:
        """Why builds could not rewrite the database, as it was reported."""
        return self.folder / ".rewrite-failed"

    @property
    def unrecorded_credits(self) -> Path:
        """What killed runs of earlier versions may have spent without a record: one line each, with day and credits."""
        return self.folder / "unrecorded.txt"

    @property
    def spending(self) -> Path:
        """What each run may have spent, one file each (see `ledger.spending_journal`)."""
        return self.folder / "spending"

    @property
    def _demo_mark(self) -> Path:
        return self.folder / "DEMO"

    @property
    def holds_demo(self) -> bool:
        """Whether the postings are the demo's made-up ones."""
        return self._demo_mark.exists()

    @property
    def demo_charges(self) -> Path:
        """What the demo's sandbox charged: a demo that is run again pays for no job twice, as at the API."""
        return self.folder / "demo-charges.txt"

    def claim_for_demo(self) -> None:
        """Mark the warehouse as the demo's, so that made-up postings never mix with paid ones.

        Raises:
            UsageError: it holds something else already.
        """
        if self.database.exists() and not self._demo_mark.exists():
            raise UsageError(
                f"The warehouse {self.folder} holds postings that the demo must not mix with; "
                "name another folder with --warehouse."
            )
        self.mark_as_demo()

    def mark_as_demo(self, *, is_demo: bool = True) -> None:
        """Note that the postings are the demo's, or are not."""
        if is_demo and not self.holds_demo:
            self._demo_mark.write_text("The postings in this warehouse are made up: jobhouse demo wrote them.\n")
        elif not is_demo:
            self._demo_mark.unlink(missing_ok=True)

    def refuse_demo(self) -> None:
        """Keep real postings out of the demo's warehouse.

        Raises:
            UsageError: the warehouse is the demo's.
        """
        if self._demo_mark.exists():
            raise UsageError(
                f"The warehouse {self.folder} holds the demo's made-up postings; "
                "name another folder with --warehouse, or delete this one."
            )

    def make(self) -> None:
        """Make the folder, and check that it can be written.

        Raises:
            UsageError: the path is a file, or must not be written.
            Stopped: the disk is full.
        """
        probe = self.folder / ".writable"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_names(self.folder.parent)
            probe.touch()
            probe.unlink()
        except OSError as error:
            advice = "name another with --warehouse or JOBHOUSE_WAREHOUSE."
            raise unusable(f"The warehouse folder {self.folder} cannot be written", error, advice) from None

    @contextmanager
    def held(self) -> Iterator[WarehouseLock]:
        """Hold the warehouse for one run, until the end of the block or of the process.

        Raises:
            Stopped: another run holds it.
        """
        self.make()
        with lock_for_run(self.folder) as lock:
            yield lock

    @contextmanager
    def held_for_nightly(self, say: Say) -> Iterator[None]:
        """Hold the warehouse for a nightly run, before any other; `say` is called where that takes a while.

        Raises:
            Stopped: another nightly run is at work, or the run that holds the warehouse does not yield.

        """
        self.make()
        with lock_for_nightly(self.folder, say):
            yield


def why_unusable(path: str, longest: int | None = None) -> str | None:
    """Why nothing of ours can have this path; checked before anything is sent, since each request costs credits.

    `longest`: how many bytes it may have, by default what the system takes.
    """
    if not path.strip():
        return "it is empty"
    if any(unicodedata.category(letter) in _STEERING for letter in path):
        return "it holds a control character, a line break or bytes that are not UTF-8"
    if "?" in path:
        return "DuckDB takes what follows a question mark for options, and puts its log in another folder"
    longest = longest or os.pathconf("/", "PC_PATH_MAX") - LONGEST_NAME_INSIDE
    return f"it is longer than {longest:,} bytes" if len(os.fsencode(path)) > longest else None


def _refuse_out_of_reach(folder: Path) -> None:
    """Refuse a folder that cannot be read: it is no empty warehouse, and none can be made in its place."""
    try:
        os.stat(folder / "jobs.duckdb")
    except FileNotFoundError:
        if folder.is_symlink() and not folder.exists():
            raise UsageError(
                f"The warehouse folder {folder} is a link to {folder.readlink()}, which is not there; make that "
                "folder, or name another with --warehouse."
            ) from None
    except OSError as error:
        raise UsageError(
            f"The warehouse folder {folder} cannot be written or read ({error.strerror}); "
            "name another with --warehouse or JOBHOUSE_WAREHOUSE."
        ) from None


def _absolute(name: Path) -> Path:
    try:
        return name.absolute()
    except OSError as error:
        raise UsageError(
            f"The current folder cannot be used ({error.strerror}); go to another, or name the warehouse by its "
            "absolute path."
        ) from None
