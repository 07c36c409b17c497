"""A sandbox that does not keep its word: it announces jobs that it never delivers, or delivers a page twice."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from jobhouse.sandbox.api.app import create_app
from jobhouse.sandbox.api.catalogue import Matches
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.request import SearchRequest


class Lossy(Engine):
    """Leaves out the last job of every full page; the total still counts it."""

    is_lossy = True

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        given = shown[:-1] if self.is_lossy and len(shown) == search.limit else shown
        return super()._data(key, search, matches, given)


class Repeating(Engine):
    """Delivers the first page of a window in place of its second."""

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        first, _ = self.catalogue.page(matches, None, search.limit)
        second = search.search_after is not None and len(shown) == len(first)
        return super()._data(key, search, matches, first if second else shown)


@contextmanager
def served(engine: Engine) -> Iterator[str]:
    """Serve an engine from a thread of this process."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(engine=engine), ws="none", lifespan="off", log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
