"""What keeps a batch from being loaded, as one of our errors in one sentence: a disk, a setting, a damaged package."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import duckdb
from dlt.common.configuration.exceptions import (
    ConfigFieldMissingException,
    ConfigProviderException,
    ConfigValueCannotBeCoercedException,
)
from dlt.common.normalizers.naming.exceptions import NormalizersException
from dlt.common.schema.exceptions import SchemaEngineNoUpgradePathException
from dlt.pipeline.exceptions import PipelineStateEngineNoUpgradePathException, PipelineStepFailed

from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.warehouse.load.working_folder import WorkingFolder
from jobhouse.warehouse.storage_errors import causes_of, lacks_memory, lacks_threads, must_not_be_written, one_line

_OF_MISSING_FILES: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST)
_ADVICE: Final = "mend it in the environment or in .dlt/config.toml, and run the same command again"
_NEWER: Final = (PipelineStateEngineNoUpgradePathException, SchemaEngineNoUpgradePathException)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise our error for what fails between a page and the database.

    Raises:
        JobhouseError: the failure in one sentence.
    """
    try:
        yield
    except (PipelineStepFailed, OSError, duckdb.Error, sqlite3.Error, MemoryError) as error:
        raise _translated(error) from error
    except RuntimeError as error:
        if too_few := lacks_threads(error):
            raise too_few from error
        raise


def is_damage(error: BaseException, folder: WorkingFolder) -> bool:
    """Whether a pending package is to blame, and not the disk, the memory, a setting, or a program that reads."""
    causes = causes_of(error)
    if fault_of_settings(causes):
        return False
    for cause in causes:
        if lacks_threads(cause) or lacks_memory(cause):
            return False
        if isinstance(cause, JobhouseError | MemoryError | sqlite3.Error):
            return False
        if isinstance(cause, OSError) and cause.errno is not None and cause.errno not in _OF_MISSING_FILES:
            return False
        if isinstance(cause, duckdb.IOException) and str(folder.path) not in str(cause):
            return False
    return True


def _translated(error: Exception) -> JobhouseError:
    """Our error for a failed step: the one that caused it, where one of ours did, else one that says what failed."""
    causes = causes_of(error)
    for cause in causes:
        if ours := cause if isinstance(cause, JobhouseError) else lacks_threads(cause):
            return ours
        if isinstance(cause, _NEWER):
            return UsageError(
                f"A newer jobhouse wrote this warehouse, with a newer dlt ({one_line(cause)}); install that version "
                "again, or name another folder with --warehouse."
            )
    if wrong := fault_of_settings(causes):
        return wrong
    refusals = (_refusal_of_system(cause) for cause in causes if isinstance(cause, OSError))
    if refused := next(filter(None, refusals), None):
        return refused
    for cause in reversed(causes):
        if isinstance(cause, OSError | duckdb.Error | sqlite3.Error | MemoryError):
            said = one_line(cause)
            return Stopped(f"The batch could not be stored ({said}); mend that and run the same command again.")
    step = getattr(error, "step", "load")
    return JobhouseError(f"A bug stopped the {step} step: {one_line(error)}")


def _refusal_of_system(error: OSError) -> JobhouseError | None:
    """Our error for what the user, or the file system, may not do."""
    if subject := must_not_be_written(error):
        return UsageError(
            f"The batch could not be stored: {subject}; give the warehouse folder and all in it to the user that "
            "jobhouse runs as (chown -R), and run the same command again."
        )
    if error.errno == errno.EROFS:
        return UsageError(
            f"The batch could not be stored: the file system of {error.filename or 'the warehouse'} is read-only; see "
            "the system's log for why, mount it writable again, and run the same command again."
        )
    if error.errno == errno.EXDEV:
        return Stopped(
            f"The batch could not be recorded as loaded: {error.filename or 'a folder'} came with the image of this "
            "container and cannot be renamed; run the same command again, which goes on."
        )
    return None


def fault_of_settings(causes: Iterable[BaseException]) -> UsageError | None:
    """Our error where dlt cannot use one of its own settings; its value may be secret and is not shown."""
    for cause in causes:
        match cause:
            case ConfigValueCannotBeCoercedException():
                kind = getattr(cause.hint, "__name__", str(cause.hint))
                return UsageError(f"dlt's setting {cause.field_name} has a value that is no {kind}; {_ADVICE}.")
            case ConfigFieldMissingException():
                return UsageError(f"dlt misses the setting {', '.join(cause.fields)}; {_ADVICE}.")
            case ConfigProviderException() | NormalizersException():
                said = " ".join(str(cause).split())[:300].rstrip(".")
                return UsageError(f"A setting of dlt's cannot be used ({said}); {_ADVICE}.")
    return None
