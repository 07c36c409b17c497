"""One virtual environment for each peer, made once and kept in the benchmark's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.peers.measure import Failed
from tests.benchmarks.peers.peer import Peer


def python_of(peer: Peer, folder: Path) -> Path:
    """The interpreter of the peer's environment, which is installed where it is not there.

    Raises:
        Failed: pip could not install what the peer needs.
    """
    environment = folder / peer.folder
    python, done = environment / "bin" / "python", environment / "installed.txt"
    if done.exists() and done.read_text() == "\n".join(peer.requirements):
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements]
    found = subprocess.run(pip, capture_output=True, text=True, check=False)
    if found.returncode:
        raise Failed(f"pip could not install it: {found.stderr}")
    done.write_text("\n".join(peer.requirements))
    return python


def versions(peer: Peer, python: Path) -> str:
    """The names and versions of the packages that do the work."""
    code = "import sys; from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in sys.argv[1:]))"
    command = [str(python), "-c", code, *peer.shown]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
