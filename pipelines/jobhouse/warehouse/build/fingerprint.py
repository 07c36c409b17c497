"""A fingerprint of all that decides what the models make of the same raw rows."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Final

from jobhouse.warehouse import raw_tables

_LIBRARIES: Final = ("duckdb", "sqlglot", "sqlmesh")
_VARIABLES: Final = "SQLMESH_"
"""SQLMesh takes settings from variables with this prefix."""
_WHERE_ALONE: Final = frozenset({"SQLMESH__CACHE_DIR"})
"""Settings that say where something is kept."""
_NOT_READ: Final = frozenset({"__pycache__", ".cache", "tests"})
"""Folders of a project that a build does not read."""


def code_fingerprint(project: Path) -> str:
    """A hash over the project's models, macros and seeds, the modules that build them, the libraries and settings."""
    hashed = blake2b(digest_size=16)
    for text in (platform.python_version(), *map(version, _LIBRARIES), *_variables()):
        hashed.update(text.encode(errors="surrogateescape") + b"\0")
    for file in _files(project):
        content = file.read_bytes()
        hashed.update(f"{file.name} {len(content)} ".encode(errors="surrogateescape"))
        hashed.update(content)
    return hashed.hexdigest()


def _variables() -> Iterator[str]:
    names = {name for name in os.environ if name.startswith(_VARIABLES)} - _WHERE_ALONE
    return (f"{name}={os.environ[name]}" for name in sorted(names))


def _files(project: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(project):
        folders[:] = sorted(set(folders) - _NOT_READ)
        yield from (Path(folder, name) for name in sorted(names))
    yield from sorted(Path(__file__).parent.glob("*.py"))
    yield Path(raw_tables.__file__)
    settings = Path(os.environ.get("SQLMESH_HOME") or Path.home() / ".sqlmesh")
    yield from (file for file in sorted(settings.glob("config.y*ml")) if file.is_file())
