"""What tables and folders are called in Spark; it imports nothing, so a build that finds nothing new stays short."""

from __future__ import annotations

from pathlib import Path


def view_of(name: str) -> str:
    """The view of a table, `marts.dim_dates` as `marts__dim_dates`."""
    return name.replace(".", "__")


def url_of(folder: Path) -> str:
    """A folder as Spark is to find it, also where a path without a scheme means a cluster's own file system.

    Spark takes each sign as it is, so `Path.as_uri`, which writes some as `%20`, would name another folder.
    """
    return f"file://{folder.absolute()}"
