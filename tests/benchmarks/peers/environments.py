"""One virtual environment for each peer, made once and kept in the benchmark's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.peers.peer import Peer


class NotInstalled(Exception):
    """What pip said last."""


def python_of(peer: Peer, folder: Path) -> Path:
    """The interpreter of the peer's environment, which is installed where it is not there.

    Raises:
        NotInstalled: pip could not install what the peer needs.
    """
    environment = folder / peer.name
    python = environment / "bin" / "python"
    done = environment / "installed.txt"
    if done.exists() and done.read_text() == "\n".join(peer.requirements):
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements]
    found = subprocess.run(pip, capture_output=True, text=True, check=False)
    if found.returncode:
        raise NotInstalled((found.stderr.strip().splitlines() or ["pip ended without a word"])[-1])
    done.write_text("\n".join(peer.requirements))
    return python


def versions(peer: Peer, python: Path) -> str:
    """The names and versions of the packages that do the work."""
    code = "import sys; from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in sys.argv[1:]))"
    out = subprocess.run([python, "-c", code, *peer.shown], capture_output=True, text=True, check=True).stdout
    return out.strip()
