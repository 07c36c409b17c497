"""The sandbox in this process: no server, no sockets, thousands of requests a second."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

import httpx

from jobhouse.sandbox.api.app import create_app
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.limits import Credits
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sandbox.postings.source import Postings
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.probe.probe import PROBE_LIMITS, Probe
from jobhouse.sentrion.probe.probe_client import ProbeClient
from jobhouse.sentrion.state.run import Run


class InProcess(httpx.ASGITransport):
    """A cut connection shows as it would on the network."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except ConnectionResetError as error:
            raise httpx.ReadError(str(error)) from error


def transport(engine: Engine) -> InProcess:
    return InProcess(create_app(engine=engine))


def quick(**settings: Any) -> Settings:
    defaults = {"api_key": DEFAULT_KEY, "base_url": "http://127.0.0.1", "requests_per_minute": 10**6}
    return Settings(**{**defaults, "retry_pause_seconds": 0, **settings})


@cache
def _postings(jobs: int, seed: int) -> Postings:
    return Engine(SandboxOptions(jobs=jobs, seed=seed)).catalogue.source


class SharedPostings(Engine):
    """A sandbox whose made-up postings are made up once for all sandboxes that differ in their switches alone."""

    def _source(self) -> Postings:
        if self.options.data:
            return super()._source()
        return _postings(self.options.jobs, self.options.seed)


class ChargesAgain(Credits):
    """An account that is charged for every reading."""

    def charge(self, ids: list[int]) -> int:
        return super().charge(ids) or len(ids)


def engine_of(switches: str = "", **sandbox: Any) -> Engine:
    return SharedPostings(SandboxOptions(**{"rate": 0, "switches": parse_switches(switches), **sandbox}))


def probed(engine: Engine, run: Run | None = None, transport: type[InProcess] = InProcess) -> Probe:
    """The sandbox probed, without a warehouse."""
    return asyncio.run(_probed(transport(create_app(engine=engine)), run or Run("probe")))


async def _probed(transport: InProcess, run: Run) -> Probe:
    settings = quick()
    with RateLimiter(settings.requests_per_minute) as rate_limiter:
        async with connection(settings.base_url, settings.api_key, 1, transport) as http:
            probe = Probe(ProbeClient(http, settings, run, rate_limiter, PROBE_LIMITS), today_utc())
            await probe.ask_all()
    return probe
