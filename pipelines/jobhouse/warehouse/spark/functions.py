"""Functions that the models need from a Spark session beyond Spark's own."""

from __future__ import annotations

from typing import Any, Final

import duckdb

from jobhouse.errors import UsageError

_TEXTS: Final = "['jobhouse', 'job']"
_HASHES: Final = "list_transform({0}, lambda one, number: cast(hash(one, {0}[number + 1]) >> 33 as integer))"
"""Of a list of texts, the hash of each with the next."""


def duckdb_hash() -> int:
    """How this DuckDB hashes one text: what was hashed by another cannot be compared with what it hashes."""
    return int(duckdb.sql("select hash('jobhouse')").fetchall()[0][0])


def refuse_other_hashes(session: Any) -> None:
    """Refuse to build where Spark's workers have no DuckDB, or one that hashes otherwise than the driver's.

    Raises:
        UsageError: one of both.
    """
    from pyspark.errors import PythonException

    try:
        found = session.sql("select duckdb_hashes_with_next(array('jobhouse', 'job')) as hashes").collect()[0]["hashes"]
    except PythonException as error:
        reason = str(error).strip().splitlines()[-1].strip()[:300]
        raise UsageError(
            f"Spark's Python workers cannot hash with DuckDB ({reason}); give the Python that PYSPARK_PYTHON names the "
            "packages duckdb and pyarrow, on each machine."
        ) from error
    if found != duckdb.sql(f"select {_HASHES.format(_TEXTS)}").fetchall()[0][0]:
        raise UsageError(
            f"DuckDB hashes otherwise in Spark's Python workers than here; install duckdb {duckdb.__version__} for the "
            "Python that PYSPARK_PYTHON names, on each machine."
        )


def register_functions(session: Any) -> None:
    """Let queries of the session use DuckDB's hash, by which texts are compared; it runs in Spark's Python workers.

    The function is defined here, and not in the module, so that a worker needs DuckDB and PyArrow but not jobhouse.
    """
    from pyspark.sql.functions import arrow_udf

    query = f"select {_HASHES.format('texts')} as hashes from rows order by place"

    def duckdb_hashes_with_next(texts: Any) -> Any:
        import duckdb
        import pyarrow

        with duckdb.connect(config={"threads": 1}) as db:
            db.register("rows", pyarrow.table({"place": pyarrow.array(range(len(texts))), "texts": texts}))
            return db.execute(query).to_arrow_table().column("hashes").combine_chunks()

    duckdb_hashes_with_next.__annotations__ = {}
    session.udf.register("duckdb_hashes_with_next", arrow_udf(duckdb_hashes_with_next, "array<int>"))
