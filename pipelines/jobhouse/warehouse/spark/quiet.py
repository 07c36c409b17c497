"""What PySpark's libraries print by themselves, although the same error is raised, and said in one sentence."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final

_LOGGERS: Final = ("SQLQueryContextLogger", "py4j")
_FOLDER: Final = "py4j"
_WARNINGS: Final = (r"\[RETRIES_EXCEEDED\]", "Unable to cleanly shutdown Spark JVM process")
"""Of a server, and of a Java, that is gone."""


@contextmanager
def libraries_quiet() -> Iterator[None]:
    """Within the block, PySpark and py4j print no traceback, no log record and no warning of what they raise as well.

    py4j logs an interrupt and a lost connection with the functions of `logging` itself, so on the root logger, and
    gives it a handler for stderr where it has none.
    """
    root = logging.getLogger()
    handlers = list(root.handlers)
    levels = {name: logging.getLogger(name).level for name in _LOGGERS}
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    root.addFilter(_is_of_others)
    try:
        with warnings.catch_warnings():
            for message in _WARNINGS:
                warnings.filterwarnings("ignore", message)
            yield
    finally:
        root.removeFilter(_is_of_others)
        for handler in set(root.handlers).difference(handlers):
            root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _is_of_others(record: logging.LogRecord) -> bool:
    return PurePath(record.pathname).parent.name != _FOLDER
