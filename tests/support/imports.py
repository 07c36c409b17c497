"""What a Python file imports."""

from __future__ import annotations

import ast
from pathlib import Path


def imports_of(file: Path) -> set[str]:
    """The modules that a file imports, also those for types only and inside functions."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
