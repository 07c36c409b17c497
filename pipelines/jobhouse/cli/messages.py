"""Messages that several commands print when they end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from shlex import quote
from typing import TYPE_CHECKING

import typer

from jobhouse.counting import counted

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.build.transform import Built
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.serve.lake.facts import LakeFacts


def print_built(built: Built) -> None:
    for warning in built.warnings:
        typer.echo(f"jobhouse: {warning}.", err=True)
    if not built.models:
        typer.echo(f"Nothing is new since the last build: no model was built ({built.seconds:.1f} s).")
        return
    typer.echo(
        f"{counted(built.models, 'model')} built and {counted(built.audits, 'audit')} passed in {built.seconds:.1f} s."
    )
    if built.views:
        typer.echo(f"Next: query the marts in DuckDB, with the views that {built.views} makes.", err=True)


def show_over_lake(facts: LakeFacts, warehouse: Warehouse, *, json: bool) -> None:
    """Print what a warehouse over a lake is."""
    from jobhouse.terminal import over_lake
    from jobhouse.terminal.console import Terminal

    if json:
        typer.echo(over_lake.as_json(facts, warehouse.command))
    else:
        over_lake.show(facts, Terminal.wide_in_a_pipe(), warehouse.command)


@contextmanager
def notes_printed(*runs: Run, silent: bool = False) -> Iterator[None]:
    """Print the notes of these runs on stderr at the end, a line each, also after an error."""
    try:
        yield
    finally:
        for note in (note for run in runs for note in run.events.notes if not silent):
            print_note(note)


def warn_of_deleted(warehouse: Warehouse) -> None:
    """Say that what is made of the marts now holds adverts that were deleted on request, where that is so."""
    from jobhouse.warehouse.runs.delete import marts_hold_some

    if marts_hold_some(warehouse):
        build = warehouse.command("jobhouse transform")
        print_note(f"the marts hold adverts that were deleted since the last build; run {build}, then this again")


def load_settings(*, silent: bool = False) -> Settings:
    """The settings of a command that sends requests; one line on stderr says where others can read the key.

    Raises:
        UsageError: they cannot be used.
    """
    from jobhouse.sandbox.options import DEFAULT_KEY
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.config.settings_files import files_with_open_key

    settings = Settings.load()
    if not silent and (found := files_with_open_key(DEFAULT_KEY)):
        files = " ".join(quote(str(file)) for file in found)
        are_ours = all(file.stat().st_uid == os.geteuid() for file in found)
        how = f"run chmod 600 {files}" if are_ours else f"have their owner run chmod o= {files}"
        print_note(f"other users can read the API key in {found[0]}; {how}")
    return settings


def print_note(note: str) -> None:
    """Print one line on stderr."""
    typer.echo(f"jobhouse: {note}.", err=True)
