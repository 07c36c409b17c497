"""One key for all spellings of a company: without case, punctuation, legal form, and what boards add to the name."""

from __future__ import annotations

import unicodedata

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.company_words import (
    ABBREVIATIONS,
    AFTER_NAME,
    BOARD_ADDITIONS,
    CJK_FORMS,
    CJK_KINDS,
    CJK_NO_NAMES,
    CJK_PLACES,
    CJK_TRADES,
    FEDERAL,
    FORMS_BEFORE,
    HIRING_TEAM,
    JOB_HOSTS,
    LATIN_TRADES,
    LEGAL_FORMS,
    LOOSE_CJK,
    LOOSE_WORDS,
    NAMES_WITH_GROUP,
    PARTS,
    REGISTERS,
    US_STATES,
)
from macros.expressions import as_sql, text_of
from macros.unnamed_companies import ROLES

# full-width and typographic signs, and what stands for them
_SIGNS = (
    "\uff08\uff09\u3010\u3011\uff5c\uff0f\u30fb\u00b7\u2013\u2014\uff0c\uff1a\u2019\u3000\uff06\uff0e"
    + "".join(chr(letter + 0xFEE0) for letter in map(ord, "abcdefghijklmnopqrstuvwxyz0123456789")),
    "()[]|/----,:' &.abcdefghijklmnopqrstuvwxyz0123456789",
)
_BRACKETS = "\uff08\u3010"
_PLAIN_LETTERS = {
    chr(code): unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xE0, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.normalize("NFD", chr(code))[0].isascii() and chr(code).islower()
} | {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i"}
_ACCENTED, _PLAIN = "".join(_PLAIN_LETTERS), "".join(_PLAIN_LETTERS.values())
# the long vowel of Kana is in no script of its own
_SYLLABLES = r"\p{Hiragana}\p{Katakana}\p{Hangul}\x{30fc}"
_CJK = rf"[\p{{Han}}{_SYLLABLES}]"


@macro()
def company_text(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The name in lower case, with plain signs and without accents, addresses and what boards add to it."""
    written, plain = _SIGNS
    text = f"replace(replace(lower({as_sql(name)}), '&amp;', '&'), '&#x27;', {text_of(chr(39))})"
    translated = f"translate({text}, {text_of(written + _ACCENTED)}, {text_of(plain + _PLAIN)})"
    text = f"case when regexp_matches({as_sql(name)}, '[^ -~]') then {translated} else {text} end"
    for letter, letters in (("\u00df", "ss"), ("\u00e6", "ae"), ("\u0153", "oe"), (" + ", " & ")):
        text = f"replace({text}, {text_of(letter)}, {text_of(letters)})"
    without_additions = f"regexp_replace({text}, {text_of(BOARD_ADDITIONS)}, ' ', 'g')"
    # Acme | acme.com, Acme -- New York, Acme - Remote, Acme acme.com
    cut = _shorter(without_additions, r"^(.*?[\p{L}\p{N}].*?) *(?:[|•]| -- | // | :: |--).*$")
    cut = _shorter(cut, rf"^(.*?[\p{{L}}\p{{N}}].*?)(?: +[-:]|,|[(]) *(?:{AFTER_NAME})\b.*$")
    # 200510503Z Acme, Acme HRB 123456, Acme c/o Bcme
    cut = _shorter(cut, r"^[0-9]{6,}[a-z]? +(.*[\p{L}]{2}.*)$")
    number = rf"(?:(?:{REGISTERS})[ .:]*[0-9][0-9 ./-]{{3,}}[0-9]|[0-9]{{6,}})(?: ?[a-z])?"
    cut = _shorter(cut, rf"^(.*[\p{{L}}]{{2}}.*?)[ ,(-]+{number}[)]?$")
    cut = _shorter(cut, r"^(.*[\p{L}\p{N}].*?),? c/o .*$")
    return _shorter(cut, r"^(.*[\p{L}\p{N}].*?)[ ]+(?:[a-z0-9-]+[.])+(?:com|net|org|io|co|ai|dev|app|eu|de|uk|us)/?$")


@macro()
def without_call(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text without what calls for people: Acme is hiring, Acme - Engineer, Acme, Ann Arbor, MI, Acme Careers."""
    given = as_sql(text)
    calls = r"(?:is|are) (?:now |currently )?(?:hiring|looking for|recruiting)|seeks"
    cut = _shorter(given, rf"^(.*?[\p{{L}}\p{{N}}].*?) (?:{calls})\b.*$")
    cut = _shorter(cut, rf"^(.*?[\p{{L}}\p{{N}}].*?)(?: +[-:]|,|[(]) *(?:{PARTS})\b.*$")
    cut = _shorter(cut, rf"^(.*?[\p{{L}}\p{{N}}].*?) - [^-]*\b(?:{'|'.join(ROLES)})$")
    cut = _shorter(cut, rf"^(.*?[\p{{L}}\p{{N}}].*?)(?:,| -+|:) [\p{{L}} .]+, (?:{US_STATES})$")
    cut = _shorter(cut, rf"^(?:(?:careers|jobs) at )?(.*?[\p{{L}}\p{{N}}].*?)(?: (?:{HIRING_TEAM}))?$")
    # most names have none
    marks = ", | - |[(]|hiring|looking|recruit|seeks|careers|jobs|talent"
    return f"case when regexp_matches({given}, '{marks}') then {cut} else {given} end"


@macro()
def in_full(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text with words in full that some abbreviate."""
    given = full = as_sql(text)
    for short, word in ABBREVIATIONS:
        full = rf"regexp_replace({full}, {text_of(f'(^| )(?:{short})[.]?( |,|$)')}, '\1{word}\2', 'g')"
    shorts = rf"\b(?:{'|'.join(short for short, _ in ABBREVIATIONS)})\b"
    # most names have none
    return f"case when regexp_matches({given}, {text_of(shorts)}) then {full} else {given} end"


@macro()
def company_plain(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text without what stands in brackets, and without a legal form, place and trade in Chinese or Japanese."""
    given = as_sql(text)
    native = rf"regexp_replace({given}, '({_CJK})[(\[][^)\]]*(?:[)\]]|$)', '\1', 'g')"
    outside = rf"regexp_replace({native}, '(?:^| )[(\[][^)\]]*(?:[)\]]|$)|[(\[][^)\](]{{3,}}(?:[)\]]|$)', ' ', 'g')"
    letters = rf"length(regexp_replace({outside}, '[^\p{{L}}\p{{N}}]', '', 'g'))"
    whole = f"case when {letters} >= 2 then {outside} else {given} end"
    formed = _shorter(f"trim({whole}, ' ,;:|-.()[]')", rf"^(?:{CJK_PLACES})?市?(..+?)(?:{CJK_TRADES})*(?:{CJK_FORMS})$")
    formed = f"regexp_replace({formed}, '{CJK_FORMS}', ' ', 'g')"
    first = _shorter(formed, rf"^ *({_CJK}{{2,}})[-/].*$")
    first = _shorter(first, rf"^ *({_CJK}{{2,}}) +(?:{CJK_PLACES})市?$")
    named = _shorter(first, rf"^ *({_CJK}{{2,}}?)(?:{CJK_TRADES})+ *$")
    # initials lose their dots (S.A., L.L.C.), other dots stay until the domain is known
    initials = rf"regexp_replace({named}, '\b([a-z])[.] ?([a-z])[.]?(?: ?([a-z])[.]?)?( |,|$)', '\1\2\3\4', 'g')"
    country = f"^(?:u[.]?s[.]?|united states) ({FEDERAL})"
    return rf"trim(regexp_replace({initials}, '{country}', '\1'), ' ,;:|-.')"


@macro()
def without_legal_form(evaluator: MacroEvaluator, plain: exp.Expression) -> str:
    """The plain name without the legal forms at its end.

    Company only after two words or more, or after a word with a digit (3M Company); Holdings only after Group.
    """
    spaced = (form.replace(" ", "[. ]+") for form in sorted(set(LEGAL_FORMS), key=lambda form: (-len(form), form)))
    forms = "|".join(form.replace("[. ]+&", "[. ]*&").replace("&[. ]+", "&[. ]*") for form in spaced)
    shorter = rf"regexp_replace({as_sql(plain)}, '(?:[ ,.]+[(]?(?:{forms})[.)]*)+$', '')"
    bare = f"regexp_replace({shorter}, '^(?:{FORMS_BEFORE}) +', '')"
    bare = _shorter(bare, "^pt ([^ ]+ .+)$")
    return _shorter(_shorter(bare, r"^(.* .*?|[^ ]*[0-9][^ ]*),? company$"), "^(.* group) holdings?$")


@macro()
def native_key_of(evaluator: MacroEvaluator, plain: exp.Expression) -> str:
    """Its letters in Chinese, Japanese or Korean script; an empty text where they are fewer than two or no name."""
    letters = rf"regexp_replace({as_sql(plain)}, '[^{_CJK[1:]}', '', 'g')"
    no_name = f"regexp_matches({letters}, '^(?:{CJK_PLACES}|{CJK_TRADES}|{CJK_NO_NAMES})+$')"
    named = _shorter(letters, f"^({_CJK}{{2,}}?)(?:{CJK_TRADES})+$")
    return f"case when length({letters}) >= 2 and not {no_name} then {named} else '' end"


@macro()
def may_be_alias(evaluator: MacroEvaluator, native_key: exp.Expression, name_key: exp.Expression) -> str:
    """Whether the native part of a name with a Latin one may be a name as well, and not what the Latin one does.

    Kana and Hangul beside Latin letters are one name with them, unless brackets part them: NTTデータ, 삼성SDI.
    """
    native, name = as_sql(native_key), as_sql(name_key)
    return (
        f"not regexp_matches({native}, '^(?:{CJK_PLACES}|{CJK_TRADES}|{CJK_KINDS})+$') "
        f"and ({native} = {name} or not regexp_matches({native}, '[{_SYLLABLES}]'))"
    )


@macro()
def latin_key_of(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The Latin name in a text of both scripts; an empty text where it has one, or only words of a trade."""
    given = as_sql(text)
    words = rf"trim(regexp_replace({given}, '[^a-z0-9]+', ' ', 'g'))"
    no_name = f"^(?:(?:{LATIN_TRADES}|[0-9]+) ?)+$"
    is_name = f"regexp_matches({words}, '[a-z].*[a-z].*[a-z]') and not regexp_matches({words}, '{no_name}')"
    return f"case when regexp_matches({given}, '{_CJK}') and {is_name} then replace({words}, ' ', '') else '' end"


@macro()
def without_dot_com(evaluator: MacroEvaluator, name: exp.Expression, letters: exp.Expression) -> str:
    """A name that is an address ending in .com without the end, where enough letters stand before it."""
    before = rf"regexp_extract({as_sql(name)}, '^([^ .]+)[.]com$', 1)"
    return f"case when length({before}) >= {as_sql(letters)} then {before} else {as_sql(name)} end"


@macro()
def loose_name_of(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """What may be the same company under a longer name: without The, Group, Technologies, .io and the like."""
    bare = f"regexp_replace({as_sql(name)}, '^the ', '')"
    words = rf"regexp_replace({bare}, '(?:[ ,.&-]+(?:{LOOSE_WORDS})[.]?)+$', '')"
    return _shorter(rf"regexp_replace({words}, '[.][a-z]{{2,4}}$', '')", rf"^({_CJK}{{2,}}?)(?:{LOOSE_CJK})$")


@macro()
def own_word_of(
    evaluator: MacroEvaluator, name_key: exp.Expression, loose_key: exp.Expression, letters: exp.Expression
) -> str:
    """What tells a company by the name alone; null where the name is too common, or has more beside it.

    Volkswagen Group is Volkswagen, but Capital Group is not Capital. A native name of three letters or more is the
    company's in front of a trade as well: 小雨伞保险 is 小雨伞.
    """
    word, loose = f"regexp_replace({as_sql(name_key)}, 'group$', '')", as_sql(loose_key)
    common = f"regexp_matches({word}, '^(?:{NAMES_WITH_GROUP})$')"
    native = f"regexp_matches({loose}, '^{_CJK}{{3,}}$')"
    return f"case when {native} then {loose} when length({word}) >= {as_sql(letters)} and not {common} then {word} end"


@macro()
def without_article(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """A name of two words or more without The; a single word after it may be another company's (The Guardian)."""
    return _shorter(as_sql(name), "^the ([^ ]+ .+)$")


@macro()
def address_in_name(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The domain that a name gives; an empty text where it gives none."""
    return (
        rf"regexp_extract(lower({as_sql(name)}), '\b([a-z0-9-]+[.](?:com|net|org|io|co|ai|dev|app|eu|de|uk|us))\b', 1)"
    )


@macro()
def address_of(evaluator: MacroEvaluator, url: exp.Expression) -> str:
    """The domain of a company's own pages; null for a job board, an applicant tracking system and no address at all."""
    host = f"lower(split_part({as_sql(url)}, '/', 3))"
    domain = rf"regexp_extract({host}, '([a-z0-9-]+[.](?:(?:co|com|org|net|ac|gov|edu|io)[.])?[a-z]{{2,}})$', 1)"
    return rf"case when not regexp_matches({domain}, '^(?:{JOB_HOSTS})[.]') then nullif({domain}, '') end"


@macro()
def is_bare_name(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a spelling has no more than the name: no brackets, address, place, team or call for people beside it."""
    beside = rf"[(\[|{_BRACKETS}]|https?:|www[.]|@| -+ |--|{_CJK}[-/]|(?i:\bhiring\b|\blooking for\b)"
    return f"not regexp_matches({as_sql(name)}, {text_of(beside)})"


@macro()
def company_key_of(evaluator: MacroEvaluator, short_name: exp.Expression, name: exp.Expression) -> str:
    """The letters and digits of what is left of a name; the name itself where there are none."""
    written = f"replace({as_sql(short_name)}, '&', 'and')"
    letters = rf"regexp_replace({written}, '[^\p{{L}}\p{{N}}+#]', '', 'g')"
    return f"coalesce(nullif({letters}, ''), lower(trim({as_sql(name)})))"


@macro()
def shortest_of(evaluator: MacroEvaluator, key: exp.Expression) -> str:
    """The shortest of a group's keys, the first in the alphabet of those that are equally short."""
    return f"min_by({as_sql(key)}, lpad(length({as_sql(key)})::varchar, 5, '0') || {as_sql(key)})"


def _shorter(text: str, pattern: str) -> str:
    """The first group of a pattern for the whole text, or the text where it does not fit."""
    return rf"regexp_replace({text}, {text_of(pattern)}, '\1')"
