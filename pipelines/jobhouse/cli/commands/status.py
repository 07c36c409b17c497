"""`jobhouse status` shows what is read, what is open and what it took."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.messages import show_over_lake
from jobhouse.cli.options import warehouse_of


def status(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Show coverage, credits, the last runs and what to run next."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.terminal.console import Terminal
    from jobhouse.terminal.status import as_json, show
    from jobhouse.warehouse.ledger.status import read_status
    from jobhouse.warehouse.serve.lake.facts import facts_of

    warehouse = warehouse_of(context)
    if facts := facts_of(warehouse):
        return show_over_lake(facts, warehouse, json=json)
    ledger = read_status(warehouse, Settings.load_without_key())
    if json:
        return typer.echo(as_json(ledger, warehouse.command))
    return show(ledger, Terminal(), warehouse.command)
