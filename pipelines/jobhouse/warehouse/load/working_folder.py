"""dlt's working folder: it holds packages on their way into the database, and nothing else that must last.

Only the database decides what is done. A pending package is loaded only where it follows the state in the database:
each package holds the state from which it was begun (`.restore/state.json`). So a backup of the database, or of the
folder, never gets packages of another time. Everything else in the folder is made again from the database at the start
of each run (see `recovery`).
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
from dlt.common.versioned_state import decompress_state, json_decode_state

from jobhouse.durable_files import make_mark
from jobhouse.warehouse.connect import tables_of_dataset
from jobhouse.warehouse.dlt_options import LATEST_STATE_FIRST, PIPELINE
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import FINISHED_LOADS
from jobhouse.warehouse.waiting import Say

SET_ASIDE_KEPT: Final = 2
"""How many folders that were set aside are kept; older ones are deleted."""
_SET_ASIDE: Final = "dlt-set-aside-"
_JOB_FOLDERS: Final = ("new_jobs", "started_jobs", "completed_jobs")
_STATE: Final = f"""
select state from sentrion._dlt_pipeline_state
where pipeline_name = '{PIPELINE}' and _dlt_load_id in ({FINISHED_LOADS})
{LATEST_STATE_FIRST} limit 1
"""


@dataclass(frozen=True)
class FileFacts:
    """What the database holds: the loads that are recorded, and the progress after the last of them."""

    recorded: frozenset[str]
    saved_state: Any

    @classmethod
    def of(cls, db: duckdb.DuckDBPyConnection) -> FileFacts:
        there = tables_of_dataset(db)
        recorded = db.execute(FINISHED_LOADS).fetchall() if "_dlt_loads" in there else []
        has_state = recorded and "_dlt_pipeline_state" in there
        row = db.execute(_STATE).fetchone() if has_state else None
        return cls(frozenset(load_id for (load_id,) in recorded), _progress(decompress_state(row[0])) if row else {})


@dataclass(frozen=True)
class WorkingFolder:
    """The folder of dlt's pipeline, read as plain files, since dlt cannot open a damaged one."""

    warehouse: Warehouse

    @property
    def path(self) -> Path:
        return self.warehouse.working / PIPELINE

    @property
    def extracted(self) -> Path:
        return self.path / "normalize" / "extracted"

    @property
    def normalized(self) -> Path:
        return self.path / "load" / "normalized"

    @property
    def contents(self) -> Path:
        """The file that lists the tables of the pending packages, since a package does not list them itself."""
        return self.warehouse.working / "contents.json"

    def note_contents(self) -> None:
        """Write the file `contents`."""
        found = {package.name: sorted(_tables(package)) for package in self.pending()}
        self.contents.write_text(json.dumps(found), encoding="utf-8")

    def pending(self) -> list[Path]:
        """The packages that are not loaded yet, oldest first."""
        return sorted([*_packages(self.normalized), *_packages(self.extracted)], key=lambda package: package.name)

    def forget_loaded(self) -> None:
        """Remove what dlt keeps of packages that are loaded."""
        for package in _packages(self.path / "load" / "loaded"):
            shutil.rmtree(package)

    def keep_loadable(self, facts: FileFacts, say: Say) -> bool:
        """Keep only packages that are to be loaded; whether there are any."""
        if self.warehouse.working.is_file():
            self.set_aside("it is a file", say)
        self._remove_finished(facts)
        if not (pending := self.pending()):
            self._empty(facts, say)
            return False
        if why := self._unfit(pending, facts):
            self.set_aside(why, say)
            return False
        return True

    def _remove_finished(self, facts: FileFacts) -> None:
        """Remove packages that a killed run left although they are loaded, or are already whole in the next folder."""
        normalized = {package.name for package in _packages(self.normalized)}
        for package in _packages(self.extracted):
            if package.name in normalized | facts.recorded:
                shutil.rmtree(package)
        for package in _packages(self.normalized):
            if package.name in facts.recorded:
                shutil.rmtree(package)

    def _empty(self, facts: FileFacts, say: Say) -> None:
        """Delete the folder, which holds nothing that the database does not."""
        known = _read_progress(self.path / "state.json")
        if known not in (None, {}, facts.saved_state):
            say(
                f"{self.warehouse.database.name} and its working folder are not of the same time, as when an older "
                "copy was put back; what the file says is done counts, and what it lacks is read again"
            )
        self.wipe()

    def wipe(self) -> None:
        """Delete the folder; dlt makes a new one and restores the progress from the database."""
        for path in (self.path, self.contents):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _unfit(self, pending: Sequence[Path], facts: FileFacts) -> str | None:
        """Why the pending packages must not be loaded; None where they may be."""
        saved_state = facts.saved_state
        noted = self._noted_contents()
        for package in pending:
            if set(noted.get(package.name, ())) - _tables(package):
                return "a batch that waited there to be loaded is damaged"
            begun_at = _read_progress(package / ".restore" / "state.json")
            if begun_at is None:
                return "a batch that waited there to be loaded is damaged"
            if begun_at != saved_state:
                return f"a batch that waited there to be loaded belongs to another {self.warehouse.database.name}"
            saved_state = _state_after(package, begun_at)
        return None

    def _noted_contents(self) -> dict[str, list[str]]:
        try:
            noted = json.loads(self.contents.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def set_aside(self, why: str, say: Say) -> None:
        """Rename the folder; what its packages held is read again, and its credits count like those of a killed run."""
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = self.warehouse.folder / f"{_SET_ASIDE}{at}"
        make_mark(self.warehouse.load_in_progress)
        self.warehouse.working.rename(aside)
        older = sorted(self.warehouse.folder.glob(f"{_SET_ASIDE}*"))[:-SET_ASIDE_KEPT]
        for folder in older:
            shutil.rmtree(folder, ignore_errors=True)
        say(f"dlt's working folder was set aside as {aside.name}, since {why}; what is missing is read again")


def _packages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _tables(package: Path) -> set[str]:
    """The tables for which the package holds data, loaded already or not."""
    return {job.name.partition(".")[0] for name in _JOB_FOLDERS for job in (package / name).glob("*.*")}


def _progress(state: Any) -> Any:
    """Our part of dlt's state: the rest differs between machines and versions of dlt."""
    return state.get("sources") or {}


def _read_progress(path: Path) -> Any:
    """The progress in one of dlt's state files; None where it cannot be read."""
    try:
        return _progress(json_decode_state(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, AttributeError):
        return None


def _state_after(package: Path, begun_at: Any) -> Any:
    """The progress after the package is loaded: what it holds, or the same as before where it holds none."""
    try:
        said = json_decode_state((package / "load_package_state.json").read_text(encoding="utf-8"))
        return _progress(decompress_state(said["pipeline_state"]["state"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return begun_at
