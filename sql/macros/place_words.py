"""The words around the names of places, those that are no place, and what stands between the places of a text."""

from __future__ import annotations

from unicodedata import normalize

_UNDIVIDED = {
    "d": "đð", "h": "ħ", "i": "ı", "l": "ł", "o": "ø", "t": "ŧ", "е": "ё",
    "ا": "أإآٱ", "ي": "ى", "ه": "ة",
    "'": "’‘`ʻʼ′׳", '"': "״“”", "-": "‐‑–",
}  # fmt: skip
"""Letters and signs that are also written as another, and that Unicode does not divide into a letter and its marks."""
_BASES = "abcdefghijklmnopqrstuvwxyzαεηιουω"
ACCENTS = {
    letter: base
    for letter, base in (
        (chr(code), normalize("NFD", chr(code))[0]) for code in (*range(0xC0, 0x400), *range(0x1E00, 0x1F00))
    )
    if letter != base and letter == letter.lower() and base in _BASES
} | {letter: base for base, letters in _UNDIVIDED.items() for letter in letters}
"""The plain letter of each Latin and Greek letter with accents: Cần Thơ, Ḩims, Θεσσαλονίκη."""
MARKS = "".join(chr(code) for code in range(0x300, 0x370))
"""Accents that stand after their letter as signs of their own."""
TWO_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
ACCENTED = "[À-῿‐-”′`]"
"""Texts without such a sign have no accents."""
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
CITY_CODES = ("bcn", "bkk", "hcm", "jhb", "kl")
"""Cities abroad that are written in capitals, as NYC, SF and LA in the United States."""
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
