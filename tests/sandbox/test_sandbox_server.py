"""The sandbox over HTTP, in process and through a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.app import SEARCH_PATH, create_app
from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sandbox.server import run_in_child, serve
from tests.support.paths import PACKAGES, ROOT

TODAY = date(2026, 3, 1)
HEADERS = {"Authorization": f"Bearer {DEFAULT_KEY}"}
EVERY = {"published_after": "2025-01-01", "salary_data_available": None, "exclude_duplicates": False}


def in_process(settings: SandboxOptions, *calls: tuple[str, str, Any]) -> list[httpx.Response]:
    """Responses to calls (method, path, JSON body) of an app in this process."""

    async def run() -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(settings))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox", headers=HEADERS) as client:
            return [await client.request(method, path, json=body) for method, path, body in calls]

    return asyncio.run(run())


def settings(**switches: Any) -> SandboxOptions:
    return SandboxOptions(jobs=2000, rate=0, today=TODAY, switches=Switches(**switches))


def test_a_page_has_the_documented_shape() -> None:
    (reply,) = in_process(settings(), ("POST", SEARCH_PATH, EVERY))
    body = reply.json()
    assert set(body) == {"success", "data", "error"}
    assert set(body["data"]) == {
        "jobs", "total", "total_jobs_found", "credits_used", "credits_remaining", "search_after",
    }  # fmt: skip
    assert len(body["data"]["jobs"]) == 100


def test_truth_covers_every_posting() -> None:
    stats, truth = in_process(settings(), ("GET", "/sandbox/stats", None), ("GET", "/sandbox/truth", None))
    assert len(truth.text.splitlines()) == stats.json()["postings"]
    assert json.loads(truth.text.splitlines()[0])["opening_id"]


def test_advance_changes_what_is_served() -> None:
    replies = in_process(
        settings(late_share=0.5, late_after=10**6),
        ("POST", SEARCH_PATH, EVERY),
        ("POST", "/sandbox/advance", {"late": True, "cycle": True, "days": 2}),
        ("POST", SEARCH_PATH, EVERY),
        ("POST", "/sandbox/advance", {"colour": 1}),
    )
    before, state, after, refused = replies
    assert before.json()["data"]["total_jobs_found"] < after.json()["data"]["total_jobs_found"]
    assert (state.json()["today"], state.json()["late_released"]) == ("2026-03-03", True)
    assert after.json()["data"]["credits_used"] == 100
    assert refused.status_code == 422


def test_an_unauthorized_call_is_refused_over_http() -> None:
    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(settings()))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            return await client.post(SEARCH_PATH, json={})

    assert asyncio.run(run()).status_code == 401


def test_a_cut_connection_shows_in_process() -> None:
    with pytest.raises(ConnectionResetError):
        in_process(settings(drop_before=1.0), ("POST", SEARCH_PATH, EVERY))


def test_retry_after_is_a_header() -> None:
    limited = SandboxOptions(jobs=100, rate=1, today=TODAY, switches=Switches(retry_after="present"))
    _, reply = in_process(limited, ("POST", SEARCH_PATH, {}), ("POST", SEARCH_PATH, {}))
    assert (reply.status_code, int(reply.headers["retry-after"])) == (429, 60)


@pytest.fixture(scope="module")
def cutting() -> Iterator[httpx.Client]:
    switches = Switches(drop_before=1.0, drop_middle=1.0, truncated=1.0, slow=1.0, slow_seconds=0.2)
    with run_in_child(SandboxOptions(jobs=3000, rate=0, today=TODAY, switches=switches)) as url:
        assert url.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=url, headers=HEADERS) as client:
            yield client


def test_connections_are_cut_and_bodies_truncated_through_a_socket(cutting: httpx.Client) -> None:
    began = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError, match="without sending"):
        cutting.post(SEARCH_PATH, json=EVERY)
    assert time.monotonic() - began >= 0.2
    with pytest.raises(httpx.RemoteProtocolError, match="complete message"):
        cutting.post(SEARCH_PATH, json=EVERY)
    truncated = cutting.post(SEARCH_PATH, json=EVERY)
    with pytest.raises(ValueError, match="line 1"):
        truncated.json()
    assert cutting.post(SEARCH_PATH, json=EVERY).json()["data"]["credits_used"] == 0
    stats = cutting.get("/sandbox/stats").json()
    assert stats["faults"] == {"slow": 1, "drop_before": 1, "drop_middle": 1, "truncated": 1}
    assert stats["credits_charged"] == 100


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def gone_within(port: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not listens(port):
            return True
        time.sleep(0.05)
    return False


def test_the_child_ends_with_the_block() -> None:
    with run_in_child(SandboxOptions(jobs=10)) as url:
        port = int(url.rpartition(":")[2])
        assert listens(port)
    assert not listens(port)


def test_a_start_that_is_interrupted_leaves_no_timer_that_the_program_would_wait_for() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)  # a Python program takes longer to start
        with pytest.raises(KeyboardInterrupt), run_in_child(SandboxOptions(jobs=10)):
            time.sleep(60)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    timers = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    assert [one for one in timers if not one.finished.is_set()] == []  # one that was cancelled ends a moment later


def test_the_child_ends_when_its_parent_is_killed() -> None:
    program = textwrap.dedent("""
        import time
        from jobhouse.sandbox.options import SandboxOptions
        from jobhouse.sandbox.server import run_in_child
        with run_in_child(SandboxOptions(jobs=10)) as url:
            print(url, flush=True)
            time.sleep(60)
    """)
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout
        port = int(parent.stdout.readline().strip().rpartition(":")[2])
        assert listens(port)
        parent.send_signal(signal.SIGKILL)
    assert gone_within(port, 5)


def test_a_wrong_command_line_ends_with_code_2() -> None:
    command = [sys.executable, "-m", "jobhouse", "sandbox", "--faults", "bounds=round"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 2
    said = "jobhouse: Switch bounds cannot be 'round'; permitted are half_open, closed, open_closed, open.\n"
    assert ended.stderr == said


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org"])
def test_only_loopback_is_served(host: str) -> None:
    with pytest.raises(UsageError, match="loopback"):
        serve(SandboxOptions(jobs=1), host)


def test_a_taken_port_is_told() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(UsageError, match="try --port 0"):
            serve(SandboxOptions(jobs=1), port=holder.getsockname()[1])
