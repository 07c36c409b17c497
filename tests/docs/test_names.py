"""Names and numbers in the documents are those of the code, and no word is used that the glossary has replaced."""

from __future__ import annotations

import re
from functools import cache

import pytest

from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from tests.support.markdown import Page, page, pages, reference
from tests.support.paths import ROOT

NAME = re.compile(r"(?<![\w./-])(?:_?[a-z]+(?:_[a-z0-9]+)+|[A-Z][a-z]+(?:[A-Z][a-z]*)+)(?![\w/.-])")
"""What can only be a name: words with underscores between them, or with capitals inside."""
REPLACED = (
    "behind", "told", "anew", "errand", "purse", "sweep", "swept", "torn", "seams", "unclean", "spelt",
    "taken up", "stands in", "made up", "course of a run",
)  # fmt: skip
"""Words that naming.md and the glossary have replaced by standard terms."""
EVERYWHERE = pytest.mark.parametrize("each", pages(), ids=lambda each: each.path)


@cache
def words_of_the_code() -> set[str]:
    files = [file for folder in ("pipelines", "sql", "tests") for file in (ROOT / folder).rglob("*.*")]
    sources = [file for file in files if file.suffix in (".py", ".sql", ".yaml", ".csv") and file.parent.name != "docs"]
    return {word for file in sources for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}


def unknown_names(each: Page) -> set[str]:
    """Names in code spans that occur nowhere in the code."""
    return {name for span in each.spans for name in NAME.findall(span)} - words_of_the_code()


@EVERYWHERE
def test_names_in_code_spans_exist(each: Page) -> None:
    assert unknown_names(each) == set()


def test_an_unknown_name_is_found() -> None:
    assert unknown_names(Page("", "`salary_medium`, `JobhouseErrors` and `salary_basis`")) == {
        "salary_medium",
        "JobhouseErrors",
    }


@EVERYWHERE
def test_no_replaced_word_is_used(each: Page) -> None:
    found = [word for word in REPLACED if re.search(rf"\b{word}\b", each.prose.lower())]
    assert found == []
    assert "sealed" not in each.prose or each.path == ".github/CHANGELOG.md", "the verdict is called verified"


def test_what_probe_and_plan_may_cost_is_what_the_code_allows() -> None:
    probe, plan = PROBE_LIMITS.credits, ESTIMATE_LIMITS.credits
    commands = {row[0]: row[2] for row in reference("commands").rows("command")}
    assert commands["[`probe`](#probe)"] == f"at most {probe}, at one for a job"
    assert commands["[`plan`](#plan)"] == f"at most {plan}, at one for a job"
    assert f"at most {PROBE_LIMITS.requests} requests" in _folded(reference("probe"))
    assert f"at most {ESTIMATE_LIMITS.requests} requests of 10 jobs ({plan} credits at one for a job)" in _folded(
        reference("credits")
    )
    assert f"at most {probe + plan} credits" in _folded(reference("credits"))
    readme = page("README.md").text
    assert f"at most {probe} credits, at one for a job" in readme
    assert f"at most {plan} credits, at one for a job" in readme


def _folded(each: Page) -> str:
    return " ".join(each.text.split())


def test_the_glossary_defines_each_word_once() -> None:
    defined = re.findall(r"\*\*([^*]+)\*\*", "\n".join(row[0] for row in page("pipelines/README.md").rows("word")))
    assert len(defined) == len(set(defined)) > 20
