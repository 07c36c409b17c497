"""The sandbox in a process of its own, forked instead of started: what `jobhouse.sandbox.server.run_in_child` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jobhouse.sandbox.options import SandboxOptions
from tests.support.commands import start

_READY: Final = "The sandbox listens on "


@contextmanager
def run_in_child(options: SandboxOptions | None = None) -> Iterator[str]:
    """Serve on a free port of loopback and yield the base URL; the process ends with the block."""
    with start(
        (options or SandboxOptions()).to_json(), target="jobhouse.sandbox.__main__:main", new_session=True
    ) as server:
        server.wait_until_said("\n")
        line = server.output().strip()
        assert line.startswith(_READY), server.errors()
        yield line.removeprefix(_READY)
