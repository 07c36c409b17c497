"""What the notebook needs before it opens: an up-to-date copy of the marts, and the user's copy of the notebook."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jobhouse.durable_files import write_whole
from jobhouse.errors import Stopped, UsageError
from jobhouse.extras import how_to_install
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.lean_process import allow_pandas
from jobhouse.warehouse.serve.publish import publish
from jobhouse.warehouse.serve.published_state import is_up_to_date
from jobhouse.warehouse.storage_errors import storage_errors_translated
from jobhouse.warehouse.waiting import Say

NOTEBOOK: Final = "notebook.py"
_LAID_OUT: Final = {NOTEBOOK: "notebook.py", "pyproject.toml": "marimo.toml"}
"""Files of the user's folder, each with the file of this package that it is copied from."""
_NEEDED: Final = ("marimo", "altair", "pandas")


def refuse_without_the_extra() -> None:
    """Check that the packages that the notebook imports are installed.

    Raises:
        UsageError: one of them is not.
    """
    allow_pandas()
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"The notebook needs {' and '.join(missing)}, not installed here; {how_to_install('explore')}")


def bring_copy_up_to_date(warehouse: Warehouse, say: Say) -> None:
    """Publish the marts where there is no copy, or where the warehouse was written to since; a load may go on.

    Raises:
        UsageError: there is no warehouse, or it has no marts yet.
        Stopped: the first copy could not be written.
    """
    if is_up_to_date(warehouse):
        return
    is_first = not warehouse.published.exists()
    why = "There is no copy of the marts yet" if is_first else "The warehouse has changed since its marts were copied"
    say(f"{why}: publishing.")
    try:
        publish(warehouse)
    except Stopped as error:
        if is_first:
            raise
        say(f"{error} The notebook shows the last copy.")


def lay_out(warehouse: Warehouse, say: Say) -> Path:
    """The notebook in the warehouse folder, copied where there is none; one that exists is the user's and is kept."""
    folder = warehouse.folder / "explore"
    notebook = folder / NOTEBOOK
    with storage_errors_translated(f"The notebook {notebook}", "nothing of yours was changed"):
        folder.mkdir(exist_ok=True)
        for name, origin in _LAID_OUT.items():
            if not (folder / name).exists():
                # a file that was cut short would pass for the user's own
                write_whole(_shipped(origin), folder / name, folder / f".{name}.part")
        is_theirs = notebook.read_bytes() != _shipped(NOTEBOOK)
    if is_theirs:
        say(f"{notebook} opens as it was saved; move it away to get the one that comes with this jobhouse.")
    return notebook


def _shipped(name: str) -> bytes:
    return files("jobhouse.explore").joinpath(name).read_bytes()
