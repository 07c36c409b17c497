"""Skills that texts name: which passages to look at, and how a text becomes words."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.cleaning import in_plain_letters
from macros.engines import runs_on_spark
from macros.expressions import as_sql, text_of, texts_of
from macros.skill_letters import FROM_CYRILLIC, MAY_HOLD_CYRILLIC, MAY_NEED_LATIN
from macros.skill_lookalikes import (
    CLASS_AFTER_DOT,
    CLASS_AFTER_DOT_JOINED,
    INFLECTED,
    INITIALS,
    MAY_BE_ADDRESS,
    MAY_BE_CLASS,
    MAY_BE_INFLECTED,
    OF_CLASS_C,
    OF_CLASSES,
    ON_GITHUB,
    PEOPLE_OF,
)
from macros.skill_words import (
    CONNECTORS,
    FOLLOWING_WORDS,
    LEADING_NOUNS,
    LEADING_PREPOSITIONS,
    LEADING_WORDS,
    ROLES_BEFORE,
    VERSION,
)
from macros.texts import up_to_last

OFTEN_ALONE = (
    "python", "sql", "java", "react", "aws", "docker", "kubernetes", "k8s", "linux", "azure", "node", "golang", "rust",
    "typescript", "javascript", "angular", "django", "rails", "ruby", "php", "html", "css", "git", "kafka", "spark",
    "hadoop", "mongo", "mongodb", "postgres", "postgresql", "redis", "terraform", "ansible", "jenkins", "tensorflow",
    "pytorch", "machine learning", "deep learning", "salesforce", "kotlin", "scala", "elixir", "clojure", "haskell",
    "erlang", "flask", "graphql", "android", "ios", "vue", "jquery", "mysql", "oracle", "tableau", "power ?bi",
    "photoshop", "autocad", "matlab", "jira", "scrum", "agile", "gcp", "ci/cd", "devops", "sap", "sas", "spss", "perl",
    "bash", "snowflake", "serverless", "microservices?", "computer vision", "forklift", "blockchain",
    "data warehouses?", "neural networks?", "welding", "smart contracts?", "excel", "quickbooks", "figma", "unix",
    "power[ -]?point",
)  # fmt: skip
"""Names that adverts write without a capital or at the begin of a sentence: a passage without a capital after its first
letter is read if it holds one of them. The others are found there as well, but are hardly ever the only ones."""
BEGINNING = r"a-zA-Z0-9\x{80}-\x{10ffff}"
CAPITAL_INSIDE = rf"[{BEGINNING}].*[A-Z]"
"""A capital that does not begin the passage."""
WORTH_READING_BESIDES = "|".join(
    (
        r"^[^A-Za-z]*[^\s]+$",  # an item of a list: one word
        # Chinese, Japanese and Korean have no capitals
        r"[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]",
        MAY_HOLD_CYRILLIC,
        rf"(?i:\b(?:{'|'.join(OFTEN_ALONE)})\b)",
    )
)
DIVIDING = (
    r",;:|(){}\[\]\x{2022}\x{b7}\x{ff0c}\x{3001}\x{ff1b}\x{ff1a}\x{ff08}\x{ff09}"  # with bullets and full-width marks
)
DIVIDERS = rf"[.]*\s*[{DIVIDING}][{DIVIDING}\s]*"
IN_WORDS = (
    r"A-Za-z0-9+#.,\x{aa}\x{ba}\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{2af}\x{300}-\x{36f}\x{1e00}-\x{1eff}"
    r"\x{2c60}-\x{2c7f}\x{a720}-\x{a7ff}"
)
"""All Latin letters and the accents that follow a letter as signs of their own; signs of multiplication divide."""
BETWEEN_WORDS = rf"[^ {IN_WORDS}][^{IN_WORDS}]*| [^{IN_WORDS}]+"
"""Letters of other scripts end a word too: 熟悉Python和Go names Python and Go. A space by itself is left out, since a
replacement costs more than the search."""
PAIRS_WITH_SLASH = (
    "A/B", "AI/ML", "AR/VR", "CI/CD", "PL/SQL", "Pub/Sub", "R/3", "S/4", "SSL/TLS", "TCP/IP", "TS/SCI", "UI/UX",
    "UX/UI",
)  # fmt: skip
"""One name even where spaces stand around the slash; elsewhere such a slash divides: AWS / Lambda."""
ADDRESS = r"""(https?:|www[.]|[A-Za-z0-9.+_-]+@)[^\s<>"]+"""
ENTITIES = {"&#x2F;": "/", "&nbsp;": " ", "&#x27;": "''", "&amp;": "&"}
"""Without them a name sticks to what stands beside it. A quotation mark is doubled as SQL wants it."""
BOTH_CONNECTORS = r"(?i)\b(?:and|und|et|y|e|en|och|og|i|a|ja|ve) ?/ ?(?:or|oder|ou|of|o|eller|lub|nebo|tai|veya)\b"
"""Two words with a slash between: and/or."""
_DOLLARS = (
    "a|ar|au|aud|bs|bz|c|ca|cad|can|cl|clp|co|col|cop|hk|hkd|j|mx|mxn|nt|ntd|nz|nzd|r|rd|s|sg|sgd|tt|twd|u|us|usd|z"
)
AMOUNT = (
    rf"(\b[A-Za-z]+-C ?)[$] ?[0-9][0-9.,]*[A-Za-z]*"
    rf"|\b(?i:(?:{_DOLLARS}) ?[$]|(?:e|eur|gbp|k) ?[€£]|(?:cn|cny|jp|jpy|rmb) ?¥)"
    r"(?: ?[0-9][0-9.,]*[A-Za-z]*)?|[$£€¥] ?[0-9][0-9.,]*[A-Za-z]*"
)
"""An amount and the letters of its currency (R$, US$, HK$): R is no language in R$ 7.000, and 7 no version of what
stands before it. Other letters are what the text names before an amount (AWS $150k, Objective-C $150k)."""
SHARE = r"[ (]*\b[0-9]{1,3} ?%[ )]*"
"""Such a share of the work stands between two names: Java 70 %, Scala 30 %."""
_CHOICE = (
    r"\b(?:choice|choose|choix|choisi[a-z]*|wahl|wählen|elegir|elección|escolha|escolher|scelta|keuze|wyboru|výběr"
    r"|valfri|valgfri)\b"
)
_CHOSEN = r"\b(?:your choice|au choix|nach wahl|a elegir|à escolha|a scelta|naar keuze|do wyboru)(?: ?[^ a-z]|$)"
_EQUIPMENT = (
    r"\b(?:(?:laptops?|notebook|pc|mac|macbook)\b|ordinateur|ordenador|portátil|portatile|betriebssystems?|rechner"
    r"|komputer"
    r"|počítač|dator"
    r"|(?:computer|equipment|hardware|machine|operating system|os|workstation)(?: ?[:,;.()!]|s\b| of| or|$))"
)
CHOICE_OF_COMPUTER = rf"(?i){_EQUIPMENT}.{{0,40}}{_CHOICE}|{_CHOICE}.{{0,40}}{_EQUIPMENT}"
"""What a workplace is equipped with, and nothing that an applicant must know."""
_COMPUTER = r"\b(?:mac(?:book|os| os)?(?: pro| air)?|windows|linux|ubuntu|pc)\b"
_COMPUTERS = rf"{_COMPUTER}(?:[ ,/|&()]{{1,3}}(?:\p{{L}}{{1,4}} )?(?:an? )?{_COMPUTER})*"
COMPUTERS = rf"(?i)({_CHOICE}[^;.]{{0,30}}?){_COMPUTERS}|{_COMPUTERS}([^,:;.]{{0,30}}?{_CHOSEN})"
"""A computer's systems, near the choice alone: others are what an applicant must know."""
COMPUTERS_REPLACED = r"\1, \2"
_BEFORE = "熟悉|精通|掌握|熟练(?:使用|运用|掌握)?|擅长|了解|使用|会用"
_AFTER = "开发|编程|工程师|程序员|语言|经验|開発|エンジニア|プログラマ|言語|経験|개발|경험|프로그래밍"
"""What stands before and after a skill in languages whose letters end a word: 熟练使用Rust."""
REPLACED = (
    (r"\b1[Cc] ?: ?(?i:enterprise)", " 1C Enterprise "),
    (AMOUNT, r"\1, "),
    (r"\b([CR])[类類](?:语言|語言|言語)", r"\1 language "),
    (f"{INITIALS}|{OF_CLASS_C}|{PEOPLE_OF}", ", "),
    (f"{OF_CLASSES}|{ON_GITHUB}", r", \1\2"),
    (SHARE, " "),
    (r"#[A-Za-z]{2,4}-[A-Za-z0-9-]+", " "),
    # a tag: #golang
    (rf"(^|[\s,;(])[#+]+([A-Za-z])|{INFLECTED}", r"\1\2\3"),
    (r"([a-z])[+]([A-Z])", r"\1, \2"),
    (BOTH_CONNECTORS, "or"),
    (rf"(?:{_BEFORE}) ?([A-Za-z])", r" using \1"),
    (rf"([A-Za-z0-9+#]) ?(?:{_AFTER})", r"\1 developer "),
)
MAY_HOLD_REPLACED = (
    r"[$£€¥%#]|C-|[A-Z] ?(?:&|and D|und D|\+)|/ ?(?i:o|eller|lub|nebo|tai|veya)"
    r"|[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]"
    r"|(?i:founder|investor|funding|funded|financed|investment|alumni|veterans|angels|backers|executives"
    r"|\bc[etf]os?\b|windows|linux|mac)"
    rf"|1[Cc] ?:|[+][A-Za-z]|{MAY_BE_CLASS}|{MAY_BE_ADDRESS}|{MAY_BE_INFLECTED}|{MAY_NEED_LATIN}"
)
"""A search that passes most passages by."""
LONGEST_PASSAGE = 4_000
"""Bytes; the longest of 15,207 real texts has 2,335."""
PIECE, LONGEST_WORD = 900, 100
"""Characters of a piece of a passage that is longer, and those after it in which the end of a word is looked for."""


@macro()
def skill_passages(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The sentences, lines and list items of a text; what is longer than any of these is cut between two words."""
    whole = as_sql(text)
    spark = runs_on_spark(evaluator)
    # a passage ends where a tag stands: base64 pictures go with the tag that holds them
    tags = "regexp_replace({}, '<[/a-zA-Z][^>]*>', '. ', 'g')"
    untagged = f"case when contains({whole}, '<') then {up_to_last('>', whole, tags, spark=spark)} else {whole} end"
    plain = f"list_transform([{untagged}], lambda text: {in_plain_letters('text')})[1]"
    joined = f"regexp_replace({plain}, {text_of(CLASS_AFTER_DOT)}, {text_of(CLASS_AFTER_DOT_JOINED)}, 'g')"
    passages = f"string_split(replace({joined}, chr(10), '. '), '. ')"
    # beside each of its words stands the whole passage: a text of one passage would take memory with its square
    first, last = _end_of_piece("place"), _end_of_piece(f"(place + {PIECE})")
    # no pattern: RE2 would count in steps, and take seconds for a picture
    pieces = (
        f"list_transform(range(0, length(passage), {PIECE}), "
        f"lambda place: substr(passage, ({first}) + 1, ({last}) - ({first})))"
    )
    short = f"lambda passage: case when strlen(passage) <= {LONGEST_PASSAGE} then [passage] else {pieces} end"
    return (
        f"case when strlen({whole}) <= {LONGEST_PASSAGE} then {passages} "
        f"else flatten(list_transform({passages}, {short})) end"
    )


def _end_of_piece(place: str) -> str:
    """The number of characters of a passage up to the end of the word at a place."""
    word = f"split_part(substr(passage, {place} + 1, {LONGEST_WORD}), ' ', 1)"
    return f"case when {place} = 0 then 0 else {place} + length({word}) + 1 end"


@macro()
def may_name_skill(evaluator: MacroEvaluator, passage: exp.Expression) -> str:
    """Whether a passage may name a skill: most do not, and are read no further."""
    given = as_sql(passage)
    if not runs_on_spark(evaluator):
        return f"regexp_matches({given}, {text_of(f'{CAPITAL_INSIDE}|{WORTH_READING_BESIDES}')})"
    # the same from the first letter alone, since passages are single lines: Java would try from each letter to the end
    from_first = rf"^[^{BEGINNING}]*{CAPITAL_INSIDE}"
    return (
        f"(regexp_matches({given}, {text_of(from_first)}) or regexp_matches({given}, {text_of(WORTH_READING_BESIDES)}))"
    )


@macro()
def skill_plain(evaluator: MacroEvaluator, passage: exp.Expression) -> str:
    """A passage without entities and addresses."""
    given = resolved = as_sql(passage)
    for entity, character in ENTITIES.items():
        resolved = f"replace({resolved}, '{entity}', '{character}')"
    resolved = f"case when contains({given}, '&') then {resolved} else {given} end"
    return (
        f"case when contains({given}, 'http') or contains({given}, 'www.') or contains({given}, '@') "
        f"then regexp_replace({resolved}, {text_of(ADDRESS)}, ' ', 'g') else {resolved} end"
    )


@macro()
def skill_stated(evaluator: MacroEvaluator, passage: exp.Expression) -> str:
    """A passage without what only looks like the name of a skill, and with an English word for what says it is one."""
    given = as_sql(passage)
    # the equipment first: the case would write what comes before it twice
    stated = (
        f"case when regexp_matches({given}, {text_of(CHOICE_OF_COMPUTER)}) "
        f"then regexp_replace({given}, {text_of(COMPUTERS)}, {text_of(COMPUTERS_REPLACED)}, 'g') else {given} end"
    )
    # what few passages hold is looked for first
    in_latin = stated
    for pattern, replacement in FROM_CYRILLIC:
        in_latin = f"regexp_replace({in_latin}, {text_of(pattern)}, {text_of(replacement)}, 'g')"
    stated = f"case when regexp_matches({given}, {text_of(MAY_NEED_LATIN)}) then {in_latin} else {stated} end"
    for pattern, replacement in REPLACED:
        stated = f"regexp_replace({stated}, {text_of(pattern)}, {text_of(replacement)}, 'g')"
    return f"case when regexp_matches({given}, {text_of(MAY_HOLD_REPLACED)}) then {stated} else {given} end"


@macro()
def skill_folded(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A name or a passage as words with one space between, a comma for whatever divides them, and a space around all.

    What belongs to a name (C++, C#, Node.js, .NET) stays.
    """
    folded = f"replace(replace({_slashes_divided(as_sql(text))}, 'A/B', 'AB'), 'a/b', 'ab')"
    # the letter of 1C may be Cyrillic
    folded = f"regexp_replace({folded}, '1[\u0421\u0441]', '1C', 'g')"
    folded = f"regexp_replace({folded}, '{DIVIDERS}', ', ', 'g')"
    return f"trim(regexp_replace({folded}, '{BETWEEN_WORDS}', ' ', 'g'))"


@macro()
def is_skill_beside(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether the name before or after shows that this one is a skill too; so do two languages or two programs."""
    other = as_sql(name)
    return f"""(
        {other}.skill <> skill
        and (
            {other}.reading in ('plain', 'cased')
            or ({other}.reading = 'context' and is_exact and kind = {other}.kind and kind in ('language', 'software'))
        )
    )"""


@macro()
def is_next(evaluator: MacroEvaluator, end: exp.Expression, start: exp.Expression, between: exp.Expression) -> str:
    """Whether one name follows another: at once (commas are no words), or after a word such as 'and'."""
    distance = f"{as_sql(start)} - {as_sql(end)}"
    connected = f"lower({as_sql(between)}) in ({texts_of(CONNECTORS)})"
    return f"({distance} = 1 or ({distance} = 2 and {connected}))"


@macro()
def is_skill_led(evaluator: MacroEvaluator, before: exp.Expression, word: exp.Expression, after: exp.Expression) -> str:
    """Whether the two words before a name say that it is a skill; R-1234 after a role is a number and no language."""
    last, last_but_one = f"lower({as_sql(word)})", f"lower({as_sql(before)})"
    return f"""(
        {last} in ({texts_of(LEADING_WORDS)})
        or ({last} in ({texts_of(LEADING_PREPOSITIONS)}) and {last_but_one} in ({texts_of(LEADING_NOUNS)}))
        or (
            kind = 'language'
            and {last} in ({texts_of(ROLES_BEFORE)})
            and (length(skill) > 1 or coalesce({as_sql(after)}, '') = '')
        )
        or ({last} = 'with' and {last_but_one} in ('work', 'working', 'worked'))
    )"""


@macro()
def is_skill_followed(evaluator: MacroEvaluator, word: exp.Expression) -> str:
    """Whether the word after a name says that it is a skill."""
    following = as_sql(word)
    return f"(lower({following}) in ({texts_of(FOLLOWING_WORDS)}) or regexp_matches({following}, {text_of(VERSION)}))"


def _slashes_divided(text: str) -> str:
    """A comma for each slash between spaces that does not join a known pair."""
    joined = text
    # four at once, since SQLMesh walks expressions recursively
    for pairs in (PAIRS_WITH_SLASH[start : start + 4] for start in range(0, len(PAIRS_WITH_SLASH), 4)):
        sides = [[f"({side}|{side.lower()})" for side in pair.split("/")] for pair in pairs]
        written = "|".join(rf"\b{' / '.join(side)}\b" for side in sides)
        first, second = ("".join(rf"\{2 * number + side}" for number in range(len(pairs))) for side in (1, 2))
        joined = f"regexp_replace({joined}, '{written}', '{first}/{second}', 'g')"
    return f"case when contains({text}, ' / ') then replace({joined}, ' / ', ', ') else {text} end"
