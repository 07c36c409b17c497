"""The folder that a command works on where neither `--warehouse` nor the environment names one."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from jobhouse.errors import UsageError

DEFAULT: Final = Path("warehouse")
"""The folder that a command works on where none is named, inside the current folder."""
DEMO: Final = Path("demo")
"""The folder of made-up jobs, apart from real ones."""
VARIABLE: Final = "JOBHOUSE_WAREHOUSE"
"""The environment variable that names the folder of all commands."""
_SETTINGS: Final = Path(".dlt/config.toml")
_TABLE: Final = "jobhouse"
_READS_AN_API: Final = frozenset({"backfill", "nightly", "plan", "probe"})


def default_folder(command: str) -> Path:
    """The demo's own for `demo`; else the folder of the settings; else the demo's for a look where there is no other.

    Raises:
        UsageError: the settings name something that is no folder.
    """
    if command == "demo":
        return DEMO
    if in_settings := _folder_in_settings():
        return in_settings
    shows_demo = command not in _READS_AN_API and not DEFAULT.exists() and (DEMO / "jobs.duckdb").exists()
    return DEMO if shows_demo else DEFAULT


def _folder_in_settings() -> Path | None:
    """The folder that `.dlt/config.toml` names in its table `[jobhouse]`, where there is one.

    The file is read by itself: the settings of the API take longer to read.
    """
    try:
        document = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # whoever needs the settings says what is wrong, with line and column
        return None
    table = document.get(_TABLE, {})
    if not table:
        _refuse_misspelt(document)
    if not isinstance(table, dict):
        raise UsageError(f'jobhouse in {_SETTINGS} is no table; write [jobhouse] with warehouse = "real" below it.')
    folder = table.get("warehouse")
    if folder is None:
        return None
    if not isinstance(folder, str) or not folder:
        raise UsageError(f'warehouse in {_SETTINGS} is not the name of a folder; write it like warehouse = "real".')
    return folder_at(folder)


def folder_at(name: str) -> Path:
    """The folder of this name; `~/` leads to the home folder, and any other tilde is part of the name."""
    return Path(os.path.expanduser(name) if name.startswith("~/") else name)


def _refuse_misspelt(document: Mapping[str, Any]) -> None:
    """Refuse a table that names a warehouse under nearly the right name: most commands read no other table."""
    for name, table in document.items():
        if isinstance(table, dict) and "warehouse" in table and get_close_matches(name, [_TABLE], cutoff=0.8):
            raise UsageError(f"{_SETTINGS} has the section [{name}], which nothing reads; did you mean [{_TABLE}]?")
