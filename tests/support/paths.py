"""Where the repository and its parts lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ROOT / "pipelines"
"""The folder from which `jobhouse` is imported."""
SQL: Final = ROOT / "sql"
DATA: Final = ROOT / "tests" / "data"
