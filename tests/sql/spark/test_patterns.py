"""Patterns of RE2 written for Java."""

from __future__ import annotations

import pytest

from tests.support.spark.patterns import java_pattern, java_replacement


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        ("a.c", "(?d)a.c"),
        (r"[\p{Han}\p{L}]\p{Thai}", r"(?d)[\p{IsHan}\p{L}]\p{IsThai}"),
        ("(?i)x|(?i:y)|(?:z)", "(?d)(?iu)x|(?iu:y)|(?:z)"),
        (r"a\s[^\s<]\S$", r"(?d)a[\t\n\f\r ][^\t\n\f\r <][^\t\n\f\r ]\z"),
        ("(?m)^a$", "(?d)(?m)^a$"),
        (r"[[a&]\$", r"(?d)[\[a\&]\$"),
        ("[]a][^]b]", r"(?d)[\]a][^\]b]"),
        ("[[:digit:]]{2,3}{x", r"(?d)[\p{Digit}]{2,3}\{x"),
        (r"\Q$[\E\x{3040}", r"(?d)\Q$[\E\x{3040}"),
    ],
)
def test_a_pattern_has_its_meaning_in_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == java


@pytest.mark.parametrize(
    ("replacement", "java"),
    [(r"\1 \2", "$1 $2"), ("us$", r"us\$"), (r"&\1;", "&$1;"), ("{y}", "{y}"), (r"a\\b", r"a\\\\b")],
)
def test_a_replacement_has_its_meaning_in_java(replacement: str, java: str) -> None:
    assert java_replacement(replacement) == java


def test_a_flag_that_java_takes_for_another_is_refused() -> None:
    with pytest.raises(ValueError, match="no flag U"):
        java_pattern("(?U)a*")
