"""`jobhouse transform` builds the SQL models."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from jobhouse.cli.messages import print_built
from jobhouse.cli.options import warehouse_of
from jobhouse.errors import UsageError

if TYPE_CHECKING:
    from jobhouse.warehouse.build.transform import Built
    from jobhouse.warehouse.folder import Warehouse


class Gateway(StrEnum):
    """What builds the models, from where."""

    DUCKDB = "duckdb"
    LAKE = "lake"


def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from scratch.")] = False,
    gateway: Annotated[
        Gateway,
        typer.Option("--gateway", help="duckdb: from the raw rows of the warehouse. lake: from the files of a lake."),
    ] = Gateway.DUCKDB,
    lake: Annotated[
        str | None,
        typer.Option("--lake", metavar="URL", help="Where the lake lies; default: the setting lake_url."),
    ] = None,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.build.transform import transform as build
    from jobhouse.warehouse.ledger.run_outcomes import mend_outcomes

    warehouse = warehouse_of(context)
    if gateway is Gateway.LAKE:
        print_built(_over_lake(warehouse, lake, full=full))
        return
    if lake is not None:
        raise UsageError("--lake is read by --gateway lake alone; add that, or leave --lake out.")
    warehouse.refuse_unmade()
    with warehouse.held():
        mend_outcomes(warehouse)
        built = build(warehouse, full=full, on_built=say_progress)
    print_built(built)


def _over_lake(warehouse: Warehouse, lake: str | None, *, full: bool) -> Built:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.warehouse.build.over_lake import transform_over_lake
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.lean_process import allow_pandas
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.views import views_in

    if full:
        raise UsageError("--full is for a warehouse of raw rows; to begin anew over a lake, name a new folder.")
    url = lake if lake is not None else Settings.load_without_key().lake_url
    if not url:
        raise UsageError("--gateway lake needs a lake; name one with --lake URL, or in the setting lake_url.")
    allow_pandas()
    with warehouse.held():
        return transform_over_lake(warehouse, views_in(warehouse, LakeAddress.of(url)), say_progress)
