"""Patterns of RE2 written for Java."""

from __future__ import annotations

from typing import Any

import pytest

from jobhouse.warehouse.spark.patterns import java_pattern, java_replacement
from tests.support.spark.compare import duckdb_rows, spark_rows

WORD = "(?-i:[0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_])"
BOUNDARY = f"(?:(?<!{WORD})(?={WORD})|(?<={WORD})(?!{WORD}))"
"""Of a word of ASCII."""
BESIDE = ("", " ", "-", "x", "7", "_", "ſ", "é", "K")


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        ("a.c", "(?d)a.c"),
        (r"[\p{Han}\p{L}]\p{Thai}", r"(?d)[[\P{ASCII}&&\p{IsHan}]\p{L}]\p{IsThai}"),
        (r"[\p{Latin}\P{Han}&]", r"(?d)[\p{IsLatin}\P{IsHan}\&]"),
        ("(?i)x|(?i:y)", "(?d)(?iu)x|(?iu:y)"),
        ("a|b|c", "(?d)(?=[abc])(?:a|b|c)"),
        (r"a?b|[x-z]|\d|\.", r"(?d)(?=[[xyz]\.\dab])(?:a?b|[xyz]|\d|\.)"),
        ("(?i)x|(?:y|-)z|&", r"(?d)(?=(?iu:[\&\-xy]))(?:(?iu)x|(?:y|-)z|&)"),
        ("u(a|b|c)?v", "(?d)u((?=[abc])(?:a|b|c))?v"),
        # where nothing may stand, or any character, no look helps
        ("a|b|c*", "(?d)a|b|c*"),
        ("a|b|[^c]", "(?d)a|b|[^c]"),
        ("a|b|.c", "(?d)a|b|.c"),
        ("a|^|b", "(?d)a|^|b"),
        (r"a\s[^\s<]\S$", r"(?d)a[\t\n\f\r ][^\t\n\f\r <][^\t\n\f\r ]\z"),
        ("(?m)^a$", "(?d)(?m)^a$"),
        (r"[[a&]\$", r"(?d)[\[a\&]\$"),
        ("[]a][^]b]", r"(?d)[\]a][^\]b]"),
        ("[[:digit:]]{2,3}{x", r"(?d)[\p{Digit}]{2,3}\{x"),
        (
            r"[a-c\d-][Y-b!-/à-é-][\--z]",
            r"(?d)[abc0123456789-][YZ\[\\\]\^_`ab!-/à-é-][\--z]",
        ),
        (r"\ba+|b\b|\bc?", f"(?d)(?<!{WORD})a+|b(?!{WORD})|{BOUNDARY}c?"),
        (r"(?i)\bk|s\b", f"(?d)(?iu){BOUNDARY}k|s{BOUNDARY}"),
        (r"(?i)\bl|a\bb", f"(?d)(?iu)(?<!{WORD})l|a{BOUNDARY}b"),
        (r"\Q$[\E\x{3040}", r"(?d)\Q$[\E\x{3040}"),
    ],
)
def test_a_pattern_has_its_meaning_in_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == java


@pytest.mark.parametrize(
    ("replacement", "java"),
    [(r"\1 \2", "$1 $2"), ("us$", r"us\$"), (r"&\1;", "&$1;"), ("{y}", "{y}"), (r"a\\b", r"a\\b"), (r"\0", "$0")],
)
def test_a_replacement_has_its_meaning_in_java(replacement: str, java: str) -> None:
    assert java_replacement(replacement) == java


def test_a_replacement_that_replaces_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="RE2 has no"):
        java_replacement(r"a\b")


def test_what_begins_with_none_of_the_alternatives_is_not_looked_at(spark: Any) -> None:
    texts = ["xKb", "k1", "ſ", "a-", "", "\n", "Zé", "bc"]
    patterns = ["(?i)k|s|é", "(?:^|-)b|c+|z?é", r"\bb|\d|-$", "(?i)x(?:k|q|z)b|ab|é"]
    for pattern in patterns:
        query = f"select regexp_matches(text, '{pattern}') as found from (select unnest({texts}) as text) as texts"
        assert spark_rows(spark, query) == duckdb_rows(query), pattern


def test_words_begin_and_end_at_the_same_places_in_both(spark: Any) -> None:
    texts = [f"{before}{word}{after}" for word in ("ab", "k", "ſK", "s1") for before in BESIDE for after in BESIDE]
    patterns = [
        r"\bab?", r"ab?\b", r"\ba?b", r"a\b", r"\bab\b", r"(?i)\bk", r"(?i)\bs\d?", r"(?i)[KS]\b|s\b",
        r"(?i)\ba|k\b|\bs|K\b", r"(?i)\w+", r"(?i)[\w-]+", r"(?i)[a-k]", r"\w",
        r"\b[a-k]+\b", r"a{0}\bk", r"a*\bs", r"(?:a|s)\b", r"[^\w-]+", r"[\d_-]", r"\Bb", r"\b(?:k|a)",
    ]  # fmt: skip
    for pattern in patterns:
        query = (
            f"select text, regexp_replace(text, '{pattern}', '<>', 'g') as found "
            f"from (select unnest({texts}) as text) as texts order by text"
        )
        assert spark_rows(spark, query) == duckdb_rows(query), pattern


def test_scripts_in_classes_are_found_in_both(spark: Any) -> None:
    """ASCII is ruled out before a script is looked up, also where a class is the complement of scripts and others."""
    texts = ["データ分析 Python", "数据 engineer 5年", "Straße", "ภาษาไทย", "plain text, 12 %", "", "é漢k"]
    for pattern in (
        r"[\p{Han}\p{Katakana}]{2}|[\p{L}\p{N}]{4,}",
        r"[^\p{Han}a-z]+",
        r"(?i)[\p{Thai}K]",
        r"[\p{Latin}]+",
    ):
        query = (
            f"select regexp_extract_all(text, '{pattern}') as found "
            f"from (select unnest({texts}) as text) as texts order by text"
        )
        assert spark_rows(spark, query) == duckdb_rows(query), pattern


def test_a_flag_that_java_takes_for_another_is_refused() -> None:
    with pytest.raises(ValueError, match="no flag U"):
        java_pattern("(?U)a*")
