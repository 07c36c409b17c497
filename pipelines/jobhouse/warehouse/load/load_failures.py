"""What keeps a batch from being loaded: said in one sentence, and told apart from packages that are damaged."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb
from dlt.common.schema.exceptions import SchemaEngineNoUpgradePathException
from dlt.pipeline.exceptions import PipelineStateEngineNoUpgradePathException, PipelineStepFailed

from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.warehouse.load.dlt_settings import fault_of_settings
from jobhouse.warehouse.load.working_folder import WorkingFolder

_OF_MISSING_FILES: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST)
_NEWER: Final = (PipelineStateEngineNoUpgradePathException, SchemaEngineNoUpgradePathException)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise our error for what fails on the way from a page to the file."""
    try:
        yield
    except (PipelineStepFailed, OSError, duckdb.Error, sqlite3.Error, MemoryError) as error:
        raise _told(error) from error


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = getattr(cause, "exception", None) or cause.__cause__ or cause.__context__
    return chain


def ran_out_of_memory(error: BaseException) -> bool:
    """Whether DuckDB wanted more memory than it was given."""
    return any(isinstance(cause, duckdb.OutOfMemoryException) for cause in _causes(error))


def is_damage(error: BaseException, folder: WorkingFolder) -> bool:
    """Whether a pending package is to blame, and not the disk, the memory, a setting, or a program that reads."""
    causes = _causes(error)
    if fault_of_settings(causes):
        return False
    for cause in causes:
        if isinstance(cause, JobhouseError | MemoryError | duckdb.OutOfMemoryException | sqlite3.Error):
            return False
        if isinstance(cause, OSError) and cause.errno is not None and cause.errno not in _OF_MISSING_FILES:
            return False
        if isinstance(cause, duckdb.IOException) and str(folder.path) not in str(cause):
            return False
    return True


def _told(error: Exception) -> JobhouseError:
    """The sentence for a failed step: our own error where one is inside, else where the batch is kept."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, JobhouseError):
            return cause
        if isinstance(cause, _NEWER):
            return UsageError(
                f"A newer jobhouse wrote this warehouse, with a newer dlt ({_line(cause)}); install that version "
                "again, or name another folder with --warehouse."
            )
    if wrong := fault_of_settings(causes):
        return wrong
    for cause in reversed(causes):
        if isinstance(cause, OSError | duckdb.Error | sqlite3.Error | MemoryError):
            said = _line(cause)
            return Stopped(f"The batch could not be stored ({said}); mend that and run the same command again.")
    step = getattr(error, "step", "load")
    return JobhouseError(f"A bug stopped the {step} step: {_line(error)}")


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
