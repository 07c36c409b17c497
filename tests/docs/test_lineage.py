"""The diagram of the SQL models is the one that SQLMesh's own knowledge gives."""

from __future__ import annotations

import pytest

from tests.support.lineage import FILE, diagram, direct, reads, written


@pytest.mark.long
def test_the_diagram_is_current() -> None:
    """`python -m tests.support.lineage` draws it again."""
    text = FILE.read_text(encoding="utf-8")
    assert text == written(text, diagram(reads()))


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    found = {"a": frozenset[str](), "b": frozenset({"a"}), "c": frozenset({"b"}), "d": frozenset({"a", "c"})}
    assert direct(found)["d"] == {"c"}
