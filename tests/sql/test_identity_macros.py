"""Addresses, titles and texts made comparable: what is the same comes out the same, what differs differs."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from jobhouse.warehouse.spark.dialect import SparkModels
from tests.support.sql_models import macro_values, macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros import identity, openings, sketches

WORDS = ["planning", "bridges", "painter", "orchard", "harvest", "machine", "kitchen", "village", "railway", "concert"]
TEXT = "\n\n".join(f"Somebody {one} with another {two} for us." for one in WORDS for two in WORDS if one != two)
CHINESE = (
    "负责公司后端服务的设计与开发。参与系统架构的持续优化。保证线上服务的稳定运行。熟"
    "悉常用的数据结构和算法。有良好的编程习惯。"
)


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
    ("url_key", "is_one"),
    [
        ("jobs.lever.co/acme?commitment=Internship", False),
        ("jobs.lever.co/acme?commitment=Full-Time&department=Kitchen", False),
        ("acme.example/job-search-results?category=Kitchen&level[]=Student", False),
        ("acme.example/en/search-results?keywords=2021&m=3", False),
        ("acme.example/careers?department=&location=Ulm#careers", False),
        ("acme.example/jobs?q=cook", False),
        ("acme.example/careers", False),
        ("acme.example", False),
        ("acme.example/careers/jobs/4856370?location=ulm", True),
        ("acme.example/career?career_job_req_id=24763&location=ulm", True),
        ("acme.example/view?id=17&location=ulm", True),
        ("acme.example/jobs/cook-in-ulm?location=ulm", True),
        ("jobs.lever.co/acme/c2c32459-08ad-4bd9-96d0-1028b72057f5?team=Kitchen", True),
        ("acme.example/research-search-engine?utm=1", True),
        ("board.example/jobs/search?currentJobId=2758103719&keywords=cook", True),
        ("board.example/jobs/search?job_types=2&keywords=cook", False),
        ("board.example/view?key=abc", True),
    ],
)
def test_a_list_of_openings_is_no_page_of_one_advert(url_key: str, is_one: bool) -> None:
    assert macro_values("identity", "names_one_advert", [(url_key,)]) == [is_one]


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


SKETCHING = (sketches.text_words, sketches.text_shingles, sketches.text_sketch)


def sketch_of(text: str | None) -> list[int]:
    sketch = on(text, *SKETCHING)
    assert isinstance(sketch, list)
    return sketch


def shared(one: str, other: str) -> float:
    """The part of the shorter text that the other has too."""
    columns = (exp.column("ours"), exp.column("theirs"), exp.Literal.number(8))
    query = sketches.shared_part(MacroEvaluator(dialect="duckdb"), *columns)
    with duckdb.connect() as db:
        rows = [sketch_of(one), sketch_of(other)]
        return float(db.execute(f"select {query} from (select $1 as ours, $2 as theirs)", rows).fetchall()[0][0])


@pytest.mark.parametrize(
    "same",
    [
        TEXT,
        "<div class='names'>" + TEXT.replace("\n\n", "</p><p>") + "</div>",
        TEXT.replace("\n\n", "\n- "),
        TEXT.replace("\n\n", " ").upper(),
        TEXT.replace(" with ", "&nbsp;with, at last, "),
        TEXT + "\n\n" + TEXT,
    ],
    ids=["itself", "tags", "bullets", "one line in capitals", "other short words", "twice"],
)
def test_the_same_words_give_nearly_the_same_sketch(same: str) -> None:
    assert len(sketch_of(TEXT)) == sketches.SKETCH_SIZE
    assert shared(TEXT, same) > 0.9


@pytest.mark.parametrize("change", [0.1, 0.3, 0.5])
def test_the_shared_part_is_about_that_of_the_words(change: float) -> None:
    lines = [f"Somebody{n} looks after something{n}" for n in range(200)]
    edited = [line.upper() + "x" * (n < 200 * change) for n, line in enumerate(lines)]
    assert abs(shared("\n".join(lines), "\n".join(edited)) - (1 - change)) < 0.2


def test_a_sketch_has_each_shingle_once_and_the_smallest_first() -> None:
    sketch = sketch_of(TEXT + "\n\n" + TEXT)
    assert len(sketch) == sketches.SKETCH_SIZE
    assert sketch == sorted(set(sketch))


def test_the_start_of_a_text_shares_all_with_the_whole() -> None:
    assert shared(TEXT, TEXT[: len(TEXT) // 3]) > 0.9


def test_a_text_without_spaces_is_compared_by_its_characters() -> None:
    assert len(sketch_of(CHINESE)) > 20
    assert shared(CHINESE, CHINESE.replace("良好", "很好")) > 0.8
    assert shared(CHINESE, "本公司诚聘前端工程师若干名。要求有三年以上工作经验。能够独立完成项目。薪资面议。") < 0.2


def test_few_shingles_in_common_are_no_text_in_common() -> None:
    assert shared("We welcome everybody here.", "They welcome everybody there.") <= 2 / 8


def test_other_words_give_another_sketch() -> None:
    assert not set(sketch_of(TEXT)) & set(sketch_of(TEXT.replace("Somebody", "Someone else").replace("another", "yet")))


def test_a_text_without_long_words_has_an_empty_sketch_and_none_has_none() -> None:
    assert sketch_of("Apply.") == []
    assert on(None, *SKETCHING) is None


@pytest.mark.parametrize("macro", [identity.url_key, identity.title_key, identity.title_core, *SKETCHING])
def test_the_macros_become_spark_sql_without_functions_of_duckdb(macro: Callable[..., str]) -> None:
    evaluator = MacroEvaluator(dialect="duckdb")
    evaluator.locals["engine_adapter"] = SparkAdapter()
    text = sqlglot.transpile(f"select {macro(evaluator, exp.column('x'))} as k", read="duckdb", write=SparkModels)[0]
    functions = {node.sql_name() if not isinstance(node, exp.Anonymous) else node.name.upper()
                 for node in sqlglot.parse_one(text, dialect="spark").find_all(exp.Func)}  # fmt: skip
    assert not {name for name in functions if name.startswith(("LIST_", "STRLEN", "HASH"))}
    assert "[1:" not in text


def test_two_days_share_a_period_where_an_advert_may_follow_another_on_them_and_not_where_they_are_far_apart() -> None:
    days, origin = 60, "date '2026-01-01'"
    evaluator = MacroEvaluator(dialect="duckdb")
    periods = openings.periods_of(evaluator, exp.column("day"), exp.column("day"), exp.Literal.number(days))
    with duckdb.connect() as db:
        db.execute(f"create table days as select {origin} + cast(range as integer) as day from range(400)")
        db.execute(f"create table known as select day, {periods} as periods from days")
        shared = db.execute(
            "select distinct later.day - earlier.day, list_has_any(later.periods, earlier.periods) "
            "from known as earlier join known as later on later.day >= earlier.day"
        ).fetchall()
    assert {apart for apart, _ in shared} == set(range(400))
    assert all(is_shared for apart, is_shared in shared if apart <= days)
    assert not any(is_shared for apart, is_shared in shared if apart >= 2 * days)
