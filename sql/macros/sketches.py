"""Texts in a form in which the part that two of them share is a matter of comparing two short lists."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import hash_function, hashes_with_next, runs_on_spark
from macros.expressions import as_sql
from macros.texts import up_to_last

LONGEST_TEXT = 20_000
"""Characters read of a text: beyond that come pictures and pasted pages."""
MARKED_CHARACTER = r"&#?\w{2,8};"
MARKUP = f"<[^>]*>|{MARKED_CHARACTER}"
WITHOUT_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}"
"""Scripts that put no spaces between words."""
WORD = rf"[{WITHOUT_SPACES}]{{2}}|[\p{{L}}\p{{N}}]{{6,}}"
"""A long word, or two characters of a script without spaces. Long words are the ones that carry a text's meaning: to
take them alone costs less than to hash all words, and an edit between two of them changes nothing."""
SKETCH_SIZE = 32
"""Shingles kept of each text: 32 tell a half from eight tenths in common, and fit in 128 bytes."""


@macro()
def text_words(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The words that a text is compared by, in lower case and in their order."""
    # this runs over a million texts, so each step avoids regular expressions where it can
    whole = as_sql(text)
    # cutting a text means counting its characters
    short = f"case when strlen({whole}) > {LONGEST_TEXT} then left({whole}, {LONGEST_TEXT}) else {whole} end"
    marks, entities = (f"regexp_replace({{}}, '{markup}', ' ', 'g')" for markup in (MARKUP, MARKED_CHARACTER))
    unmarked = up_to_last(">", short, marks, entities, spark=runs_on_spark(evaluator))
    plain = f"case when contains({short}, '<') or contains({short}, '&') then {unmarked} else {short} end"
    return f"regexp_extract_all(lower({plain}), '{WORD}')"


@macro()
def text_shingles(evaluator: MacroEvaluator, words: exp.Expression) -> str:
    """The hashes of a text's shingles, sorted; a shingle is a word and the next one."""
    listed = as_sql(words)
    if runs_on_spark(evaluator):
        return f"list_sort({hashes_with_next(listed)})"
    hashed = f"{hash_function(False, f'word, {listed}[place + 1]')} >> 33"
    return f"list_sort(list_transform({listed}, lambda word, place: cast({hashed} as integer)))"


@macro()
def text_sketch(evaluator: MacroEvaluator, shingles: exp.Expression) -> str:
    """The smallest of sorted shingles, each once; equal ones stand side by side, and `list_distinct` takes longer."""
    listed = as_sql(shingles)
    distinct = f"list_filter({listed}, lambda shingle, place: shingle is distinct from {listed}[place - 1])"
    return f"({distinct})[1:{SKETCH_SIZE}]"


@macro()
def shared_part(
    evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression, at_least: exp.Expression
) -> str:
    """The part of the shorter of two texts that the other has too, 0 to 1, by their sketches.

    A sketch that is full says nothing about larger hashes than its last, so only smaller ones count. Of fewer shingles
    than `at_least` two texts may share all by chance.
    """
    one, other = as_sql(ours), as_sql(theirs)
    ends = (f"case when array_length({each}) = {SKETCH_SIZE} then {each}[{SKETCH_SIZE}] end" for each in (one, other))
    end = f"least({', '.join(ends)})"
    counts = (
        f"array_length(list_filter({each}, lambda shingle: shingle <= coalesce({end}, shingle)))"
        for each in (one, other)
    )
    shorter = f"greatest(least({', '.join(counts)}), {as_sql(at_least)})"
    # four times as fast as list_intersect
    shared = f"array_length(list_filter({one}, lambda shingle: list_contains({other}, shingle)))"
    return f"{shared} / cast({shorter} as double)"
