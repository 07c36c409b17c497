"""Titles of which one has a word in place of another one's, and what their adverts' labels exclude of each other.

'Nurse, Day Shift' and 'Nurse, Night Shift' are two roles, however much of them is the same.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, in_words, text_of, texts_of
from macros.label_words import LABEL_TYPES, PERMANENT, TITLE_TYPES

SHORT_FORMS = {
    "rep": "representative",
    "reps": "representative",
    "dev": "developer",
    "devs": "developer",
    "eng": "engineer",
    "engr": "engineer",
    "mgr": "manager",
    "mgmt": "management",
    "asst": "assistant",
    "assoc": "associate",
    "admin": "administrator",
    "coord": "coordinator",
    "tech": "technician",
    "exec": "executive",
    "spec": "specialist",
    "dept": "department",
    "dir": "director",
    "ops": "operations",
    "op": "operations",
    "svc": "service",
    "svcs": "service",
    "acct": "account",
    "mktg": "marketing",
    "ing": "ingenieur",
    "ma": "mitarbeiter",
    "mitarb": "mitarbeiter",
    "gf": "geschäftsführer",
}
"""Short forms of words in titles."""
DECORATIONS = (
    # asks for applicants
    *("urgent", "urgently", "apply", "now", "asap", "hiring", "wanted", "needed", "required", "immediate", "start"),
    *("sofort", "ab", "dringend", "gesucht", "jetzt", "bewerben", "urgente", "urgentemente", "recherche", "recrute"),
    *("recrutement", "cherche", "busca", "buscamos", "procura", "contratamos", "vaga", "cercasi", "gezocht", "spoed"),
    *("pilne", "poszukiwany", "hledáme", "ihned", "sökes", "søges", "søkes", "haetaan", "acil", "aranıyor", "срочно"),
    *("требуется", "терміново", "потрібен", "gấp", "tuyển"),
    # joins words
    *("with", "on", "at", "to", "or", "an", "by", "from", "as", "und", "oder", "für", "im", "in", "mit", "der", "die"),
    *("das", "des", "dem", "den", "von", "zur", "zum", "bei", "als", "et", "ou", "de", "du", "la", "le", "les", "pour"),
    *("en", "au", "aux", "y", "o", "e", "el", "los", "las", "del", "con", "para", "do", "da", "dos", "com", "em"),
    *("di", "il", "per", "van", "voor", "het", "een", "met", "i", "w", "z", "na", "och", "og", "ja", "ve", "и"),
    *("в", "на", "с", "та", "у"),
    # of each gender, or of what stands in the advert's other fields
    *("mwd", "fmd", "mfd", "gn", "gender", "genders", "geschlecht", "k", "h", "onsite", "homeoffice"),
)
"""Words that say nothing about the role."""
WORD_ENDS = "(?:innen|ings|ing|ers|er|eur|euse|en|in|es|os|as|[aeiouysnаеиоуыяію])$"
"""Ends in which forms of one word differ: engineer, engineers, engineering; enfermero, enfermera."""
NO_LETTERS = r"[^\p{L}\p{M}\p{N}+#]+"
LONG_WORD_FROM = 6
"""A shorter word may lie in another one by chance."""
COMMAS_OF_LIST_FROM = 4
"""So many in a title make it a list of roles."""
PART_OF_LIST_FROM = 0.9
"""A list of roles of which so much is the same is one list, edited."""
OPPOSITE_KINDS = (("part_time", "full_time"), ("internship", "permanent"))
"""Kinds of posts that exclude each other."""
_PERMANENT = ("permanent", PERMANENT)


@macro()
def title_words(
    evaluator: MacroEvaluator, core: exp.Expression, city: exp.Expression, company_name: exp.Expression
) -> str:
    """The words of a title without its level that say what the role is, of each word its stem.

    The city and the company of the advert are no part of its role.
    """
    named = f"lower(concat(coalesce({as_sql(city)}, ''), ' ', coalesce({as_sql(company_name)}, '')))"
    own = f"string_split(regexp_replace({named}, '{NO_LETTERS}', ' ', 'g'), ' ')"
    spelled = " ".join(f"when '{short}' then '{long}'" for short, long in SHORT_FORMS.items())
    words = (
        f"list_filter(string_split({as_sql(core)}, ' '), "
        f"lambda word: word not in ({texts_of(DECORATIONS)}) and not list_contains({own}, word))"
    )
    stem = f"regexp_replace(case word {spelled} else word end, '^(.{{4,}}?){WORD_ENDS}', '\\1')"
    return f"list_distinct(list_transform({words}, lambda word: {stem}))"


@macro()
def title_letters(evaluator: MacroEvaluator, title: exp.Expression) -> str:
    """A title in one word, in which one finds 'frontend' where it says 'front end'."""
    return f"regexp_replace(lower({as_sql(title)}), '{NO_LETTERS}', '', 'g')"


@macro()
def comma_count(evaluator: MacroEvaluator, title: exp.Expression) -> str:
    return rf"length(regexp_replace({as_sql(title)}, '[^,|\x{{3001}}\x{{ff0c}}\x{{60c}}]', '', 'g'))"


@macro()
def is_word_replaced(evaluator: MacroEvaluator, shared: exp.Expression) -> str:
    """Whether each of two titles has a word that the other one lacks, unless both are one list of roles, edited.

    `shared` is the part of the shorter title that the other one has; the tables are `ours` and `theirs`.
    """
    ours, theirs = _lacks("theirs", "ours"), _lacks("ours", "theirs")
    is_list = " and ".join(f"{table}.comma_count >= {COMMAS_OF_LIST_FROM}" for table in ("ours", "theirs"))
    return (
        f"case when ours.title_core = theirs.title_core then false "
        f"when {is_list} and {as_sql(shared)} >= {PART_OF_LIST_FROM} then false else {ours} and {theirs} end"
    )


def _lacks(one: str, other: str) -> str:
    """Whether a title lacks a word of another one."""
    is_there = (
        f"list_contains({one}.title_words, word) "
        f"or length(word) >= {LONG_WORD_FROM} and contains({one}.title_letters, word)"
    )
    return f"array_length(list_filter({other}.title_words, lambda word: not ({is_there}))) > 0"


@macro()
def post_kinds(evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression) -> str:
    """The kinds of posts of which a board's label names one of two that exclude each other, in one text.

    Hours that the title names count before those of the label, which a board may assume.
    """
    text, name = in_words(as_sql(label)), in_words(as_sql(title))
    found = {kind: f"regexp_matches({text}, {text_of(shape)})" for kind, shape in (*LABEL_TYPES.items(), _PERMANENT)}
    in_title = " or ".join(f"regexp_matches({name}, {text_of(TITLE_TYPES[kind])})" for kind in OPPOSITE_KINDS[0])
    hours, terms = (
        f"when {found[one]} and not {found[other]} then '{one}' when {found[other]} and not {found[one]} then '{other}'"
        for one, other in OPPOSITE_KINDS
    )
    return (
        f"case when {text} is not null then concat(case when coalesce({in_title}, false) then '' {hours} else '' end, "
        f"' ', case {terms} else '' end) end"
    )


@macro()
def are_kinds_opposite(evaluator: MacroEvaluator, ours: exp.Expression, theirs: exp.Expression) -> str:
    """Whether two adverts are for kinds of posts that exclude each other; null where one names no kind."""
    pairs = ((one, other) for pair in OPPOSITE_KINDS for one, other in (pair, pair[::-1]))
    return " or ".join(
        f"contains({as_sql(ours)}, '{one}') and contains({as_sql(theirs)}, '{other}')" for one, other in pairs
    )
