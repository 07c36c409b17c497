"""Days as they are delivered: both engines read the same day in a text, or none."""

from __future__ import annotations

import warnings
from typing import Any, Final

import pytest
import sqlglot
from sqlglot import exp

from jobhouse.warehouse.spark.dialect import SparkModels
from tests.support.odd_adverts import DAYS, TEXTS
from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros.cleaning import date_of

WRITTEN: Final = (
    "2026015", "202615", "2026115", "2026010", "20991231", "19700102", "20240229", "20250229", "  20260105  ",
    "\u00a020260105", "20260105\n", "20260105 AM", "20260105x", "\uff12\uff10\uff12\uff160105",
    "March  7,  2026", "March 7,2026", "march 7, 2026", "MARCH 07, 2026", "March 7 2026", "March 7, 26",
    "March 7, 20261",
    "Mar 7, 2026", "Mar  7, 2026", "7 March 2026", "07 MAR  2026", "7March 2026", "May01, 2026", "May 01 , 2026",
    "May 32, 2026", "February 29, 2024", "February 29, 2026", "Sept 9, 2026", "Sep 9, 2026", "Sep. 9, 2026",
    "Decembers 1, 2026", "Decem 1, 2026", "1 Mai 2026", "5 J\u00e4nner 2026", "May\t1, 2026", "\tMay 1, 2026",
    "May 1,\n2026", "1\u00a0May 2026", "\uff11 May 2026", "May -1, 2026", "May 1, -026",
    "05.01.26", "5.1.2026", "05.01.2026 ", "05.01.2026\n", "05.01.2026 10:00", "5. 1. 2026", "3112.2026", "12.31.2026",
    "2026-1-5", "2026-1-5T10:00", "2026-01-5", "2026-1-05 ", "26-01-05", "2026-001-05", "2026-01-005", "02026-01-05",
    "0002026-1-5", "2026-0-5", "2026-1-0", "2026-13-5", "2026-01-", "2026-01", "2026", "2026-01-0x", "2026-01-05x",
    "2026-01-05 7", "2026 1 5", "2026/1/5", "2026\\01\\05", "2026-01/05", "2026.01.05", "-2026-01-05", "+2026-01-05",
    "1-1-1 (BC)", "1-1-1(BC)", "\n2026-01-05", "2026-01-05 10:00 AM", "2026-01-05 PM", "\u0662\u0660\u0662\u0666-01-05",
    "15/03/2026", "03/15/2026", "15-03-2026", "3-15-2026", "03/04/2026", "05/05/2026", "15/03-2026", "31/02/2026",
    "13/13/2026", "15/3/26", "15/03/2026 10:00", " 15/03/2026 ", "1/1/0001",
    "Infinity", "EPOCH", " infinity  ", "epochs", "1767600000", "1767600000000", " 1767600000000", "17676000001",
)  # fmt: skip
SHAPES: Final = "['%Y%m%d', '%B %d, %Y', '%d %B %Y', '%b %d, %Y', '%d %b %Y', '%d.%m.%Y']"


def rows() -> str:
    texts = dict.fromkeys((*DAYS, *TEXTS, *WRITTEN))
    writable = (text for text in texts if len(text) < 300 and "\0" not in text and not any(map(_is_half, text)))
    listed = ", ".join("({})".format(exp.Literal.string(text).sql("duckdb")) for text in writable)
    return f"(values {listed}) as rows(text)"


def _is_half(character: str) -> bool:
    """Whether it is one of two that make a character."""
    return "\ud800" <= character < "\ue000"


def test_a_delivered_day_is_the_same_on_both_engines(spark: Any) -> None:
    day = date_of(MacroEvaluator(dialect="duckdb"), exp.column("text"))
    query = f"select text, {day} as day from {rows()} order by text"
    ours = sorted(duckdb_rows(query))
    assert sum(day is not None for _, day in ours) > 40
    assert sorted(spark_rows(spark, query)) == ours


@pytest.mark.parametrize("call", ["try_cast(text as date)", f"try_strptime(text, {SHAPES})::date"])
def test_a_day_in_a_text_is_the_same_on_both_engines(spark: Any, call: str) -> None:
    """Spark has no infinite day, and no year before the first is compared: DuckDB writes it in another way."""
    words = "lower(trim(text)) in ('infinity', '-infinity', 'inf', '-inf', 'epoch')"
    query = f"select text, {call} as day from {rows()} where not {words}"
    within = f"select text, case when day >= date '0001-01-01' and day < date '9999-12-31' then day end from ({query})"
    ours = sorted(duckdb_rows(within))
    assert sum(day is not None for _, day in ours) > 20
    assert sorted(spark_rows(spark, within)) == ours


@pytest.mark.parametrize("shape", ["'%Y-%m'", "'%Y-%m-%d %H:%M'", "'%Y %Y-%m-%d'", "'%y-%m-%d'", "text", "[text]"])
def test_a_shape_that_is_no_day_is_refused(shape: str) -> None:
    with pytest.raises(ValueError, match=r"[Tt]he shape of a day"):
        sqlglot.transpile(f"select try_strptime(text, {shape})", read="duckdb", write=SparkModels)
