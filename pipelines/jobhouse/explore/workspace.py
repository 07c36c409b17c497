"""What lies ready before the notebook opens: the marts as they are now, and the user's own copy of the notebook."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.publish import is_up_to_date, publish
from jobhouse.warehouse.storage_errors import storage_errors_translated

NOTEBOOK: Final = "notebook.py"
_LAID_OUT: Final = {NOTEBOOK: "notebook.py", "pyproject.toml": "marimo.toml"}
"""Files of the user's folder, and those of this package that they begin as."""
_NEEDED: Final = ("marimo", "altair", "pandas")

Say = Callable[[str], object]


def refuse_without_the_extra() -> None:
    """See that what the notebook imports is installed.

    Raises:
        UsageError: it is not.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The notebook needs {' and '.join(missing)}, not installed here; run pip install 'jobhouse[explore]'."
        )


def bring_copy_up_to_date(warehouse: Warehouse, say: Say) -> None:
    """Publish the marts where there is no copy, or where the warehouse was written to since; a load may go on.

    Raises:
        UsageError: there is no warehouse, or it has no marts yet.
        Stopped: the first copy could not be written.
    """
    if is_up_to_date(warehouse):
        return
    is_first = not warehouse.published.exists()
    why = "There is no copy of the marts yet" if is_first else "The copy of the marts is older than the warehouse"
    say(f"{why}: publishing.")
    try:
        publish(warehouse)
    except Stopped as error:
        if is_first:
            raise
        say(f"{error} The notebook shows the last copy.")


def lay_out(warehouse: Warehouse, say: Say) -> Path:
    """The notebook in the warehouse folder, made where there is none; one that is there is the user's and stays."""
    folder = warehouse.folder / "explore"
    notebook = folder / NOTEBOOK
    with storage_errors_translated(f"The notebook {notebook}", "nothing of yours was changed"):
        folder.mkdir(exist_ok=True)
        for name, origin in _LAID_OUT.items():
            if not (folder / name).exists():
                unfinished = folder / f".{name}.part"  # a file that was cut short would pass for the user's own
                unfinished.write_bytes(_shipped(origin))
                unfinished.replace(folder / name)
        is_theirs = notebook.read_bytes() != _shipped(NOTEBOOK)
    if is_theirs:
        say(f"{notebook} opens as it was saved; move it away to get the one that comes with this jobhouse.")
    return notebook


def _shipped(name: str) -> bytes:
    return files("jobhouse.explore").joinpath(name).read_bytes()
