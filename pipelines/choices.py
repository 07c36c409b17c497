"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Since = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day; default: the oldest day served.")]
Until = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day behind the last; default: tomorrow.")]
SearchName = Annotated[str, typer.Option("--search", metavar="NAME", help="A search from the settings.")]
