"""Functions that the models need from a Spark session beyond Spark's own."""

from __future__ import annotations

from typing import Any


def register_functions(session: Any) -> None:
    """Let queries of the session use DuckDB's hash, by which texts are compared; it runs in Spark's Python workers.

    The function is defined here, and not in the module, so that a worker needs DuckDB and PyArrow but not jobhouse.
    """
    from pyspark.sql.functions import arrow_udf

    def duckdb_hashes_with_next(texts: Any) -> Any:
        import duckdb
        import pyarrow

        with duckdb.connect(config={"threads": 1}) as db:
            db.register("rows", pyarrow.table({"place": pyarrow.array(range(len(texts))), "texts": texts}))
            hashed = "cast(hash(one, texts[number + 1]) >> 33 as integer)"
            query = f"select list_transform(texts, (one, number) -> {hashed}) as hashes from rows order by place"
            return db.execute(query).fetch_arrow_table().column("hashes").combine_chunks()

    duckdb_hashes_with_next.__annotations__ = {}
    session.udf.register("duckdb_hashes_with_next", arrow_udf(duckdb_hashes_with_next, "array<int>"))
