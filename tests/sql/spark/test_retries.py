"""How long a Spark Connect server that is gone is asked again; no server is needed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from jobhouse.warehouse.spark.retries import retries_bounded
from tests.support.commands import PYTHONPATH
from tests.support.ports import free_port

grpc = pytest.importorskip("grpc", reason="Spark Connect needs grpcio")
pytest.importorskip("grpc_status", reason="Spark Connect needs grpcio-status")

QUERY = """
import sys
from pyspark.sql.connect.client import SparkConnectClient
from pyspark.sql.connect.proto import Command
from jobhouse.interrupts import interruption_kept
from jobhouse.warehouse.spark.quiet import libraries_quiet
from jobhouse.warehouse.spark.retries import retries_bounded

client = SparkConnectClient(sys.argv[1])
with interruption_kept(), libraries_quiet(), retries_bounded(client):
    print("asks", flush=True)
    client.execute_command(Command())
"""


class Gone(grpc.RpcError):  # type: ignore[misc, name-defined]
    """What a client gets from a server that does not answer."""

    def code(self) -> Any:
        return grpc.StatusCode.UNAVAILABLE

    def trailing_metadata(self) -> tuple[()]:
        return ()


class Client:
    policies: list[Any]

    def set_retry_policies(self, policies: list[Any]) -> None:
        self.policies = policies


def waits(policy: Any) -> list[float]:
    """The seconds before each try."""
    state = policy.to_state()
    return [milliseconds / 1000 for milliseconds in iter(state.next_attempt, None)]


def test_a_server_that_is_gone_is_given_up_within_a_minute_and_not_at_once() -> None:
    client = Client()
    with retries_bounded(client):
        [policy] = client.policies
        assert policy.can_retry(Gone())
        assert not policy.can_retry(ValueError())
        assert 30 < sum(waits(policy)) < 60
    assert not policy.can_retry(Gone()), "to stop would take as long again"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_retries(number: signal.Signals) -> None:
    program = QUERY
    if number == signal.SIGTERM:  # as the command line has it
        program = f"import signal\nsignal.signal(signal.SIGTERM, signal.default_int_handler)\n{QUERY}"
    command = [sys.executable, "-c", program, f"sc://127.0.0.1:{free_port()}"]
    with subprocess.Popen(command, env={"PYTHONPATH": PYTHONPATH}, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "asks\n"
        time.sleep(1.5)  # some tries have failed, and a longer wait has begun
        started = time.monotonic()
        process.send_signal(number)
        try:
            _, problems = process.communicate(timeout=30)
        finally:
            process.kill()
    assert time.monotonic() - started < 15
    assert problems.splitlines()[-1] == "KeyboardInterrupt"
