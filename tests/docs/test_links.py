"""Every link, path and module that a document names exists."""

from __future__ import annotations

import importlib
import importlib.util
import re
from urllib.parse import urlsplit

import pytest

from tests.support.markdown import REFERENCE, Page, page, pages
from tests.support.paths import ROOT

TOP = ("pipelines", "sql", "tests", ".github", ".ci", ".dlt", ".pictures")
PATH = re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, TOP))})/[\w./*-]*")
NEVER_COMMITTED = ".dlt/secrets.toml"
MODULE = re.compile(r"\b(?:jobhouse|tests)(?:\.[a-z_]\w*)+\b(?!\()")
EVERYWHERE = pytest.mark.parametrize("each", pages(), ids=lambda each: each.path)


def broken_links(each: Page) -> list[str]:
    """Links within the repository that lead nowhere."""
    return [link for link in each.links if not urlsplit(link).scheme and not _leads_somewhere(each, link)]


def _leads_somewhere(each: Page, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (ROOT / each.path).parent / name if name else ROOT / each.path
    if not target.exists():
        return False
    path = target.resolve().relative_to(ROOT).as_posix()
    return not anchor or anchor in page(path).anchors


def missing_paths(each: Page) -> list[str]:
    """Paths in code spans, from the root of the repository, that do not exist; NAME stands for any name."""
    named = [path for span in each.spans for path in PATH.findall(span) if path != NEVER_COMMITTED]
    return [path for path in named if not any(ROOT.glob(path.replace("NAME", "*")))]


def missing_modules(text: str) -> list[str]:
    """Dotted names of modules that cannot be found, or of something that the module does not have."""
    return [name for name in MODULE.findall(text) if not _is_module(name)]


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        parent, _, attribute = name.rpartition(".")
        try:
            return hasattr(importlib.import_module(parent), attribute)
        except ModuleNotFoundError:
            return False


@EVERYWHERE
def test_links_and_anchors_resolve(each: Page) -> None:
    assert broken_links(each) == []


@EVERYWHERE
def test_paths_exist(each: Page) -> None:
    assert missing_paths(each) == []


@EVERYWHERE
def test_modules_exist(each: Page) -> None:
    assert missing_modules(each.text) == []


@EVERYWHERE
def test_imports_of_python_blocks_work(each: Page) -> None:
    if each.path.endswith("recipes.md"):
        pytest.skip("its programs need not be installed; test_recipes.py runs those that are")
    imports = re.compile(r"^(?:from|import) .+$", re.MULTILINE)
    for block in each.blocks:
        if block.language == "python":
            exec("\n".join(imports.findall(block.text)), {})


def test_every_page_of_the_reference_is_in_its_index() -> None:
    files = {file.name for file in REFERENCE.glob("*.md")} - {"README.md"}
    assert files == {link for link in page(".github/docs/README.md").links if "/" not in link}


def test_what_does_not_exist_is_found() -> None:
    bad = Page("README.md", '# Two commands\n[a](no.md) [b](#two-commands) [c](#tail) `sql/none.sql` <img src="x.png">')
    assert broken_links(bad) == ["no.md", "#tail", "x.png"]
    assert missing_paths(bad) == ["sql/none.sql"]
    assert missing_modules("`jobhouse.nowhere.at_all`, `jobhouse.errors.Stopped`") == ["jobhouse.nowhere.at_all"]
