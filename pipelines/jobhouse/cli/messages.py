"""Messages that several commands print when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jobhouse.counting import counted

if TYPE_CHECKING:
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.build.transform import Built


def print_built(built: Built) -> None:
    for warning in built.warnings:
        typer.echo(f"jobhouse: {warning}.", err=True)
    if not built.models:
        typer.echo(f"Nothing is new since the last build: no model was built ({built.seconds:.1f} s).")
        return
    typer.echo(
        f"{counted(built.models, 'model')} built and {counted(built.audits, 'audit')} passed in {built.seconds:.1f} s."
    )


def print_notes(run: Run) -> None:
    """Print the run's notes on stderr, a line each."""
    for note in run.events.notes:
        print_note(note)


def print_note(note: str) -> None:
    """Print one line on stderr."""
    typer.echo(f"jobhouse: {note}.", err=True)
