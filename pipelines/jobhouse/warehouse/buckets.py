"""A bucket by fsspec, with the credentials that dlt finds for its filesystem destination."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from typing import Any, Final

from jobhouse.warehouse.bucket_errors import bucket_errors_translated

_PATIENCE: Final[Mapping[str, Any]] = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 2}}
"""For botocore, which s3fs calls five times: with its own defaults, a bucket that does not answer costs 25 minutes."""

_KEPT_SECONDS: Final = 60
_OF_LOADS: Final = "/month="
"""In the path of a file that holds rows of a load; other files are replaced by each publish."""


def open_bucket(url: str) -> tuple[Any, str]:
    """The file system (an `fsspec.AbstractFileSystem`), and the path of the URL in it.

    Raises:
        UsageError: the URL or the credentials are wrong.
    """
    with bucket_errors_translated(url):
        return _opened(url)


def _opened(url: str) -> tuple[Any, str]:
    from dlt.common.configuration.resolve import resolve_configuration
    from dlt.common.storages.configuration import FilesystemConfiguration
    from dlt.common.storages.fsspec_filesystem import fsspec_from_config

    config = resolve_configuration(FilesystemConfiguration(bucket_url=url), sections=("destination", "filesystem"))
    if url.startswith("s3://"):
        config.config_kwargs = {**_PATIENCE, **(config.config_kwargs or {})}
    # Google's library would also open connections of another kind, for folders that a lake has no use for: where a
    # proxy lets only HTTP pass, they hang
    os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    files, root = fsspec_from_config(config)
    _keep_quiet(files)
    return files, str(root).rstrip("/")


def _keep_quiet(files: Any) -> None:
    """Have nothing logged besides our sentence: by a cloud's library, or by each request of a lost connection."""
    for library in ("gcsfs", "azure"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    if loop := getattr(files, "loop", None):
        loop.set_exception_handler(lambda _loop, _context: None)


def keep_facts(files: Any) -> None:
    """Keep for a minute what a bucket said of the files of loads: DuckDB asks for each of them 15 times in a query.

    A listing tells the facts of a thousand files with one request, and each query begins with one, so a file that was
    rewritten since is known as it is now.

    Args:
        files: an `fsspec.asyn.AsyncFileSystem`, as those of all clouds are; for one that is none, nothing is kept.
    """
    if not getattr(files, "async_impl", False) or "_info" in vars(files):
        return
    from fsspec.asyn import sync_wrapper

    asked, listed = files._info, files._find
    known: dict[str, tuple[float, dict[str, Any]]] = {}

    def keep(name: str, facts: dict[str, Any]) -> None:
        if _OF_LOADS in name and facts.get("type") == "file":
            known[name] = time.monotonic() + _KEPT_SECONDS, facts

    async def info(path: str, *arguments: Any, **options: Any) -> Any:
        name = files._strip_protocol(path)
        until, facts = known.get(name, (0.0, None))
        if facts is None or until < time.monotonic() or any(options.values()):  # a version, or to ask again
            facts = await asked(path, *arguments, **options)
            keep(name, facts)
        return dict(facts)

    async def find(*arguments: Any, **options: Any) -> Any:
        found = await listed(*arguments, **options)
        for name, facts in found.items() if isinstance(found, dict) else ():
            keep(name, facts)
        return found

    files._info, files._find, files.info = info, find, sync_wrapper(info, files)
