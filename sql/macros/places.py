"""Names of places: one form to compare them by, the parts of a text that names several, and words that are no place."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, texts_of

ACCENTS = {
    "a": "áàâäãåāăąạảấầ", "c": "ćčç", "d": "ďđ", "e": "éèêëēęěėếềễ", "g": "ğ", "i": "íìîïīıį", "l": "łľļ", "n": "ńňñņ",
    "o": "óòôöõøōőốồộ", "r": "ř", "s": "śšşșş", "t": "ťţț", "u": "úùûüūůűųư", "y": "ýÿỳ", "z": "žźż",
    "'": "’‘`ʻ", "-": "‐‑–",
}  # fmt: skip
FILLERS = (
    r"(?i)\b(?:(?:100% |fully |full )?remote(?:ly)?(?: in\b| first| friendly| eligible| optional| possible| ok)?"
    r"|hybrid|on-?site|in-?office|in-?person|wfh|work from home|based(?: in)?|only|preferred|required|position"
    r"|optional|possible|flexible"
    r"|(?:eastern|pacific|central|mountain) time|time ?zones?|tele-?work(?: eligible)?|eligible|occasional|some"
    r"|anywhere(?: in the world)?(?: in)?|world-?wide|global(?:ly)?|international|distributed|nationwide|various"
    r"|multiple(?: locations)?|(?:\d+ )?locations?|offices?|unknown (?:city|country)|telecommute|home ?office|virtual"
    r"|across|continental|hq|headquarters|relocation|(?:& |and )?more|days?(?:/week| a week| per week)|in the)\b"
    r"|远程|全国|不限|居家办公"
)
REMOTE = (
    r"(?i)\bremote|anywhere|world-?wide|\bglobal|\binternational\b|distributed|work from home|\bwfh\b|home ?office"
    r"|telecommute|远程|居家办公"
)
AREAS = (
    r"(?i)^(?:(?:greater|metro(?:politan)?|downtown|central|inner|near|in|the|area"
    r"|(?:city|state|province|county|region) of) )+"
    r"|(?: (?:metro(?:politan)?|metroplex|urban|surrounding|city|greater|area|region|suburbs?|county))+$"
)
"""Words before and after the name of a city for the country around it."""
_DISTRICT = (
    r"(?:sector(?:ul)?|arrondissement|arrdt|arr|bezirk|stadtbezirk|stadtkreis|kreis|district|distrito|distretto|zone|zona"
    r"|dzielnica|kerulet|kerület|ker|obvod|municipio|qu[aậ]n)"
)
_NUMBER = r"(?:\d{1,2}(?:\.|st|nd|rd|th|ers?|[eè]re|re|[eè]me|e|[º°ª])?|(?-i:[IVX]{1,5})(?:\.|[eè]me|e)?)"
ORDINALS = (
    rf"(?i)^(?:{_DISTRICT}\.? {_NUMBER}|{_NUMBER} {_DISTRICT}\.?),? "
    rf"|[ -]+(?:{_DISTRICT}\.? )?{_NUMBER}(?: {_DISTRICT}\.?)?$"
)
"""The number of a district before or after the name of its city: Lyon 3e, Wien 2. Bezirk, Sector 3 Bucharest."""
REGIONS = (
    "eu", "europe", "european", "european union", "emea", "apac", "asia", "africa", "americas", "latam",
    "latin america", "north america", "south america", "central america", "mena", "middle east", "nato countries",
    "oceania", "scandinavia", "nordics", "dach", "benelux", "balkans", "cee", "eea", "caribbean", "sub-saharan africa",
    "asia pacific", "asia-pacific", "southeast asia", "western europe", "eastern europe", "australasia", "gcc",
    "east coast", "west coast", "midwest", "new england", "pacific northwest",
)  # fmt: skip
"""Beside a country they mean that the job is open to more than that country."""
DIRECTIONS = (
    "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "capital", "northeast",
    "northwest", "southeast", "southwest", "north east", "north west", "south east", "south west", "upper", "lower",
)  # fmt: skip
"""Names of regions somewhere that are words elsewhere: Eastern time, Northern Virginia."""
NO_CITY = (
    r"(?i)\d|\b(?:universit|institut|college|school|laborator|lab\b|labs\b|department|center|centre|inc\b|llc|gmbh|ltd"
    r"|campus|company|corporation|hospital|agency|group|foundation|association|museum|observatory|library|facility"
    r"|society|program|project|remote|hybrid|office|team|client|street|road|avenue|building|floor|airport|base\b"
    r"|world|region|location|anywhere|timezone|utc|gmt|est\b|pst\b|cet\b|visa|onsite|state\b|coast|candidates?|see\b|relocate|american\b|must\b|reside|towers?\b|square\b|plaza\b|others?\b)"
    r"|(?: st| rd| ave| blvd)\.?$|^(?:north|south|east|west|central)(?:ern)?$"
    r"|城市|业务|海外|[!?:@#*]|(?-i:^[A-Z]{1,4}$)|\w+ \w+ \w+ \w+ \w+"
)
"""What an unknown name holds that is no city's: digits, an institution, a sentence."""
NAMED_AFTER_A_DAY = r"(?i)^\d{1,2}[º°]? de [a-zç]{4,10}$"
"""25 de Mayo and 15 de Novembro are towns."""
STATE_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR"
    "|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|NSW|VIC|QLD|ACT|TAS"
)
"""Codes that stand behind a city without a comma: Sydney NSW. WA and NT of Australia follow from the city."""
POSTCODES = (
    r"\b\d{5}-\d{4}\b",
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    r"\b[A-Z]{1,2}\d{1,2}$",
    r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
    r"^\d{4} [A-Z]{2}\b",
    r"\b\d{5,6}\b",
    r"^\d{4}\b|\b\d{4}$",
    r"\b\d{3}-\d{4}\b|〒",
)
"""Zip codes of the United States, the United Kingdom, Canada, the Netherlands, and those of digits alone."""
BREAKS = r"(?i)\s*(?:[,;|()\[\]\n•·、，；]| -- | or |<br ?/?>)\s*"
JOINERS = r"(?i)\s*(?:[/&+]| [-–—] |^and |^or | and | ou | und | oder | et | y )\s*"


@macro()
def plain_name(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A name in lower case without accents and dots, to compare it by."""
    accented = "".join(ACCENTS.values())
    plain = "".join(letter * len(marked) for letter, marked in ACCENTS.items()).replace("'", "''")
    accents = f"'{accented}', '{plain}'"
    return f"trim(replace(replace(translate(lower({as_sql(text)}), {accents}), 'ß', 'ss'), '.', ''))"


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
    return f"string_split({run_on}, '|')"


@macro()
def part_names(evaluator: MacroEvaluator, part: exp.Expression) -> str:
    """The names that a part may consist of: itself, or else what `or`, `/` and the like join, each in several forms.

    A name has its place in the part (`piece`) and how far it is from what stands there (`form`): as it stands, without
    words such as remote, without words such as Greater, cut before its last word, and without the number of a district.
    """
    whole = as_sql(part)
    pieces = f"string_split(regexp_replace({whole}, '{JOINERS}', '|', 'g'), '|')"
    forms = (
        f"{{'piece': 0, 'form': 0, 'name': {whole}}}, {{'piece': 0, 'form': 1, 'name': {_bare(whole)}}}",
        "{'piece': place * 2, 'form': 2, 'name': " + _bare("one") + "}",
        "{'piece': place * 2, 'form': 3, 'name': " + _area(_bare("one")) + "}",
        f"{{'piece': place * 2, 'form': 9, 'name': {_outside_district(_bare('one'))}}}",
        rf"{{'piece': place * 2, 'form': 4, 'name': regexp_extract({_bare('one')}, '^(.+) \S+$', 1)}}",
        rf"{{'piece': place * 2 + 1, 'form': 5, 'name': regexp_extract({_bare('one')}, '^.+ (\S+)$', 1)}}",
    )
    latin = f"[{forms[0]}] || flatten(list_transform({pieces}, lambda one, place: [{', '.join(forms[1:])}]))"
    # Chinese and Japanese have no spaces: 阿联酋迪拜市中心
    cut = "list_transform([4, 3, 2], lambda size: {'piece': 50 + first, 'form': 10 - size, 'name': " + (
        f"substring({whole}, first, size)" + "})"
    )
    runs = f"flatten(list_transform(range(1, least(length({whole}), 15)), lambda first: {cut}))"
    return f"{latin} || case when regexp_matches({whole}, '\\p{{Han}}{{3}}') then {runs} else [] end"


def _bare(text: str) -> str:
    return f"trim(regexp_replace({text}, '{FILLERS}', ' ', 'g'), ' -–:*.&/+')"


def _area(text: str) -> str:
    return f"regexp_replace({text}, '{AREAS}', '', 'g')"


def _outside_district(text: str) -> str:
    return f"regexp_replace({text}, '{ORDINALS}', '')"


@macro()
def says_remote(evaluator: MacroEvaluator, *texts: exp.Expression) -> str:
    """Whether one of the texts means work from anywhere."""
    return " or ".join(f"coalesce(regexp_matches({as_sql(text)}, '{REMOTE}'), false)" for text in texts)


@macro()
def is_region(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a plain name is that of a part of the world, or of a country."""
    return f"{as_sql(name)} in ({texts_of(REGIONS)})"


@macro()
def is_direction(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a plain name is a word such as northern."""
    return f"{as_sql(name)} in ({texts_of(DIRECTIONS)})"


@macro()
def is_no_city(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether an unknown name is that of an institution, an address or a sentence rather than of a town."""
    text = as_sql(name)
    return f"(regexp_matches({text}, '{NO_CITY}') and not regexp_matches({text}, '{NAMED_AFTER_A_DAY}'))"


@macro()
def place_texts(evaluator: MacroEvaluator, combinations: exp.Expression) -> str:
    """The texts of delivered combinations, each with the field that delivered it (place_key, source, text)."""
    fields = ("country", "state", "city")
    return " union all ".join(
        f"select place_key, '{field}' as source, {field} as text from {as_sql(combinations)} where {field} is not null"
        for field in fields
    )
