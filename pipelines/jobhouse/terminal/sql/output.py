"""Results of the prompt that go to a file: `.output FILE` and `.once FILE`."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from jobhouse.child_process import in_child
from jobhouse.errors import UsageError
from jobhouse.terminal.sql.display import Display, Mode, ResultFormat
from jobhouse.terminal.sql.results import ResultTarget, write_results
from jobhouse.warehouse.folder import Warehouse

_BY_ENDING: Final[dict[str, ResultFormat]] = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".parquet": "parquet",
}

_OF_ONE_RESULT: Final = {"json": "JSON", "parquet": "Parquet"}
"""Formats in which one result cannot follow another."""


class UnwritableError(UsageError):
    """The file of a result cannot be written."""


@dataclass
class Output:
    """A file that takes the results of one query, or of all queries until another is named."""

    path: Path
    is_once: bool
    is_begun: bool = False

    @classmethod
    def named(cls, name: str, warehouse: Warehouse, *, is_once: bool) -> Output:
        """The file of this name.

        Raises:
            UsageError: it cannot be written, or lies in the warehouse.
        """
        path = Path(os.path.expanduser(name)).absolute()
        if path.resolve().is_relative_to(warehouse.folder.resolve()):
            raise UsageError(f"{path} lies in the warehouse, which the prompt does not change; name another file.")
        if (path.exists() and not path.is_file()) or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            raise UsageError(f"The file {path} cannot be written; name another.")
        if not is_once and (kind := _OF_ONE_RESULT.get(_form_of(path, "auto"))):
            raise UsageError(f"A {kind} file holds one result; use .once FILE.")
        return cls(path, is_once)

    def write(self, warehouse: Warehouse, sql: str, mode: Mode) -> int | None:
        """Run SQL and write its results: over an older file, or after the results before.

        Returns how many rows were written; None where they are drawn for people.

        Raises:
            UnwritableError: the file cannot be written; an older one is left as it was.
            UsageError: wrong SQL; likewise.
            Stopped: Ctrl-C, or a load held the file too long.
        """
        form = _form_of(self.path, mode)
        try:
            with tempfile.NamedTemporaryFile(dir=self.path.parent, prefix=".once-", delete=False) as file:
                return self._fill(cast("BinaryIO", file), warehouse, sql, form)
        except OSError as error:
            said = f"The file {self.path} cannot be written ({error.strerror}); name another."
            raise UnwritableError(said) from None

    def _fill(self, file: BinaryIO, warehouse: Warehouse, sql: str, form: ResultFormat) -> int | None:
        written = Path(file.name)
        try:
            rows = in_child(lambda: write_results(warehouse, sql, ResultTarget(file, form, Display(), None)))
            if self.is_begun:
                with self.path.open("ab") as whole, written.open("rb") as added:
                    whole.write(b"\n")
                    shutil.copyfileobj(added, whole)
            else:
                written.chmod(0o666 & ~warehouse.umask)
                written.replace(self.path)
            self.is_begun = True
            return rows
        finally:
            written.unlink(missing_ok=True)


def _form_of(path: Path, mode: Mode) -> ResultFormat:
    """The ending of the file says the format; otherwise it is the mode of the prompt."""
    return _BY_ENDING.get(path.suffix.lower(), mode)
