"""The code keeps to the sizes that CONTRIBUTING names, and no name that the glossary replaced has come back."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import PACKAGES, ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
REPLACED = {
    "Course", "Purse", "PurseEmpty", "Asker", "Turn", "Revisits", "Sweep", "Lateness", "Desk", "Wanted", "Spread",
    "Stretch", "Watch", "Memory", "RateBudget", "taken_up", "failures_told", "is_torn", "unclean", "quiet_dlt",
    "months_too_dear", "unsettled", "seams", "doubts", "doubt_bounds", "meanings", "credits_at_most", "errand",
    "errands", "asker", "purse", "desk", "lend", "told", "sealed", "furnished", "lossy", "victim",
}  # fmt: skip
"""Private words that have given way to the glossary's; saved states keep some of them as keys, which are texts."""


def sources(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in sorted(folder.rglob("*.py")) if "data" not in file.parts]


def function_lengths(file: Path) -> Iterator[tuple[int, str]]:
    """Lines of each function, its docstring included, with its name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{file.name}:{node.name}"


def names_in(text: str) -> set[str]:
    return {
        token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.NAME
    }


def test_no_file_is_too_long() -> None:
    lengths = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in sources(PACKAGES)}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = [found for file in sources(PACKAGES) for found in function_lengths(file)]
    lines = sorted(count for count, _ in lengths)
    assert statistics.median(lines) <= 8
    assert lines[int(len(lines) * 0.9)] <= 25
    assert [found for found in lengths if found[0] > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("folder", ["pipelines", "sql", "tests"])
def test_no_replaced_name_is_left(folder: str) -> None:
    found = {str(file): names_in(file.read_text(encoding="utf-8")) & REPLACED for file in sources(ROOT / folder)}
    assert {file: names for file, names in found.items() if names} == {}


def test_a_replaced_name_is_found() -> None:
    assert names_in("asker = Purse(1)  # told\n") & REPLACED == {"asker", "Purse"}
