"""`jobhouse sandbox` serves a stand-in of the API on this machine."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jobhouse.cli.options import with_options_of
from jobhouse.sandbox.options import SandboxOptions


@with_options_of(SandboxOptions)
def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port on loopback; 0 takes a free one.")] = 8765,
    **options: Any,
) -> None:
    """Serve a local stand-in of the API. It has a switch for everything that the documentation leaves open."""
    from jobhouse.sandbox.server import say_ready, serve

    serve(SandboxOptions(**options), port=port, ready=say_ready)
