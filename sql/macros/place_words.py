"""The words around the names of places, those that are no place, and what stands between the places of a text."""

from __future__ import annotations

from unicodedata import normalize

from macros.place_languages import OTHERS_ABROAD, REMOTE_ABROAD, TRAVELLING

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


def _any_word(words: dict[str, tuple[str, ...]]) -> str:
    """A pattern of whole words, the longer ones first; only letters of ASCII have boundaries in it."""
    ends = {True: r"\b", False: ""}
    return "|".join(
        f"{ends[word[0].isascii()]}{word[:-1]}[^ ,;/()]*"
        if word.endswith("*")
        else f"{ends[word[0].isascii()]}{word}{ends[word[-1].isascii()]}"
        for word in sorted({word for each in words.values() for word in each}, key=lambda word: (-len(word), word))
    )


_ABROAD = _any_word(
    REMOTE_ABROAD
    | {f"other {language}": words for language, words in OTHERS_ABROAD.items()}
    | {f"travelling {language}": words for language, words in TRAVELLING.items()}
)
SAYS_ABROAD = rf"(?i){_ABROAD}"
"""What is left of a part with such a word is seldom a town: *partiel*, *im Außendienst*."""
_AND = "(?:(?:and|und|et|y|e|ed|en|i|oraz|a|og|och|ja|ve|si|și|és|και|и|та|і|và|&|[+]) )"
_OTHERS = (
    # and 3 more, with or without a noun
    rf" {_AND}(?:még|nog|mais|más|noch|ещё|еще|ще|veel|vielä|încă) \d{{1,3}}(?: [^ ,;/()]+){{0,2}}[ –-]*$"
    rf"| (?:{_AND}|[+] ?)\d{{1,3}} (?:more|other|weiteren?|autres?"
    r"|más|otr[oa]s|altr[ei]|mais|outr[oa]s|anderen?|innych|inne|dalších|další|ďalších|fler|till|andra|andre|flere|til"
    r"|muuta|muu|diğer|daha|других|інших|alte|további|muud|khác|άλλες|άλλα)(?: [^ ,;/()]+)?[ –-]*$"
    rf"| {_AND}(?:others|andere|weitere|autres|otr[oa]s|altri|altre|outr[oa]s|inne|další|ďalšie|andra|andre|muut"
    r"|diğerleri|другие|др[.]?|інші|ін[.]?|altele|mások|nơi khác|άλλα)$"
    r"| (?:u[.] ?a[.]?|m[.] ?fl[.]?|usw[.]?|etc[.]?|ym[.]?|vd[.]?)$"
    r"| 외(?: ?\d+[^ ]*)?$|(?: ?他| ?ほか) ?\d+[^ ]*$|(?:など|ほか|等地?)$"
)
"""More places than a text names, at its end: Helsinki ja 7 muuta."""
_SIGNS = r"[\x{1F1E6}-\x{1F1FF}\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}\x{FE0F}\x{200D}]"
"""Flags and pictures."""
FILLERS = (
    r"(?i)\b(?:(?:100% |fully |full )?remote(?:ly)?(?: in\b| first| friendly| eligible| optional| possible| ok)?"
    r"|hybrid|on-?site|in-?office|in-?person|wfh|work from home|based(?: in)?|only|preferred|required|position"
    r"|optional|possible|flexible"
    r"|(?:eastern|pacific|central|mountain) time|time ?zones?|tele-?work(?: eligible)?|eligible|occasional|some"
    r"|anywhere(?: in the world)?(?: in)?|world-?wide|global(?:ly)?|international|distributed|nationwide|various"
    r"|multiple(?: locations)?|(?:\d+ )?locations?|offices?|unknown (?:city|country)|telecommute|home ?office|virtual"
    r"|across|continental|hq|headquarters|relocation|(?:& |and )?more|days?(?:/week| a week| per week)|in the)\b"
    rf"|{_ABROAD}|{_OTHERS}|{_SIGNS}"
)
REMOTE = (
    r"(?i)\bremote|anywhere|world-?wide|\bglobal|\binternational\b|distributed|work from home|\bwfh\b|home ?office"
    rf"|telecommute|{_any_word(REMOTE_ABROAD)}"
)
_NEAR = (
    r"around|close to|outside|bei|nahe|umgebung(?: von)?|nähe(?: von)?|umland(?: von)?"
    r"|(?:aux )?(?:environs|alentours) de"
    r"|près de|proche de|banlieue de|agglom[ée]ration de|alrededores de|cercan[ií]as de|cerca de|afueras de"
    r"|[áa]rea metropolitana de|regi[ãa]o metropolitana de|arredores de|perto de|(?:nei )?dintorni di|vicino a"
    r"|(?:de )?omgeving(?: van)?|regio|nabij|rondom|okolice|okolí|nära|nær|lângă|gần|sekitar"
    r"|prov(?:incia|ince|inz|incie|íncia|\.)(?: d[eio]| of)?"
    r"|(?:estado|departamento|regi[oó]n|municipio|norte|nord|sur|sul|sud|interior|litoral|oeste|leste) d[eo]"
)
_AROUND = (
    r" (?:(?:and|und|et|y|e|ed|en|i|a|og|och|ja|ve|si|și|és|και|и|та|і|й|in|ir|un|med|m[.]) )?"
    r"(?:(?:its|ses|sus|seus|jeho|její|jej|blízké|nejbližší|širší|blízke|najbližšie|širšie|najbliższe|bliższe|nähere"
    r"|weitere|wijde|ближайшие) )?(?:surroundings?"
    r"|surrounding areas?|vicinity|umgebung|umland|environs|alentours|alrededores|cercan[ií]as|arredores|dintorni"
    r"|omgeving|omstreken|e[.]?o[.]|okolice|okolica|okolí|okolie|[îi]mprejurimi|omnejd|omegn|ympäristö|lähiseutu"
    r"|lähialueet|lähiümbrus|ümbrus|környéke?|çevresi|civarı|apylinkės|apkārtne|околност(?:и|та)?|окрестности|пригороды?|подмосковье|околиці|передмістя|περίχωρα|prov(?:incia|ince|inz|incie|íncia))$"
    r"| (?:и|та|і|й) (?:область|обл[.]?|мо|ло)$"
    r"|(?: ?(?:周辺|近郊|付近|周边|周邊|附近|주변|인근|근처|부근|전체|전역| ?전 ?지역))$"
)
"""The surroundings of a town, and the province that is called as its town: Kraków i okolice, omgeving Utrecht."""
_WHOLE = (
    r"(?:all|whole|entire)(?: of)?(?: the)?|cel[ýáé]|po cel[éá]m?|cał[aey]|(?:w|po) całe[jm]|ganz(?:e[rs]?)?"
    r"|gesamte[rs]?|tout(?: le)?|toute(?: la)?|todo(?: el| o)?|toda(?: la| a)?|tutto(?: il)?|tutta(?: la)?|heel"
    r"|hele|hela|koko|egész|bütün|tüm|вся|весь|всю|(?:по )?все[йм]|уся|(?:по )?усій|toată|tot|cijel[ai]"
)
"""All of a region: Celý Zlínský kraj."""
_CENTRE = (
    r"(?:city|town) cent(?:re|er)|downtown|cbd|centre(?:[ -]ville)?|zentrum|stadtmitte|mitte|innenstadt|centro"
    r"|centro hist[oó]rico|centro storico|centrum(?: miasta| města| mesta)?|śródmieście|střed|stred|belváros|centrul?"
    r"|keskusta|sentrum|merkez|центр(?: города| міста)?"
)
"""The centre of a town behind its name: Sopron belváros."""
AREAS = (
    rf"(?i)^(?:(?:{_NEAR}|"
    r"greater|metro(?:politan)?|downtown|central|inner|near|in|the|area"
    r"|(?:city|state|province|county|region) of|gro(?:ß|ss)raum|raum|region|stadt|landeshauptstadt|gemeente|miasto"
    rf"|ville de|ciudad de|cidade de|citt[aà] di|comune di|kota|kabupaten|thành phố|tỉnh|город|місто|{_WHOLE}) )+"
    r"|^(?:tp|m|г|м)\. ?"
    rf"|[ -](?:{_CENTRE})$"
    r"|(?: (?:metro(?:politan)?|metroplex|urban|surrounding|city|greater|area|region|suburbs?))+$"
    rf"|(?:市|특별시|광역시|특별자치시|시)$|{_AROUND}"
)
"""Words before and after the name of a city for the country around it."""
COUNTIES = r"(?i) county$"
"""Orange County is not the city of Orange: a county is many towns."""
CITY_COUNTIES = ("bronx", "broomfield", "denver", "new york", "philadelphia", "queens", "san francisco")
"""Counties of the United States that are no larger than their city."""
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
NO_LAST_WORD = (
    r"(?i) (?:am|an der|aan de|aan den|bei|d|da|dal|das|de|de la|de las|de los|dei|del|della|delle|dello|den|der|des|di"
    r"|do|dos|du|im|in der|sous|sur|van|von|zum|zur) [^ ]+$| county$"
)
"""A name whose last word is no name by itself: Higuera de Vargas is not in Vargas, nor Orange County in Orange."""
NO_CITY = (
    r"(?i)\d|\b(?:universit|institut|college|school|laborator|lab\b|labs\b|department|center|centre|inc\b|llc|gmbh|ltd"
    r"|campus|company|corporation|hospital|agency|group|foundation|association|museum|observatory|library|facility"
    r"|society|program|project|remote|hybrid|office|team|client|street|road|avenue|building|floor|airport|base\b"
    r"|world|region|location|anywhere|timezone|utc|gmt|est\b|pst\b|cet\b|visa|onsite|state\b|coast|candidates?|see\b"
    r"|relocate|american\b|must\b|reside|towers?\b|square\b|plaza\b|others?\b|count(?:y|ies)\b"
    r"|randstad|ruhrpott|rhein-(?:main|neckar|ruhr)|[a-zäöü]+-gebiet|pol[ií]gono|calle\b|avenida|avda\b|urbanizaci"
    r"|parque (?:empresarial|industrial|tecnol)|zona (?:franca|industrial))"
    r"|(?: st| rd| ave| blvd)\.?$|^(?:north|south|east|west|central)(?:ern)?$"
    # the surroundings of a town, and all of a country
    r"|\b(?:umgebung|umland|gro(?:ß|ss)raum|environs|alentours|alrededores|cercan[ií]as|arredores|dintorni|omgeving"
    r"|okol[ií]|imprejurimi|omnejd|omegn|(?:ganz|gesamte[rs]?|toute la|todo el|toda la|tutta la|tutto il|po cel[éo]"
    r"|w ca[łl]ej|bütün) )|környék|împrejurimi|çevresi|окрестност|околиц|περίχωρα|周辺|周边|附近|인근"
    r"|вс(?:я|ей|ю) |tüm "
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
CITY_CODES = ("bcn", "bkk", "caba", "hcm", "jhb", "kl", "мск")
"""Cities abroad in short; they mean other things as well, so that they count beside their country alone."""
FIRST_NAMES = ("dominika", "malte")
"""Names of countries in other languages that are also those of persons."""
ALL_OF = (
    "all", "butun", "ca", "cala", "calej", "cela", "cele", "entire", "ganz", "ganze", "ganzes", "gesamt", "gesamtes",
    "heel", "hela", "hele", "koko", "po cele", "toda", "todo", "todo o", "toute", "toute la", "tout le", "tum", "tutta",
    "tutto", "w calej", "whole", "вся", "всей", "всю",
)  # fmt: skip
"""Words before the name of a country that mean all of it; some are called as a town of another country is."""
POSTCODES = (
    r"\b\d{5}-\d{4}\b",
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    r"\b[A-Z]{1,2}\d{1,2}$",
    r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
    r"^\d{4} [A-Z]{2}\b",
    r"\b\d{5,6}\b",
    r"^\d{4}\b|\b\d{4}$",
    r"\b\d{3}-\d{4}\b|〒",
    r"^(?:\d{2,3}|2[AB]) - ",
)
"""Zip codes of the United States, the United Kingdom, Canada, the Netherlands, those of digits alone, and departments
of France before their town."""
TERRITORIES = (
    "AD", "AS", "AW", "AX", "BM", "CW", "FO", "GF", "GG", "GI", "GL", "GP", "GU", "HK", "IM", "JE", "KY", "LI", "MC",
    "MO", "MP", "MQ", "NC", "PF", "PR", "RE", "SM", "SX", "VI", "YT",
)  # fmt: skip
"""Small places with a code of their own that stand beside the name of the country they belong to or border on."""
_METROPOLES = "서울|부산|대구|인천|광주|대전|울산|세종"
_PROVINCES = "경기|강원|충북|충남|전북|전남|경북|경남|제주|충청북|충청남|전라북|전라남|경상북|경상남"
_QUARTERS = "[구군읍면동리가로길]"
KOREAN_ADDRESSES = (
    # districts of a metropolis, and the town behind its province
    (rf"(^|[|])( ?(?:{_METROPOLES})(?:특별시|광역시|특별자치시|시)?)[ >]+[^ |]+{_QUARTERS}(?: [^|]*)?", r"\1\2"),
    (rf"(^|[|])( ?(?:{_PROVINCES})(?:도|특별자치도)?)[ >]+([^ |]+[시군])(?: [^|]*)?", r"\1\3|\2"),
)
"""A pattern and its replacement: 서울 강남구 is in Seoul, 경기 성남시 분당구 in Seongnam."""
ABBREVIATIONS = ((r"(^|[ ,;|/(])ČR($|[ ,;|/)])", r"\1Česko\2"),)
"""A pattern and its replacement, for names that are the code of another country without their accents."""
_ENGLISH = ("AU", "CA", "GB", "IE", "NZ", "US", "ZA")
_IBERIAN = (
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PH", "PR", "PT",
    "PY", "SV", "UY", "VE",
)  # fmt: skip
NAMED_ALIKE = (
    (*_ENGLISH, *_IBERIAN),
    ("AT", "CH", "DE", "LI", "LU"),
    ("BE", "CA", "CH", "FR", "LU"),
    ("BE", "NL", "SR"),
)
"""Groups of countries whose towns are called after those of each other: Concord, Bella Vista."""
PROVINCES_AFTER_TOWNS = ("ES", "IT")
"""Countries whose adverts name the province after a town, so that its chief city is not meant: Olivenza, Badajoz."""
PROVINCE_WORDS = (
    "provincia {}", "provincia de {}", "provincia di {}", "provincia do {}", "província de {}", "province de {}",
    "province of {}", "provincie {}", "provinz {}", "prov. {}", "prov. de {}", "prov. di {}", "{} provincia",
    "{} province", "{} provincie", "{} prov.", "estado de {}", "estado do {}", "departamento de {}", "región de {}",
    "region de {}", "state of {}", "judeţul {}", "județul {}", "judetul {}", "judet {}", "județ {}", "{} state",
    "interior de {}", "interior do {}", "litoral de {}", "litoral do {}", "norte de {}", "norte do {}", "sur de {}",
    "sul de {}", "sul do {}", "oeste de {}",
)  # fmt: skip
"""What stands around the name of a region that is that of a city as well."""
BREAKS = r"(?i)\s*(?:[,;|()\[\]\n•·、，；（）【】]| -- | or |<br ?/?>)\s*"
JOINERS = r"(?i)\s*(?:[/&+]| [-–—] |^and |^or | and | ou | und | oder | et | y )\s*"
_LIST_WORDS = (
    "a", "albo", "alebo", "atau", "dan", "e", "ed", "eller", "en", "es", "hoặc", "i", "ili", "ir", "ja", "lub",
    "nebo", "o", "och", "og", "sau", "si", "tai", "un", "vagy", "vai", "ve", "veya", "và", "või", "és", "şi", "și",
    "ή", "και", "або", "и", "или", "й", "та", "і", "או", "أو", "หรือ", "และ", "과", "및", "와",
)  # fmt: skip
LISTS = rf"(?i){JOINERS.removeprefix('(?i)')}| (?:{'|'.join(_LIST_WORDS)}) | ו-?| و|\s*・\s*|[及和与與とや]|または"
"""What stands between the places of a list in names as well, so that it counts only between cities of one country."""
