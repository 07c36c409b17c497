"""Texts that nobody foresaw: Java, which goes back and forth, reads each in bounded time, and its stack holds."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlglot import exp

from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.spark import models
from jobhouse.warehouse.spark.patterns import java_pattern
from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.spark.looks import Looks
from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros import arrangements, pay_statements, sketches, skills, texts

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

LONGEST = 181_674
"""Characters of the longest of 15,207 real texts."""
MOST = 120_000_000
"""Looks at characters for one search: a second or less."""
UNITS = (
    "a", "X", "7", "1.", ".", "- ", " ", "\n", " \n", "\t", "a, ", "( ", "<", "<b ", "<p", "</", "<br",
    "<script ", "<!-", ">", "&nbsp;", "&amp;amp;", "• ", "\u00a0", "0.\u00a0", "1,234.56 ", "$1 - $1 - $1 ",
    "a b c ", "remote ", "remote_", "salary ", "salary, ", "pay: you earn ", "μισθός ", "基本给アf", "年収,=betr",
    "基本給アf", "manag", "managrem", "povremen", "povremen ", "sometimes", "zdaln", "zdalnя", "nuotolinя",
    "дистанционн•", "hibrida*", "hybrid or on-site ", "リモート勤務可能です", "工作经验要求熟悉", "ทำงานที่บ้าน",
    "العمل عن بعد ",
    "😀", "e\u0301", "Berlin, Paris; ", "https://a.example/b%20c?d=e%2F&", "QUJDREVG+/9a",
    "Item 3 $45.99 per month\n", "Req ID: ", "C & ", "Java/SQL, C++ ",
)  # fmt: skip
"""Each is repeated to the length of a text."""
ALONE = ("nuotolin" + "я" * LONGEST, "hibrida" + "*" * LONGEST, "a\n" + " " * LONGEST, " " * LONGEST + "!")
READ_WHOLE = (
    "is_worth_reading", "tells_more", "arrangement_start", "requisition_id", "names_several_places", "description",
)  # fmt: skip


@pytest.fixture(scope="module")
def looks(spark: Any) -> Looks:
    """One, since the session holds on to the class that was compiled."""
    return Looks(spark)


@dataclass(frozen=True)
class Search:
    """A pattern as Spark searches for it, and what it is searched for in."""

    pattern: str
    finds_all: bool
    longest: int
    """Characters of the longest text that it sees."""
    is_pay: bool
    ending: str
    """With what the text ends, where it is cut after it."""

    def texts(self, length: int) -> list[str]:
        """Texts of that length as they reach the pattern."""
        given = [(unit * length)[:length] for unit in UNITS] + [text[:length] for text in ALONE]
        given += [text[: -len(self.ending)] + self.ending for text in given] if self.ending else []
        return [in_short_runs(text) if self.is_pay else text for text in given if text.endswith(self.ending)]


def in_short_runs(text: str) -> str:
    """As pay_text makes it."""
    for ends, longest in pay_statements.LONGEST_RUNS:
        class_ = re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", ends)
        long_run = f"(?:^|(?<=[{class_}]))[^{class_}]{{{longest},}}"
        text = re.sub(long_run, partial(pieces, longest), text)
    return text


def pieces(longest: int, run: re.Match[str]) -> str:
    read = run[0][: longest * pay_statements.PIECES]
    return "".join(read[start : start + longest] + "\n" for start in range(0, len(read), longest))


def searches() -> Iterator[Search]:
    """All of the models that read whole texts."""
    kinds = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpExtractAll, exp.RegexpReplace)
    with models._context(project()) as context, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("staging.stg_sentrion__texts", "marts.job_descriptions", "intermediate.int_skill_texts__parsed"):
            model = context.get_model(name, raise_if_missing=True)
            for call in model.render_query_or_raise(engine_adapter=models.SparkAdapter()).find_all(*kinds):
                yield search(name, call)


def search(model: str, call: exp.Expr) -> Search:
    flags = call.args["modifiers"].name if call.args.get("modifiers") else ""
    pattern = java_pattern("".join(f"(?{flag})" for flag in flags if flag != "g") + call.expression.name)
    column, step = call.find_ancestor(exp.Alias), call.find_ancestor(exp.CTE)
    is_pay = column is not None and column.alias == "pay_statements" and step is not None and step.alias == "searched"
    ending = ("</script>" if "script" in pattern else ">") if call.this.name == "closed" else ""
    finds_all = isinstance(call, exp.RegexpExtractAll) or "g" in flags
    return Search(pattern, finds_all, longest(model, call, column.alias if column else ""), is_pay, ending)


def longest(model: str, call: exp.Expr, column: str) -> int:
    """Characters of what a pattern is searched for in."""
    if model == "intermediate.int_skill_texts__parsed":
        # a passage, and a title is no longer
        return LONGEST if column == "passages" and call.this.name != "passage" else skills.LONGEST_PASSAGE
    if model == "marts.job_descriptions" or (column == "pay_statements" and call.this.name != "pay_text"):
        return int(texts.LONGEST_HTML)
    if column in READ_WHOLE:
        return LONGEST
    read = {"pay_text": pay_statements.READ_FOR_PAY, "pay_statements": pay_statements.READ_FOR_PAY}
    return int(read.get(column, sketches.LONGEST_TEXT if column == "words" else arrangements.CHARACTERS_READ))


def test_no_text_takes_long_or_overflows(looks: Looks) -> None:
    found = set(searches())
    assert len(found) > 100
    failed = []
    for one in sorted(found, key=str):
        given = one.texts(one.longest)
        counted = looks.of(one.pattern, given, finds_all=one.finds_all, most=MOST)
        failed += [
            f"{text[:20]!r} of {len(text):,}: {count:,} looks for {one.pattern[:200]}"
            for text, count in zip(given, counted, strict=True)
            if not 0 <= count <= MOST
        ]
    assert failed == []


def test_looks_grow_with_a_text_that_is_read_whole(looks: Looks) -> None:
    failed = []
    for one in sorted({one for one in searches() if one.longest > 100_000}, key=str):
        short, long = (
            looks.of(one.pattern, one.texts(length), finds_all=one.finds_all, most=MOST) for length in (5_000, 20_000)
        )
        for text, few, many in zip(one.texts(5_000), short, long, strict=True):
            if many > 6 * max(few, 5_000):
                failed.append(f"{text[:20]!r}: {few:,} and {many:,} looks for {one.pattern[:200]}")
    assert failed == []


def test_what_is_made_of_long_texts_is_the_same_in_both(spark: Any) -> None:
    given = [(unit * 6_000)[:6_000] for unit in UNITS]
    given += [
        text + end for text, end in zip(given, ("</p>x <b", " >\n\n \n y ", "</style>z", "&amp;") * 20, strict=False)
    ]
    rows = ", ".join("('" + text.replace("'", "''") + "')" for text in given)
    text, written = exp.column("text"), {}
    for engine in ("duckdb", "spark"):
        evaluator = MacroEvaluator(dialect="duckdb")
        evaluator.locals["engine_adapter"] = models.SparkAdapter() if engine == "spark" else None
        made = (
            texts.plain_text(evaluator, text),
            skills.skill_passages(evaluator, text),
            sketches.text_words(evaluator, text),
            pay_statements.pay_text(evaluator, text),
        )
        values = ", ".join(f"{value} as value_{number}" for number, value in enumerate(made))
        written[engine] = f"select md5(text) as text, {values} from (values {rows}) as texts(text) order by 1"
    ours, theirs = duckdb_rows(written["duckdb"]), spark_rows(spark, written["spark"])
    assert [(a, b) for a, b in zip(sorted(ours), sorted(theirs), strict=True) if str(a) != str(b)] == []


def test_a_picture_is_cut_into_pieces_for_skills() -> None:
    evaluator, given = (
        MacroEvaluator(dialect="duckdb"),
        ("QUJDREVG" * 2_000, "one word and others " * 500, "漢字" * 5_000),
    )
    for text in given:
        query = f"select {skills.skill_passages(evaluator, exp.column('text'))} from (select '{text}' as text) as texts"
        [[passages]] = duckdb_rows(query)
        assert "".join(passages) == text
        assert max(map(len, passages)) <= 1_001
        assert all(len(one.split()) == 1 or one.endswith(" ") for one in passages[:-1])
