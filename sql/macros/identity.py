"""Addresses, titles and texts in a form in which adverts can be compared."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import hash_function, runs_on_spark
from macros.expressions import as_sql, texts_of

TRACKING = (
    # campaigns and click ids
    r"utm_\w+|pk_\w+|hsa_\w+|mc_[ce]id|mkt_tok|[a-z]*clid|[gw]braid|igshid|_gl|_ga|campaign|"
    # who sent the reader
    r"ref|refid|referr?er|source|src|origin|via|lever-(?:origin|source(?:\[\]|%5b%5d)?|via)|gh_src|\w+[_-]source|"
    # what boards add to a result that was clicked
    r"trk\w*|trackingid|lipi|ebp|originalsubdomain|tk|vjs|advn|adid|sjdu|acatk|xkcb|"
    # how the page is shown
    r"lang|display|mobile|width|height|bga|needsredirect|jan1offset|jun1offset|jsessionid|usp"
)
"""Parameters of an address for where a reader came from or how the page looks. Any other may identify the advert."""

WORDS = {
    "sr": "senior",
    "snr": "senior",
    "jr": "junior",
    "jnr": "junior",
    "entry": "junior",
    "internship": "intern",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
"""Words of a title that boards write differently."""
NOISE = (
    *("remote", "hybrid", "level", "mid", "all", "genders", "m", "w", "f", "d", "x", "h", "div"),
    *("of", "the", "and", "for", "in", "a"),
)
"""Words of a title that boards add or leave out: '(m/f/d)', '(Remote)', 'mid-level', 'Head of'."""
LEVELS = ("intern", "junior", "senior", "lead", "staff", "principal", "director", "head", "1", "2", "3", "4", "5")
"""Words of a title for how senior a role is, not for what it is."""

SKETCH_SIZE = 12
"""Sentences kept of each text: 12 distinguish a half from nine tenths in common, and fit in 48 bytes."""
SHORTEST_SENTENCE = 40
"""Bytes. Shorter ones are headings and greetings, which different texts share."""
BULLETS = ("-", "*", "•", "·")
LONGEST_TEXT = 20_000
"""Characters read of a text: beyond that come pictures and pasted pages."""


@macro()
def url_key(evaluator: MacroEvaluator, url: exp.Expression) -> str:
    """An address without what does not name the page: scheme, 'www.', default port, tracking, a trailing slash."""
    bare = rf"regexp_replace({as_sql(url)}, '^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//(?:[wW]{{3}}\.)?', '')"
    site, page = f"regexp_extract({bare}, '^[^/?#]*')", f"regexp_extract({bare}, '^[^?#]*')"
    host = f"regexp_replace(lower({site}), ':(?:80|443)$', '')"
    # not by a capture group, which takes three times as long
    path = f"regexp_replace(substring({page}, length({site}) + 1), '/+$', '')"
    # the words before a board's number repeat the title and change with it; eight digits may be a day
    path = rf"regexp_replace({path}, '/[^/]*-([0-9]{{6,7}}|[0-9]{{9,}})$', '/\1')"
    query, fragment = (rf"regexp_extract({bare}, '{shape}', 1)" for shape in (r"^[^?#]*\?([^#]*)", "#(.*)$"))
    return f"nullif(concat({host}, {path}, {_parameters(bare, '?', query)}, {_parameters(bare, '#', fragment)}), '')"


def _parameters(url: str, mark: str, text: str) -> str:
    """What follows `?` or `#` without tracking, in one order; most addresses have none and skip the work."""
    kept = (
        f"array_to_string(list_sort(list_filter(string_split({text}, '&'), "
        f"part -> part <> '' and not regexp_matches(lower(part), '^(?:{TRACKING})(?:=|$)|^:~:'))), '&')"
    )
    return f"case when contains({url}, '{mark}') then coalesce('{mark}' || nullif({kept}, ''), '') else '' end"


@macro()
def title_key(evaluator: MacroEvaluator, title: exp.Expression) -> str:
    """The words of a title, sorted, levels and numerals in one form, without what boards add."""
    lowered = f"lower({as_sql(title)})"
    spellings = " ".join(f"when '{word}' then '{meant}'" for word, meant in WORDS.items())
    words = (
        rf"list_transform(regexp_extract_all({lowered}, '[\p{{L}}\p{{M}}\p{{N}}+#]+'), "
        f"word -> case word {spellings} else word end)"
    )
    kept = f"list_sort(list_distinct(list_filter({words}, word -> word not in ({texts_of(NOISE)}))))"
    return f"coalesce(nullif(array_to_string({kept}, ' '), ''), {lowered})"


@macro()
def title_core(evaluator: MacroEvaluator, key: exp.Expression) -> str:
    """A title key without its level: what the role is."""
    words = f"list_filter(string_split({as_sql(key)}, ' '), word -> word not in ({texts_of(LEVELS)}))"
    return f"coalesce(nullif(array_to_string({words}, ' '), ''), {as_sql(key)})"


@macro()
def text_sketch(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The smallest hashes of a text's sentences: of those, two texts share about as large a part as of sentences."""
    # this runs over a million texts, so each step avoids regular expressions where it can
    whole = as_sql(text)
    spark = runs_on_spark(evaluator)
    size, number, first = SPARK_FORMS if spark else DUCKDB_FORMS
    # cutting a text means counting its characters
    tagged = f"case when {size.format(whole)} > {LONGEST_TEXT} then left({whole}, {LONGEST_TEXT}) else {whole} end"
    plain = (
        f"case when contains({tagged}, '<') then regexp_replace({tagged}, '<[^>]*>', chr(10), 'g') else {tagged} end"
    )
    bullet = " or ".join(f"starts_with(line, '{mark} ')" for mark in BULLETS)
    line = f"string_split(case when {bullet} then substring(line, 3) else line end, '. ')"
    sentences = f"flatten(list_transform(string_split({plain}, chr(10)), line -> {line}))"
    long = f"list_filter({sentences}, sentence -> {size.format('sentence')} >= {SHORTEST_SENTENCE})"
    # the last sentence of a line still has its full stop
    hashes = f"list_transform({long}, sentence -> cast({number.format(hash_function(spark, STOPLESS))} as integer))"
    return first.format(f"list_sort(list_distinct({hashes}))")


STOPLESS = "case when ends_with(sentence, '.') then left(sentence, length(sentence) - 1) else sentence end"
# size of a text in bytes, 31 bits of a hash, and the start of a list
DUCKDB_FORMS = ("strlen({})", "{} >> 33", f"{{}}[1:{SKETCH_SIZE}]")
SPARK_FORMS = (
    "octet_length({})",
    "shiftrightunsigned({}, 33)",
    f"slice({{}}, 1, {SKETCH_SIZE})",
)


@macro()
def shared_part(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """The part of the smaller of two sketches that the other has too, 0 to 1."""
    one, other = as_sql(ours), as_sql(theirs)
    return f"len(list_intersect({one}, {other})) / cast(least(len({one}), len({other})) as double)"
