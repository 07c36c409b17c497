"""`jobhouse transform` builds the SQL models."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.messages import print_built
from jobhouse.cli.options import warehouse_of


def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from scratch.")] = False,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.build.transform import transform as build
    from jobhouse.warehouse.ledger.run_outcomes import mend_outcomes

    warehouse = warehouse_of(context)
    warehouse.refuse_unmade()
    with warehouse.held():
        mend_outcomes(warehouse)
        built = build(warehouse, full=full, on_built=say_progress)
    print_built(built)
