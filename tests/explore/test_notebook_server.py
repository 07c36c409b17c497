"""`jobhouse explore` as a program: what it listens on, whom it lets in, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from jobhouse.errors import UsageError
from jobhouse.explore.server import serve
from jobhouse.loopback import listens
from jobhouse.warehouse.folder import Warehouse
from tests.support.notebooks import Served, marimo_environment, served
from tests.support.small_marts import command, jobhouse, marts

pytest.importorskip("marimo", reason="marimo is not installed: pip install -e '.[explore]'")

pytestmark = pytest.mark.long

KEY = {"SOURCES__SENTRION__API_KEY": "a-key-that-must-not-travel"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return marts(tmp_path_factory.mktemp("served") / "w", jobs=10)


@pytest.fixture(scope="module")
def running(warehouse: Warehouse) -> Iterator[Served]:
    with served(warehouse, **KEY) as one:
        yield one


def servers(one: Served) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(one.process.pid).children(recursive=True)
    return found


def is_alive(one: psutil.Process) -> bool:
    try:
        return bool(one.is_running() and one.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_it_listens_on_loopback_only(running: Served) -> None:
    found = [at for server in servers(running) for at in server.net_connections() if at.status == psutil.CONN_LISTEN]
    assert running.port in {at.laddr.port for at in found}
    assert {at.laddr.ip for at in found} == {"127.0.0.1"}


def test_nobody_is_let_in_without_the_token(running: Served) -> None:
    address = running.url.partition("?")[0]
    assert len(running.token) >= 32
    for url in (address, f"{address}?access_token=", f"{address}?access_token=wrong"):
        assert "/auth/login" in str(httpx.get(url, follow_redirects=True).url)
    assert httpx.post(f"{address}api/kernel/run", json={}).status_code in (401, 403)
    assert httpx.get(running.url, follow_redirects=True).url.path == "/"


def test_the_token_and_the_key_are_in_no_place_that_others_read(running: Served) -> None:
    for server in servers(running):
        assert not [part for part in server.cmdline() if running.token in part]
        assert KEY["SOURCES__SENTRION__API_KEY"] not in server.environ().values()


def test_opening_it_changes_no_file_of_the_user(running: Served, warehouse: Warehouse) -> None:
    assert sorted(path.name for path in (warehouse.folder / "explore").glob("*.*")) == ["notebook.py", "pyproject.toml"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_its_user_ends_it_quietly(ending: signal.Signals, tmp_path: Path) -> None:
    if signal.getsignal(ending) == signal.SIG_IGN and ending == signal.SIGHUP:
        pytest.skip("these tests run under nohup, and so does what they start")
    with served(marts(tmp_path / "w", jobs=10)) as one:
        began = servers(one)
        httpx.get(one.url, follow_redirects=True)
        one.process.send_signal(ending)
        assert one.process.wait() == 0
        assert began
        assert not [server for server in began if is_alive(server)]
        assert one.process.stdout is not None
        assert one.process.stderr is not None
        assert one.process.stdout.read() == ""
        assert one.process.stderr.read() == "explore: There is no copy of the marts yet: publishing.\n"


def test_a_signal_while_the_server_starts_ends_it_quietly_too(tmp_path: Path) -> None:
    warehouse = marts(tmp_path / "w", jobs=10)
    process = subprocess.Popen(
        command(warehouse, "explore"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=tmp_path, env=marimo_environment(tmp_path),
    )  # fmt: skip
    with process:
        while not (found := psutil.Process(process.pid).children()):
            time.sleep(0.02)
        while found[0].cpu_times().user < 0.3:  # Python has begun, and the imports of marimo take it longer
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 0
    assert said == "explore: There is no copy of the marts yet: publishing.\n"


def test_killed_it_takes_its_server_along(tmp_path: Path) -> None:
    with served(marts(tmp_path / "w", jobs=10)) as one:
        one.process.kill()
        one.process.wait()
        give_up_at = time.monotonic() + 60
        while listens("127.0.0.1", one.port) and time.monotonic() < give_up_at:
            time.sleep(0.1)
        assert not listens("127.0.0.1", one.port)


def test_a_port_that_is_taken_is_said_before_a_copy_is_written(tmp_path: Path) -> None:
    warehouse = marts(tmp_path / "w", jobs=10)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = jobhouse(warehouse, "explore", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert not warehouse.published.exists()


def test_no_address_is_given_out_for_a_port_that_was_taken_during_the_copy(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            serve(tmp_path / "notebook.py", port, ready=pytest.fail)


def test_a_server_that_does_not_start_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    broken = tmp_path / "marimo.py"
    broken.write_text("import sys; sys.exit('no room for a kernel \\x1b[2J\\u202e')")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(tmp_path))
        done = jobhouse(warehouse, "explore")
    assert done.returncode == 2
    assert "no room for a kernel \ufffd[2J\ufffd\n" in done.stderr.decode()
    assert "ended by itself with code 1" in done.stderr.decode()
