"""What py4j logs of an interrupt or a lost connection is printed nowhere; no Java is needed."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from typing import Any

import pytest

from jobhouse.warehouse.spark.quiet import libraries_quiet
from tests.support.commands import PYTHONPATH

gateway = pytest.importorskip("py4j.java_gateway")
protocol = pytest.importorskip("py4j.protocol")


class BrokenConnection:
    """A connection to Java whose command ends with an error."""

    socket = None

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def send_command(self, _command: str) -> str:
        raise self.error

    def close(self, _reset: bool = False) -> None:
        pass


class Client(gateway.GatewayClient):  # type: ignore[misc, name-defined]
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def _get_connection(self) -> Any:
        return BrokenConnection(self.error)

    def shutdown_gateway(self) -> None:
        pass


def send_interrupted() -> None:
    try:
        Client(KeyboardInterrupt()).send_command("command")
    except KeyboardInterrupt:
        pass
    else:
        raise AssertionError("the interrupt was swallowed")


def test_py4j_logs_an_interrupt_on_the_root_logger(caplog: pytest.LogCaptureFixture) -> None:
    send_interrupted()
    assert "KeyboardInterrupt while sending command" in caplog.text


def test_an_interrupt_prints_no_traceback() -> None:
    program = (
        "from jobhouse.warehouse.spark.quiet import libraries_quiet\n"
        "from tests.sql.spark.test_quiet import send_interrupted\n"
        "with libraries_quiet():\n    send_interrupted()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env={"PYTHONPATH": PYTHONPATH}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_lost_connection_is_raised_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    error = protocol.Py4JNetworkError("gone", when=protocol.ERROR_ON_RECEIVE)
    with libraries_quiet():
        assert Client(error).send_command("command", retry=False) == protocol.ERROR
    assert caplog.text == ""


def test_others_are_heard_meanwhile_and_all_afterwards(caplog: pytest.LogCaptureFixture) -> None:
    before = list(logging.getLogger().handlers)
    with libraries_quiet():
        logging.warning("of another library")
        with pytest.warns(UserWarning, match="another"):
            warnings.warn("another", stacklevel=1)
    assert "of another library" in caplog.text
    assert logging.getLogger().handlers == before
    test_py4j_logs_an_interrupt_on_the_root_logger(caplog)
