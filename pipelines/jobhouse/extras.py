"""How the libraries are installed that only some commands need."""

from __future__ import annotations


def how_to_install(extra: str) -> str:
    """The command that installs an extra of jobhouse, as the end of a sentence."""
    return f"run pip install '.[{extra}]' in the folder from which jobhouse was installed."
