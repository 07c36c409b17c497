"""The command line in a process that kills itself with SIGKILL at a given point, as `NAME:COUNT` in the environment.

The points lie where a load may be cut: `extracted` is before the COUNT-th package is normalized, `normalized` before
the COUNT-th is loaded, `statement` right after the COUNT-th statement that dlt sends to DuckDB, and `staged` after
the COUNT-th copy of jobs into the staging tables, which is made again when the package is taken up. `building` lies
after the COUNT-th statement that SQLMesh sends while it builds the models. `write` is before the COUNT-th change that
Python makes to a file or folder of the warehouse, whichever command makes it.

Where the environment says so, nights end without building the models: a build takes ten seconds, and most kills are
about what is read.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Final, NoReturn

import dlt
from dlt.destinations.impl.duckdb.sql_client import DuckDbSqlClient

from jobhouse.cli.main import main
from jobhouse.warehouse.build import transform
from jobhouse.warehouse.runs import read_and_build

POINT: Final = "CHAOS_POINT"
FILE_SIZE: Final = "CHAOS_FILE_SIZE"
"""The most bytes that a file may hold."""
LEAVES_OUT_MODELS: Final = "CHAOS_LEAVES_OUT_MODELS"
POINTS_OF_LOADS: Final = ("extracted", "normalized", "statement", "staged")
POINTS: Final = (*POINTS_OF_LOADS, "building", "write")
_WRITES: Final = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.link"})


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_before(step: Callable[..., Any], has_work: Callable[[dlt.Pipeline], object], at: int) -> Callable[..., Any]:
    number = count(1)

    def dying(pipeline: dlt.Pipeline, *given: Any, **named: Any) -> Any:
        if has_work(pipeline) and next(number) == at:
            die()
        return step(pipeline, *given, **named)

    return dying


def _is_copy_of_jobs(query: str) -> bool:
    return "read_parquet" in query and '"job_versions"' in query


def _dies_behind_statement(at: int, counts: Callable[[str], bool]) -> Callable[..., Any]:
    number, execute = count(1), DuckDbSqlClient.execute_query

    @contextmanager
    def dying(client: DuckDbSqlClient, query: str, *given: Any, **named: Any) -> Iterator[Any]:
        with execute(client, query, *given, **named) as cursor:
            if counts(query) and next(number) == at:
                die()
            yield cursor

    return dying


def _dies_while_building(at: int) -> None:
    from sqlmesh.core.engine_adapter.base import EngineAdapter

    number, execute = count(1), EngineAdapter._execute

    def dying(adapter: EngineAdapter, *given: Any, **named: Any) -> None:
        execute(adapter, *given, **named)
        if next(number) == at:
            die()

    EngineAdapter._execute = dying  # type: ignore[assignment,method-assign]


def _dies_before_write(at: int) -> None:
    folder = os.path.abspath(sys.argv[sys.argv.index("--warehouse") + 1])
    number = count(1)

    def dying(event: str, given: tuple[Any, ...]) -> None:
        if _changes_files(event, given) and _is_in(folder, given[0]) and next(number) == at:
            die()

    sys.addaudithook(dying)


def _changes_files(event: str, given: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool(given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in _WRITES


def _is_in(folder: str, path: object) -> bool:
    return isinstance(path, str | os.PathLike) and os.path.abspath(os.fspath(path)).startswith(folder)


def leave_out_models() -> None:
    """Stand in for the build, wherever it was imported already."""
    transform.transform = read_and_build.transform = lambda warehouse, **_: None  # type: ignore[assignment,attr-defined]


def plant(point: str, at: int) -> None:
    match point:
        case "extracted":
            has_work = dlt.Pipeline.list_extracted_load_packages
            dlt.Pipeline.normalize = _dies_before(dlt.Pipeline.normalize, has_work, at)  # type: ignore[method-assign]
        case "normalized":
            has_work = dlt.Pipeline.list_normalized_load_packages
            dlt.Pipeline.load = _dies_before(dlt.Pipeline.load, has_work, at)  # type: ignore[method-assign]
        case "statement":
            DuckDbSqlClient.execute_query = _dies_behind_statement(at, lambda _: True)  # type: ignore[method-assign]
        case "staged":
            DuckDbSqlClient.execute_query = _dies_behind_statement(at, _is_copy_of_jobs)  # type: ignore[method-assign]
        case "building":
            _dies_while_building(at)
        case "write":
            _dies_before_write(at)
        case _:
            raise ValueError(f"{POINT} names no point: {point!r}; the points are {', '.join(POINTS)}")


def run() -> NoReturn:
    if wanted := os.environ.get(POINT):
        point, _, at = wanted.partition(":")
        plant(point, int(at))
    if LEAVES_OUT_MODELS in os.environ:
        leave_out_models()
    if size := os.environ.get(FILE_SIZE):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    main()


if __name__ == "__main__":
    run()
