"""A new warehouse is announced, and on a terminal asked for: a mistyped folder would be paid for from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jobhouse.cli.consent import agreed, has_terminal
from jobhouse.errors import Stopped

if TYPE_CHECKING:
    from jobhouse.warehouse.folder import Warehouse


def ask_for_new(warehouse: Warehouse, *, yes: bool = False) -> None:
    """Ask the person at the terminal, if there is one, whether a warehouse that is not there yet is to be made.

    Raises:
        Stopped: it is not; nothing was made.

    """
    if yes or not warehouse.is_unmade or not has_terminal():
        return
    if not agreed(f"There is no warehouse in {warehouse.folder} yet. Make a new one there?"):
        raise Stopped("Nothing was made and nothing was sent; name the folder of your warehouse with --warehouse.")


def announce_new(warehouse: Warehouse, *, is_new: bool | None = None) -> None:
    """Say on stderr where a warehouse is made that is not there yet, or was not there (`is_new`) a moment ago."""
    if is_new or (is_new is None and warehouse.is_unmade):
        typer.echo(f"jobhouse: a new warehouse is made in {warehouse.folder}.", err=True)
