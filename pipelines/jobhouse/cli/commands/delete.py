"""`jobhouse delete` deletes adverts on request, so that nothing stores them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobhouse.cli.consent import agreed, has_terminal
from jobhouse.cli.messages import print_note
from jobhouse.cli.options import loading_warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import Stopped, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.runs.delete import SelectedVersion

_NAMED: Final = 3
"""Adverts that the question names one by one."""


def delete(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Each a job_id, or the version_id of one version alone."),
    ],
    openings: Annotated[
        bool, typer.Option("--openings", help="The ids are those of openings, with all their postings.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without a question.")] = False,
) -> None:
    """Delete adverts on request. Nothing stores them again: no later run, no repair."""
    from jobhouse.warehouse.runs.delete import delete_versions, select_versions

    warehouse = loading_warehouse_of(context)
    warehouse.refuse_unmade()
    shown = select_versions(warehouse, ids, openings=openings)
    _seek_consent(shown, yes=yes)  # without the lock, since a person may think for long
    with warehouse.held():
        selected = select_versions(warehouse, ids, openings=openings)
        delete_versions(warehouse, selected)
    _say_what_is_next(warehouse, selected)


def _seek_consent(selected: Sequence[SelectedVersion], *, yes: bool) -> None:
    """Show what is deleted, and ask unless that was allowed.

    Raises:
        UsageError: nobody has allowed it and nobody can be asked.
        Stopped: the person who was asked has declined.

    """
    stored = [one for one in selected if one.is_stored]
    if not stored:
        return
    adverts = list(dict.fromkeys((one.title, one.company) for one in stored))
    named = "; ".join(f"{title or 'no title'!r} of {company or 'no company'!r}" for title, company in adverts[:_NAMED])
    others = f"; and {len(adverts) - _NAMED:,} more" if len(adverts) > _NAMED else ""
    what = f"{counted(len(stored), 'job version')} of {counted(len(adverts), 'advert')}: {named}{others}"
    if yes:
        print_note(f"deleting {what}")
    elif not has_terminal():
        raise UsageError(f"Nothing was deleted: this would delete {what}; allow it with --yes.")
    elif not agreed(f"Delete {what}?"):
        raise Stopped("Nothing was deleted.")


def _say_what_is_next(warehouse: Warehouse, selected: Sequence[SelectedVersion]) -> None:
    from jobhouse.warehouse.runs.delete import marts_hold_some, unrecognised

    gone = sum(not one.is_stored for one in selected)
    before = f"; gone already: {gone:,}" if gone else ""
    typer.echo(f"Deleted: {counted(len(selected) - gone, 'job version')}{before}. Nothing stores them again.")
    if count := unrecognised(warehouse, selected):
        typer.echo(f"Of {count:,} the posting has no address: later versions of it are not recognised, and stored.")
    if marts_hold_some(warehouse):
        typer.echo(
            f"The marts hold them until {warehouse.command('jobhouse transform')} or the next night builds all models "
            "from nothing; after that publish each copy and each lake again."
        )
