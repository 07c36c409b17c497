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
    """What builds the models, and from which rows."""

    DUCKDB = "duckdb"
    LAKE = "lake"


def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from scratch.")] = False,
    gateway: Annotated[
        Gateway,
        typer.Option(
            "--gateway",
            help="duckdb: from the raw rows of the warehouse. lake: from the files of a lake, into a warehouse that "
            "keeps no raw rows.",
        ),
    ] = Gateway.DUCKDB,
    lake: Annotated[
        str | None,
        typer.Option(
            "--lake",
            metavar="URL",
            help="Where that lake lies; default: where it was before, or the setting lake_url.",
        ),
    ] = None,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    warehouse = warehouse_of(context)
    if gateway is Gateway.LAKE:
        return print_built(_over_lake(warehouse, lake, full=full))
    if lake is not None:
        raise UsageError("--lake is for --gateway lake alone; add that, or leave --lake out.")
    return print_built(_of_own_rows(warehouse, full=full))


def _of_own_rows(warehouse: Warehouse, *, full: bool) -> Built:
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.build.transform import transform as build
    from jobhouse.warehouse.ledger.run_outcomes import mend_outcomes
    from jobhouse.warehouse.over_lake import over_lake_of

    warehouse.refuse_unmade()
    if over := over_lake_of(warehouse):
        raise over.other_gateway(warehouse)
    with warehouse.held():
        mend_outcomes(warehouse)
        return build(warehouse, full=full, on_built=say_progress)


def _over_lake(warehouse: Warehouse, lake: str | None, *, full: bool) -> Built:
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.rows import transform_over_lake

    address = LakeAddress.of(_url_of(warehouse, lake))
    return transform_over_lake(warehouse, address, full=full, on_built=say_progress)


def _url_of(warehouse: Warehouse, lake: str | None) -> str:
    """Where the lake lies: as the command line says, else where it was, else as the settings say."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.warehouse.over_lake import over_lake_of

    over = over_lake_of(warehouse) if lake is None else None
    if over and over.is_gone:
        raise over.gone(warehouse)
    url = lake or (over.url if over else Settings.load_without_key().lake_url)
    if not url:
        raise UsageError("--gateway lake needs a lake; name one with --lake URL, or in the setting lake_url.")
    return url
