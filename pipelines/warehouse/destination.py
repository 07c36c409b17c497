"""The warehouse file as a destination of dlt."""

from __future__ import annotations

from functools import cached_property

import dlt
from dlt.common.destination import DestinationCapabilitiesContext
from dlt.common.normalizers.naming import NamingConvention
from dlt.destinations.impl.duckdb.configuration import DuckDbClientConfiguration


class SettledDuckDb(dlt.destinations.duckdb):
    """dlt's DuckDB, whose set-up is worked out once.

    dlt asks what a destination can do a dozen times for each package, and searches all its settings for each answer:
    a tenth of what a small package takes.
    """

    @property
    def destination_type(self) -> str:
        """The name that dlt has for it, under which the state of a pipeline is found again."""
        return "dlt.destinations.duckdb"

    def capabilities(
        self, config: DuckDbClientConfiguration | None = None, naming: NamingConvention | None = None
    ) -> DestinationCapabilitiesContext:
        """What it can do, made anew for each caller, since dlt writes into it."""
        return super().capabilities(config or self._settled, naming)

    @cached_property
    def _settled(self) -> DuckDbClientConfiguration:
        return self.configuration(self.spec(), accept_partial=True)
