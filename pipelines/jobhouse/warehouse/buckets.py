"""A bucket by fsspec, with the credentials that dlt finds for its filesystem destination."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from jobhouse.warehouse.bucket_errors import bucket_errors_translated

_PATIENCE: Final[Mapping[str, Any]] = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 2}}
"""For botocore, which s3fs calls five times: with its own defaults, a bucket that does not answer costs 25 minutes."""


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
    files, root = fsspec_from_config(config)
    _keep_quiet(files)
    return files, str(root).rstrip("/")


def _keep_quiet(files: Any) -> None:
    """Have no tracebacks logged besides our sentence: by Google's library, or by each request of a lost connection."""
    logging.getLogger("gcsfs").setLevel(logging.CRITICAL)
    if loop := getattr(files, "loop", None):
        loop.set_exception_handler(lambda _loop, _context: None)
