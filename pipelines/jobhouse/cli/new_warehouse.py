"""A new warehouse is announced, and on a terminal confirmed: a mistyped folder would be paid for from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jobhouse.cli.consent import agreed, has_terminal
from jobhouse.errors import Stopped, UsageError

if TYPE_CHECKING:
    from jobhouse.warehouse.folder import Warehouse


def ask_for_new(warehouse: Warehouse, *, yes: bool = False) -> None:
    """Ask on a terminal whether to make a warehouse that is not there yet.

    Where nobody can be asked, a limit of credits is no consent to one in a place that is not there, as where a disk is
    not mounted: all would be read and paid for again.

    Raises:
        Stopped: the answer is no; nothing was made.
        UsageError: nobody can be asked, and the folder above is missing; nothing was made.

    """
    if yes or not warehouse.is_unmade:
        return
    above = warehouse.folder.parent
    if not has_terminal():
        if not above.exists():
            raise UsageError(
                f"There is no warehouse in {warehouse.folder}, nor a folder {above}, so nothing was made and nothing "
                "was sent; mount its disk if it lies on one, make that folder, or name another with --warehouse."
            )
        return
    if not agreed(f"There is no warehouse in {warehouse.folder} yet. Make a new one there?"):
        raise Stopped("Nothing was made and nothing was sent; name the folder of your warehouse with --warehouse.")


def announce_new(warehouse: Warehouse, *, is_unmade: bool | None = None) -> None:
    """Print on stderr that a new warehouse is made, and where, once the folder is held: then it can be written.

    `is_unmade`: whether it was missing before the lock, for a run that has begun with its database by now.
    """
    if is_unmade or (is_unmade is None and warehouse.is_unmade):
        typer.echo(f"jobhouse: a new warehouse is made in {warehouse.folder}.", err=True)
