"""Values as delivered made into values that mean one thing: missing texts, numbers, flags, dates and lists."""

from __future__ import annotations

import unicodedata

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import runs_on_spark
from macros.expressions import as_sql, text_of

MISSING = (
    "",
    "na",
    "n/a",
    "none",
    "null",
    "nan",
    "unspecified",
    "not specified",
    "undefined",
    "not available",
    "-",
    "--",
)
"""What boards write, in any case, where they mean nothing."""
DATE_SHAPES = ("%Y%m%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%d.%m.%Y")
"""Beside ISO 8601. Month and day as two numbers with slashes are read on their own: their order differs by country."""
DAY_FIRST, MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"
DAYS_AHEAD = 2
"""A posting may be dated so many days after its fetch, by a clock in another zone."""
LARGEST_BIGINT = 9_223_372_036_854_775_807
LARGEST_NUMBER = "1.7976931348623157e308"
TOO_EARLY, TOO_LATE = "date '1970-01-01'", "date '2100-01-01'"
"""A day outside these is a computer's zero (0001-01-01, 1970-01-01), its endless future, or a year of two digits."""


_BOLD = range(0x1D400, 0x1D800)
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF03, 0xFF0B)
_LETTERLIKE = "ℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ"
"""What stands in the gaps of the bold and italic letters."""
_PLAIN_LETTERS = {
    letter: unicodedata.normalize("NFKC", letter) for letter in (*map(chr, (*_BOLD, *_WIDE)), *_LETTERLIKE)
}
_HELD_LETTERS = {letter: plain for letter, plain in _PLAIN_LETTERS.items() if letter != plain}
MAY_NEED_PLAIN = r"[\x{1d400}-\x{1d7ff}\x{ff03}\x{ff0b}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]"
# one search in one text: DuckDB turns a list of this length after IN into a join, one for every column
_MISSING_LINES = "\n".join(("", *MISSING, ""))


@macro()
def known_text(evaluator: MacroEvaluator, value: exp.Expression) -> str:
    """The text in plain letters with its white space (and zero-width marks) folded, or null where it means nothing."""
    return _known(_spaced(in_plain_letters(as_sql(value))))


@macro()
def text_as_written(evaluator: MacroEvaluator, value: exp.Expression) -> str:
    """As known_text, in the letters as delivered: what titles were before 2026-11-30, and deletions still hold."""
    return _known(_spaced(as_sql(value)))


def _spaced(text: str) -> str:
    # white space and marks that are not seen
    return rf"trim(regexp_replace({text}, '[\s\x{{00a0}}\x{{200b}}-\x{{200d}}\x{{2060}}\x{{feff}}]+', ' ', 'g'))"


@macro()
def plain_letters(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """See in_plain_letters."""
    return in_plain_letters(as_sql(text))


@macro()
def known_word(evaluator: MacroEvaluator, value: exp.Expression) -> str:
    """The text without white space around it, or null where it means nothing: for codes, labels and addresses."""
    return _known(f"trim({as_sql(value)})")


def _known(text: str) -> str:
    return f"case when {_is_missing(text)} then null else {text} end"


def in_plain_letters(text: str) -> str:
    """A text with plain letters and digits for bold, italic and full-width ones, which hide whatever it says."""
    written, plain = text_of("".join(_HELD_LETTERS)), text_of("".join(_HELD_LETTERS.values()))
    # few texts have such a letter, and each would look up all of its letters
    needed = f"regexp_matches({text}, '{MAY_NEED_PLAIN}')"
    return f"case when {needed} then translate({text}, {written}, {plain}) else {text} end"


def _is_missing(text: str) -> str:
    return f"contains('{_MISSING_LINES}', chr(10) || lower({text}) || chr(10))"


@macro()
def number_of(evaluator: MacroEvaluator, number: exp.Expression, text: exp.Expression) -> str:
    """The finite number, or the one in a text such as '120,000'; null for anything else. Zero has no sign."""
    written = as_sql(text)
    read = (
        rf"coalesce({as_sql(number)}, case when regexp_matches({written}, '^\s*-?[0-9][0-9,]*(\.[0-9]+)?\s*$') "
        f"then try_cast(replace({written}, ',', '') as double) end)"
    )
    # a NaN is larger than every number; of the two zeros DuckDB stores either for the other
    return f"case when {read} = 0 then 0.0 when abs({read}) <= {LARGEST_NUMBER} then {read} end"


@macro()
def sum_within_bigint(evaluator: MacroEvaluator, number: exp.Expression) -> str:
    """The sum, 0 of nothing, and the largest or least bigint where it lies beyond: the API may report any number."""
    # DuckDB sums up bigints in 128 bits, and Spark fails beyond 64
    value = f"cast({as_sql(number)} as decimal(38, 0))" if runs_on_spark(evaluator) else as_sql(number)
    return f"cast(greatest(least(coalesce(sum({value}), 0), {LARGEST_BIGINT}), -{LARGEST_BIGINT}) as bigint)"


@macro()
def flag_of(evaluator: MacroEvaluator, flag: exp.Expression, text: exp.Expression) -> str:
    """The flag, or the flag that a text or a number writes; null for anything else."""
    written = f"lower(trim({as_sql(text)}))"
    return (
        f"coalesce({as_sql(flag)}, case when {written} in ('true', 'yes', '1', 'y', 'remote') then true "
        f"when {written} in ('false', 'no', '0', 'n') then false end)"
    )


@macro()
def date_of(evaluator: MacroEvaluator, value: exp.Expression) -> str:
    """The day that a text names where only one can be meant: 15/03/2026, but null for 03/04/2026 and the like."""
    text = f"trim({as_sql(value)})"
    shapes = ", ".join(f"'{shape}'" for shape in DATE_SHAPES)
    slashed = f"replace({text}, '-', '/')"
    first, second = (f"try_strptime({slashed}, ['{shape}'])::date" for shape in (DAY_FIRST, MONTH_FIRST))
    day = f"""coalesce(
        try_cast(left({text}, 10) as date),
        try_strptime({text}, [{shapes}])::date,
        case
            when not regexp_matches({text}, '^[0-9]{{1,2}}[/-][0-9]{{1,2}}[/-][0-9]{{4}}$') then null
            when coalesce({first} = {second}, true) then coalesce({first}, {second})
        end,
        case when regexp_matches({text}, '^[0-9]{{13}}$') then epoch_ms(try_cast({text} as bigint))::date end,
        case when regexp_matches({text}, '^[0-9]{{10}}$') then epoch_ms(try_cast({text} as bigint) * 1000)::date end
    )"""
    within = f"greatest(least({day}, {TOO_LATE}), {TOO_EARLY})"
    return f"nullif(nullif({within}, {TOO_LATE}), {TOO_EARLY})"


@macro()
def day_known_at(evaluator: MacroEvaluator, value: exp.Expression, fetched_at: exp.Expression) -> str:
    """The day of posting that a text names; null where it lies in the future of the day on which it was fetched."""
    day = date_of(evaluator, value)
    ahead = f"date_diff('day', cast({as_sql(fetched_at)} as date), {day})"
    return f"case when {ahead} > {DAYS_AHEAD} then null else {day} end"


@macro()
def list_of(evaluator: MacroEvaluator, values: exp.Expression) -> str:
    """A sorted list of distinct texts, null rather than empty, from a JSON array.

    Or from what was delivered instead: an array with entries that are no texts, or a text that joins them with '|'.
    """
    joined = f"coalesce(array_to_string(try_cast({as_sql(values)} as varchar[]), '|'), ({as_sql(values)}) ->> '$')"
    return (
        f"nullif(list_sort(list_distinct(list_filter(list_transform(string_split({joined}, '|'), "
        f"lambda entry: trim(entry)), lambda entry: not {_is_missing('entry')}))), cast([] as varchar[]))"
    )


@macro()
def key_of(evaluator: MacroEvaluator, *values: exp.Expression) -> str:
    """One key for a combination of values, null among them: what several rows share is then computed once."""
    # no value holds chr(0); one that holds a line break must not look like two values
    texts = (f"replace(cast({as_sql(value)} as varchar), chr(10), chr(0) || chr(0))" for value in values)
    parts = " || chr(10) || ".join(f"coalesce({text}, chr(0))" for text in texts)
    return f"md5({parts})"
