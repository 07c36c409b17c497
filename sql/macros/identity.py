"""Addresses and titles in a form in which adverts can be compared."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

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
ALL_OPENINGS = (
    "careers?|jobs?|job-openings|openings|open-(?:positions|roles|jobs)|current-openings|positions|vacancies|join(?:-us)?"
    "|work-with-us|karriere|stellenangebote|emplois?|empleos?|vagas"
)
"""The last part of the address of a page that lists all openings of a company."""
FILTERS = (
    "commitment|departments?|teams?|locations?|categor(?:y|ies)|keywords?|search|search_?(?:term|query)|q|query"
    "|levels?|types?|job_?types?|experience|city|country|state"
)
FILTERED = rf"(?i)[?&](?:{FILTERS})(?:\[\]|%5b%5d)?="
"""A list of openings, filtered."""
NUMBERED = (
    r"(?i)[?&#](?:[a-z_]*(?:job|req|vacan|opening|posting|position|advert|stelle|offre|oferta|vaga)[a-z_]*"
    r"(?:id|no|nr|num|number|code|ref|key)|job|req|id|pid|jid|nr|no|num|number|code|ref)=[^&#]*[0-9]"
)
OF_ADVERT = r"(?i)^[^?#]*[0-9]{3}|^[^?#]*[0-9a-f]{8}-[0-9a-f]{4}-|^[^?#]*/[^/?#-]+-[^/?#-]+-[^/?#]*(?:[?#]|$)"
"""The page of one advert that names filters as well: by a number, or in its path by one or by words of a title."""
SEARCHED = r"(?i)^[^?#]*(?:search[-_]results?|job[-_]search|search[-_]jobs?|/search)(?:[-_./?#]|$)"
"""A page of results, whatever words it has."""
ROLE_NOUNS = (
    "engineer", "engineers", "engineering", "developer", "developers", "development", "programmer", "manager",
    "analyst",
    "scientist", "designer", "architect", "specialist", "consultant", "administrator", "associate", "assistant",
    "officer",
    "coordinator", "technician", "representative", "internship", "trainee", "program", "position", "job", "role", "and",
    "of", "for", "the", "in", "to", "at", "with",
)  # fmt: skip
"""Words that say nothing about the field of a role."""
LEVELS = ("intern", "junior", "senior", "lead", "staff", "principal", "director", "head", "1", "2", "3", "4", "5")
"""Words of a title for how senior a role is, not for what it is."""


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
        f"lambda part: part <> '' and not regexp_matches(lower(part), '^(?:{TRACKING})(?:=|$)|^:~:'))), '&')"
    )
    return f"case when contains({url}, '{mark}') then coalesce('{mark}' || nullif({kept}, ''), '') else '' end"


@macro()
def title_key(evaluator: MacroEvaluator, title: exp.Expression) -> str:
    """The words of a title, sorted, levels and numerals in one form, without what boards add."""
    lowered = f"lower({as_sql(title)})"
    spellings = " ".join(f"when '{word}' then '{meant}'" for word, meant in WORDS.items())
    words = (
        rf"list_transform(regexp_extract_all({lowered}, '[\p{{L}}\p{{M}}\p{{N}}+#]+'), "
        f"lambda word: case word {spellings} else word end)"
    )
    kept = f"list_sort(list_distinct(list_filter({words}, lambda word: word not in ({texts_of(NOISE)}))))"
    return f"coalesce(nullif(array_to_string({kept}, ' '), ''), {lowered})"


@macro()
def title_core(evaluator: MacroEvaluator, key: exp.Expression) -> str:
    """A title key without its level: what the role is."""
    words = f"list_filter(string_split({as_sql(key)}, ' '), lambda word: word not in ({texts_of(LEVELS)}))"
    return f"coalesce(nullif(array_to_string({words}, ' '), ''), {as_sql(key)})"


@macro()
def title_level(evaluator: MacroEvaluator, key: exp.Expression) -> str:
    """The words of a title key for how senior a role is, null where it has none."""
    words = f"list_filter(string_split({as_sql(key)}, ' '), lambda word: word in ({texts_of(LEVELS)}))"
    return f"nullif(array_to_string({words}, ' '), '')"


@macro()
def field_words(evaluator: MacroEvaluator, core: exp.Expression) -> str:
    """The words about the field of a title without its level."""
    return f"list_filter(string_split({as_sql(core)}, ' '), lambda word: word not in ({texts_of(ROLE_NOUNS)}))"


@macro()
def are_two_roles(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """Whether two titles without their levels share no word about the field; false where one has none."""
    one, other = (field_words(evaluator, core) for core in (ours, theirs))
    return (
        f"coalesce(array_length({one}) > 0 and array_length({other}) > 0 and not list_has_any({one}, {other}), false)"
    )


@macro()
def names_one_advert(evaluator: MacroEvaluator, url_key: exp.Expression) -> str:
    """Whether an address names a page that may be one advert's: no host alone, no page of all openings or of some."""
    key = as_sql(url_key)
    filtered, numbered, results, one = (
        f"regexp_matches({key}, '{shape}')" for shape in (FILTERED, NUMBERED, SEARCHED, OF_ADVERT)
    )
    listed = f"{filtered} and not {numbered} and ({results} or not {one})"
    return (
        f"regexp_matches({key}, '[/?#]') and not regexp_matches({key}, '(?i)/(?:{ALL_OPENINGS})/?$') "
        f"and not (contains({key}, '=') and {listed})"
    )
