"""Names of places: one form to compare them by, the parts of a text that names several, and words that are no place.

The words stand in `place_words.py`.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, text_of, texts_of
from macros.place_words import (
    ABBREVIATIONS,
    ACCENTED,
    ACCENTS,
    ALL_OF,
    AREAS,
    BREAKS,
    CITY_CODES,
    CITY_COUNTIES,
    COUNTIES,
    DIRECTIONS,
    FILLERS,
    FIRST_NAMES,
    JOINERS,
    KOREAN_ADDRESSES,
    LISTS,
    MARKS,
    NAMED_AFTER_A_DAY,
    NAMED_ALIKE,
    NO_CITY,
    NO_LAST_WORD,
    ORDINALS,
    POSTCODES,
    PROVINCE_WORDS,
    PROVINCES_AFTER_TOWNS,
    REGIONS,
    REMOTE,
    SAYS_ABROAD,
    STATE_CODES,
    TERRITORIES,
    TWO_LETTERS,
)

_COMPARED_REGIONS = tuple(dict.fromkeys(region.replace("-", " ") for region in REGIONS))


@macro()
def plain_name(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A name in lower case without accents and dots, to compare it by."""
    return _plain(as_sql(text))


@macro()
def compared_name(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A plain name with blanks for hyphens, in which a place is looked up: Clermont Ferrand, Stoke on Trent."""
    return _compared(as_sql(text))


def _compared(text: str) -> str:
    return f"replace({_plain(text)}, '-', ' ')"


def _plain(text: str) -> str:
    lowered = f"lower({text})"
    plain = f"translate({lowered}, {text_of(''.join(ACCENTS) + MARKS)}, {text_of(''.join(ACCENTS.values()))})"
    for letter, letters in TWO_LETTERS.items():
        plain = f"replace({plain}, '{letter}', '{letters}')"
    # most names have none, and the translation costs far more than to look
    return f"trim(replace(case when regexp_matches({text}, '{ACCENTED}') then {plain} else {lowered} end, '.', ''))"


@macro()
def place_parts(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The parts of a text between commas, semicolons and brackets, without zip codes; `Boston MA` has two."""
    bare = as_sql(text)
    for code in POSTCODES:
        bare = f"regexp_replace({bare}, '{code}', '', 'g')"
    ended = r"([\s,;|/)]|$)"
    broken = f"regexp_replace({bare}, '{BREAKS}', '|', 'g')"
    spaced = rf"regexp_replace({broken}, '([a-z.]) ({STATE_CODES}){ended}', '\1|\2\3', 'g')"
    # Andover, MA Warwick, RI
    run_on = rf"regexp_replace({spaced}, '(\|(?:{STATE_CODES})) ([A-Z])', '\1|\2', 'g')"
    for address, parts in (*KOREAN_ADDRESSES, *ABBREVIATIONS):
        run_on = f"regexp_replace({run_on}, '{address}', '{parts}', 'g')"
    return f"string_split({run_on}, '|')"


@macro()
def listed_names(evaluator: MacroEvaluator, part: exp.Expression) -> str:
    """The pieces of a part between words that join names in some language, and that names have in them as well."""
    return f"string_split(regexp_replace({as_sql(part)}, '{LISTS}', '|', 'g'), '|')"


@macro()
def is_joined(evaluator: MacroEvaluator, part: exp.Expression) -> str:
    """Whether a part has a sign or word that joins places wherever it stands."""
    return f"regexp_matches({as_sql(part)}, '{JOINERS}')"


@macro()
def city_names(evaluator: MacroEvaluator, piece: exp.Expression) -> str:
    """The names by which a piece of a list may be that of a city."""
    bare = _bare(as_sql(piece))
    return f"[{_compared(bare)}, {_compared(_area(bare))}]"


@macro()
def part_names(evaluator: MacroEvaluator, part: exp.Expression) -> str:
    """The names that a part may consist of: itself, or else what `or`, `/` and the like join, each in several forms.

    A name has its place in the part (`piece`) and how far it is from what stands there (`form`): as it stands, without
    words such as remote or Greater, cut before its last word, without the number of a district or the word County.
    """
    whole = as_sql(part)
    pieces = f"string_split(regexp_replace({whole}, '{JOINERS}', '|', 'g'), '|')"
    forms = (
        _form("0", 0, whole) + ", " + _form("0", 1, _bare(whole)),
        _form("place * 2", 2, _bare("one"), f"regexp_matches(one, '{SAYS_ABROAD}')"),
        _form("place * 2", 3, _area(_bare("one"))),
        _form("place * 2", 9, _outside_district(_area(_bare("one")))),
        _form("place * 2", 11, f"regexp_replace({_bare('one')}, '{COUNTIES}', '')"),
        _form("place * 2", 4, rf"regexp_extract({_bare('one')}, '^(.+) \S+$', 1)"),
        _form("place * 2 + 1", 5, _last_word(_bare("one"))),
    )
    latin = f"[{forms[0]}] || flatten(list_transform({pieces}, lambda one, place: [{', '.join(forms[1:])}]))"
    # Chinese and Japanese have no spaces: 阿联酋迪拜市中心
    run = _form("50 + first", "10 - size", f"substring({whole}, first, size)")
    cut = f"list_transform([4, 3, 2], lambda size: {run})"
    runs = f"flatten(list_transform(range(1, least(length({whole}), 15)), lambda first: {cut}))"
    # 大安區 is no 大安 elsewhere
    is_run = (
        f"regexp_matches({whole}, '\\p{{Han}}{{3}}') and not regexp_matches({whole}, '^.{{2,3}}[区區町村鎮镇縣县]$')"
    )
    return f"{latin} || case when {is_run} then {runs} else [] end"


def _form(piece: str, form: int | str, name: str, is_rest: str = "false") -> str:
    return f"{{'piece': {piece}, 'form': {form}, 'name': {name}, 'is_rest': {is_rest}}}"


def _bare(text: str) -> str:
    return f"trim(regexp_replace({text}, '{FILLERS}', ' ', 'g'), ' -–:*.&/+')"


def _area(text: str) -> str:
    return f"regexp_replace({text}, '{AREAS}', '', 'g')"


def _last_word(text: str) -> str:
    is_whole = rf"regexp_matches({text}, '{NO_LAST_WORD}') and not regexp_matches({text}, '(?i)universi')"
    return rf"case when {is_whole} then '' else regexp_extract({text}, '^.+ (\S+)$', 1) end"


def _outside_district(text: str) -> str:
    return f"regexp_replace({text}, '{ORDINALS}', '')"


@macro()
def says_remote(evaluator: MacroEvaluator, *texts: exp.Expression) -> str:
    """Whether one of the texts means work from anywhere."""
    return " or ".join(f"coalesce(regexp_matches({as_sql(text)}, '{REMOTE}'), false)" for text in texts)


@macro()
def is_region(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a plain name is that of a part of the world, or of a country."""
    return f"{as_sql(name)} in ({texts_of(_COMPARED_REGIONS)})"


@macro()
def is_known_abroad(evaluator: MacroEvaluator, city: exp.Expression, large_city: exp.Expression) -> str:
    """Whether a city beside the name of another country is meant: a large one, or one of a small territory."""
    of = as_sql(city)
    return (
        f"(({of}.prominence >= {as_sql(large_city)} or {of}.country_code in ({texts_of(TERRITORIES)}))"
        f" and {of}.name not in ({texts_of(ALL_OF)}))"
    )


@macro()
def is_first_name(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a plain name is that of a country in some language, and of persons."""
    return f"{as_sql(name)} in ({texts_of(FIRST_NAMES)})"


@macro()
def is_city_code(evaluator: MacroEvaluator, form: exp.Expression) -> str:
    """Whether a form of a part means a city by a code that means other things as well; TP. HCM says that it is one."""
    form_of = as_sql(form)
    whole = ", ".join(f"{form_of}.{column}" for column in ("source", "text", "number", "name", "country_code"))
    return (
        f"({form_of}.kind = 'city' and min({form_of}.form) over (partition by {whole}) <> 3"
        f" and {form_of}.country_code <> 'US' and {form_of}.name in ({texts_of(CITY_CODES)})"
        f" and {form_of}.name <> {_compared(f'{form_of}.city')})"
    )


@macro()
def is_no_city(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether an unknown name is that of an institution, an address or a sentence rather than of a town."""
    text = as_sql(name)
    return f"(regexp_matches({text}, '{NO_CITY}') and not regexp_matches({text}, '{NAMED_AFTER_A_DAY}'))"


@macro()
def is_same_part(evaluator: MacroEvaluator, one: exp.Expression, other: exp.Expression) -> str:
    """Whether two rows are about one part of one text."""
    return " and ".join(f"{as_sql(one)}.{key} = {as_sql(other)}.{key}" for key in ("source", "text", "position"))


@macro()
def is_before_province(evaluator: MacroEvaluator, country_code: exp.Expression) -> str:
    """Whether the adverts of a country name the province after a town."""
    return f"{as_sql(country_code)} in ({texts_of(PROVINCES_AFTER_TOWNS)})"


@macro()
def is_named_alike(evaluator: MacroEvaluator, country_code: exp.Expression, other_code: exp.Expression) -> str:
    """Whether the towns of two countries are called alike, so that a name is no evidence against one of them."""
    one, other = as_sql(country_code), as_sql(other_code)
    each = (f"({one} in ({texts_of(group)}) and {other} in ({texts_of(group)}))" for group in NAMED_ALIKE)
    return f"({' or '.join(each)})"


@macro()
def says_province(evaluator: MacroEvaluator, text: exp.Expression, part: exp.Expression) -> str:
    """Whether a text has a part with the word for a province or state beside it."""
    name = f"lower({as_sql(part)})"
    around = (words.split("{}") for words in PROVINCE_WORDS)
    each = (f"contains(lower({as_sql(text)}), '{before}' || {name} || '{after}')" for before, after in around)
    return f"list_contains([{', '.join(each)}], true)"


@macro()
def is_city_state(evaluator: MacroEvaluator, country_code: exp.Expression) -> str:
    """Whether a country is no larger than its city."""
    return f"{as_sql(country_code)} in ({texts_of(('SG', *TERRITORIES))})"


@macro()
def place_texts(evaluator: MacroEvaluator, combinations: exp.Expression) -> str:
    """The texts of delivered combinations, each with the field that delivered it (place_key, source, text)."""
    fields = ("country", "state", "city")
    return " union all ".join(
        f"select place_key, '{field}' as source, {field} as text from {as_sql(combinations)} where {field} is not null"
        for field in fields
    )


@macro()
def may_mean(evaluator: MacroEvaluator, form: exp.Expression, name: exp.Expression) -> str:
    """Whether a form of a part may have this meaning; codes are in capitals where a word may look like one."""
    form_of, name_of = as_sql(form), as_sql(name)
    part, plain, kind = f"{form_of}.part", f"{form_of}.name", f"{name_of}.kind"
    in_capitals = f"{part} = upper({part})"
    of_states = f"{name_of}.country_code in ('US', 'CA', 'AU')"
    cases = {
        # a town of county rank is no region before it is a town
        f"{kind} = 'state' and {name_of}.is_town": f"{form_of}.source <> 'city'",
        # ČR is not CR
        f"{kind} in ('state_code', 'country_code') and regexp_matches({part}, '{ACCENTED}')": "false",
        # US-CA as ISO 3166-2 writes it
        f"{kind} = 'state' and {plain} = lower({name_of}.country_code || ' ' || {name_of}.state_code)": (
            f"{in_capitals} and {part} like '%-%'"
        ),
        f"{plain} in ({texts_of(DIRECTIONS)})": f"{kind} = 'state' and {form_of}.source = 'state'",
        # AND is Andorra by its code of three letters, CAN and PER are words too
        f"{kind} = 'country' and regexp_matches({plain}, '^[a-z]{{3}}$') and {plain} not in ('usa', 'uae')": (
            f"{plain} <> 'and' and ({form_of}.source = 'country' or {in_capitals})"
        ),
        # NYC, SF and LA, but not USA in Tanzania
        f"{kind} = 'city' and regexp_matches({part}, '^[A-Z]{{1,3}}$')": (
            f"{name_of}.country_code = 'US' or ({plain} in ({texts_of(CITY_CODES)}) and {form_of}.source = 'city')"
        ),
        # La Florida is no Los Angeles
        f"{form_of}.form = 4 and length({part}) <= 3": f"{kind} = 'city' and {plain} = {_compared(f'{name_of}.city')}",
        f"{form_of}.form = 11": (
            f"({kind} = 'state' and not {of_states} and {name_of}.country_code <> 'GB')"
            f" or ({kind} = 'city' and {name_of}.country_code = 'US' and {plain} in ({texts_of(CITY_COUNTIES)}))"
        ),
        f"{form_of}.form >= 6": f"{kind} = 'city' or ({kind} = 'country' and {form_of}.form < 9)",
        f"{form_of}.form in (4, 5) and {form_of}.source = 'state'": "false",
        # Big Sur is not in Suriname
        f"{form_of}.form = 5": (
            f"({kind} in ('country', 'state') and (length({part}) > 3 or {in_capitals})) or ({in_capitals}"
            f" and ({kind} = 'country_code' or ({kind} = 'state_code' and {of_states})))"
        ),
        f"{form_of}.form = 4": f"{kind} = 'city'",
        f"{kind} = 'state_code' and {form_of}.source <> 'state'": (
            f"{of_states} and ({form_of}.source = 'country' or ({in_capitals} and length({part}) > 1))"
        ),
        f"{kind} = 'country_code' and {form_of}.source = 'city'": in_capitals,
        # no board means a state of El Salvador by US
        f"{kind} = 'country_code'": f"{form_of}.source <> 'state' or {name_of}.country_code in ('US', 'GB')",
    }
    fitting = " ".join(f"when {case} then {allowed}" for case, allowed in cases.items())
    wider = f"({kind} = 'country' or not {plain} in ({texts_of(_COMPARED_REGIONS)}))"
    return f"({wider} and case {fitting} else true end)"
