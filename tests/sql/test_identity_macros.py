"""Addresses, titles and texts made comparable: what is the same comes out the same, what differs differs."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros import identity

TEXT = "\n\n".join(f"Sentence number {n} of this advert says something of its own." for n in range(30))


class SparkAdapter:
    dialect = "spark"


def on(value: object, *macros: Callable[..., str]) -> object:
    """The macros applied to a value, one after the other, by DuckDB."""
    query = "select $1 as value"
    for macro in macros:
        query = f"select {macro(MacroEvaluator(dialect='duckdb'), exp.column('value'))} as value from ({query})"
    with duckdb.connect() as db:
        return db.execute(query, [value]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Board.example:443/Jobs/View/A-1/?utm_source=x&utm_medium=y", "board.example/Jobs/View/A-1"),
        ("http://board.example/jobs/1?refId=ab%3D&trk=search&gh_src=1&lever-origin=applied", "board.example/jobs/1"),
        ("//board.example/jobs/1?source=Hacker+News&ref=a&src=b&gclid=c&fbclid=d", "board.example/jobs/1"),
        ("https://board.example/jobs/1?lever-source%5B%5D=KeyValues", "board.example/jobs/1"),
        ("https://a.example/careers?gh_jid=43&utm_source=x", "a.example/careers?gh_jid=43"),
        ("https://a.example/viewjob?from=serp&jk=9f&tk=1", "a.example/viewjob?from=serp&jk=9f"),
        ("https://a.example/search/?currentJobId=12&position=3", "a.example/search?currentJobId=12&position=3"),
        ("https://a.example/item?id=42022508", "a.example/item?id=42022508"),
        ("https://a.example/issues/2234#issuecomment-1053640337", "a.example/issues/2234#issuecomment-1053640337"),
        ("https://a.example/jobs?b=2&a=1", "a.example/jobs?a=1&b=2"),
        ("https://a.example/jobs/1#:~:text=apply", "a.example/jobs/1"),
        ("https://a.example/jobs/1#utm_source=x", "a.example/jobs/1"),
        ("https://a.example/jobs/view/sr-engineer-m-f-d-3912345678?trk=x", "a.example/jobs/view/3912345678"),
        ("https://a.example/jobs/view/3912345678", "a.example/jobs/view/3912345678"),
        ("https://a.example/jobs/engineer-20260101", "a.example/jobs/engineer-20260101"),
        ("https://a.example/jobs/gig-workers-78634", "a.example/jobs/gig-workers-78634"),
        ("https://a.example/", "a.example"),
        ("a.example/Jobs/1/", "a.example/Jobs/1"),
        (None, None),
    ],
)  # fmt: skip
def test_an_address_keeps_what_names_the_advert(url: str | None, key: str | None) -> None:
    assert on(url, identity.url_key) == key
    assert on(key, identity.url_key) == key


@pytest.mark.parametrize(
    ("title", "key", "core"),
    [
        ("Senior Software Engineer", "engineer senior software", "engineer software"),
        ("Sr. Software Engineer (m/f/d)", "engineer senior software", "engineer software"),
        ("Software Engineer, Sr - Remote", "engineer senior software", "engineer software"),
        ("Entry Level Accountant", "accountant junior", "accountant"),
        ("Jr Accountant", "accountant junior", "accountant"),
        ("Accountant - Internship", "accountant intern", "accountant"),
        ("Software Engineer III", "3 engineer software", "engineer software"),
        ("C++ / C# Developer", "c# c++ developer", "c# c++ developer"),
        ("高级前端工程师", "高级前端工程师", "高级前端工程师"),
        ("Head of Data", "data head", "data"),
        ("Director", "director", "director"),
        ("Remote", "remote", "remote"),
        ("🚀", "🚀", "🚀"),
        (None, None, None),
    ],
)
def test_a_title_is_its_words_in_one_spelling(title: str | None, key: str | None, core: str | None) -> None:
    assert on(title, identity.title_key) == key
    assert on(title, identity.title_key, identity.title_core) == core


@pytest.mark.parametrize(
    "same",
    [
        TEXT,
        f"Apply today.\n\n{TEXT}\n\nWe look forward to you!",
        "<div class='long class names that are no sentence'>" + TEXT.replace("\n\n", "</p><p>") + "</div>",
        TEXT.replace("\n\n", "\n- "),
        TEXT.replace("\n\n", " "),
        "\n\n".join(reversed(TEXT.split("\n\n"))),
        TEXT + "\n\n" + TEXT,
    ],
    ids=["itself", "courtesies", "tags", "bullets", "one line", "another order", "twice"],
)
def test_the_same_sentences_give_the_same_sketch(same: str) -> None:
    sketch = on(TEXT, identity.text_sketch)
    assert isinstance(sketch, list)
    assert len(sketch) == identity.SKETCH_SIZE
    assert on(same, identity.text_sketch) == sketch


def test_other_sentences_give_another_sketch() -> None:
    ours, theirs = (on(text, identity.text_sketch) for text in (TEXT, TEXT.replace("advert", "posting")))
    assert isinstance(ours, list)
    assert isinstance(theirs, list)
    assert not set(ours) & set(theirs)


def test_a_text_without_sentences_has_an_empty_sketch_and_none_has_none() -> None:
    assert on("Apply.", identity.text_sketch) == []
    assert on(None, identity.text_sketch) is None


@pytest.mark.parametrize("macro", [identity.url_key, identity.title_key, identity.title_core, identity.text_sketch])
def test_the_macros_become_spark_sql_without_functions_of_duckdb(macro: Callable[..., str]) -> None:
    evaluator = MacroEvaluator(dialect="duckdb")
    evaluator.locals["engine_adapter"] = SparkAdapter()
    text = sqlglot.transpile(f"select {macro(evaluator, exp.column('x'))} as k", read="duckdb", write="spark")[0]
    functions = {node.sql_name() if not isinstance(node, exp.Anonymous) else node.name.upper()
                 for node in sqlglot.parse_one(text, dialect="spark").find_all(exp.Func)}  # fmt: skip
    assert not {name for name in functions if name.startswith(("LIST_", "STRLEN", "HASH"))}
    assert "[1:" not in text
