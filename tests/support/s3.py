"""An S3 server on loopback, in a process of its own, and a proxy before it that can cut connections."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import s3fs

from tests.support.ports import free_port

KEY, SECRET = "AKIAEXAMPLE", "a-secret-that-no-message-may-show"
_PROGRAM: Final = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
_START_SECONDS: Final = 120


@dataclass(frozen=True)
class S3Server:
    """A running server."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, url: str | None = None) -> dict[str, str]:
        """What Amazon's own tools read: the key, and this server in place of Amazon's."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": url or self.url,
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def files(self) -> Any:
        """The server by fsspec."""
        return s3fs.S3FileSystem(
            key=KEY, secret=SECRET, endpoint_url=self.url, use_listings_cache=False, skip_instance_cache=True
        )

    def make_bucket(self, name: str) -> str:
        """An empty bucket; returns its URL."""
        self.files().mkdir(name)
        return f"s3://{name}"

    def download(self, url: str, folder: Path) -> Path:
        """A copy of all that lies below a URL."""
        self.files().get(url.removeprefix("s3://"), str(folder), recursive=True)
        return folder

    @contextmanager
    def checking_keys(self) -> Iterator[None]:
        """Within the block, the server refuses keys that it does not know, as all of them are."""
        self._let_pass("0")
        try:
            yield
        finally:
            self._let_pass("inf")

    def _let_pass(self, requests: str) -> None:
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", requests.encode(), {"Content-Type": "text/plain"}, method="POST"
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A server until the end of the block."""
    server = S3Server(free_port())
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM, str(server.port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(server.port, process)
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "the S3 server has ended"
        assert time.monotonic() < until, "the S3 server does not start"
        time.sleep(0.05)


@dataclass
class CuttingProxy:
    """Passes connections on until so many bytes were sent to the server; then cuts all of them.

    `for_good`: whether it accepts none afterwards, as a network that stays away; otherwise it cuts once.
    """

    target: int
    after_bytes: int
    for_good: bool
    port: int = field(default_factory=free_port)
    sent: int = 0
    was_cut: bool = False
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[CuttingProxy]:
        with socket.create_server(("127.0.0.1", self.port)) as listening:
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
            yield self
        self._cut()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:  # it was closed
                return
            if self.was_cut and self.for_good:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            with self._lock:
                self._pairs.append((client, server))
            for source, sink, counts in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass_on, args=(source, sink, counts), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                if counts and self._is_over(len(data)):
                    self._cut()
                    return
                sink.sendall(data)
        _close(source, sink)

    def _is_over(self, size: int) -> bool:
        with self._lock:
            self.sent += size
            if self.was_cut or self.sent < self.after_bytes:
                return False
            self.was_cut = True
            return True

    def _cut(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _close(*pair)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def as_dlt_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The same for dlt's own settings, which come before Amazon's."""
    prefix = "DESTINATION__FILESYSTEM__CREDENTIALS__"
    return {
        f"{prefix}AWS_ACCESS_KEY_ID": environment["AWS_ACCESS_KEY_ID"],
        f"{prefix}AWS_SECRET_ACCESS_KEY": environment["AWS_SECRET_ACCESS_KEY"],
        f"{prefix}ENDPOINT_URL": environment["AWS_ENDPOINT_URL"],
        f"{prefix}REGION_NAME": environment["AWS_DEFAULT_REGION"],
    }
