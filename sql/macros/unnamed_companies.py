"""Names that name no company: what an advert writes where its employer stays unsaid, in several languages."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

UNSAID = (
    "confidential", "undisclosed", "not disclosed", "non[- ]disclosed", "anonymous", "unnamed", "name withheld",
    "withheld", "unknown", "unspecified", "to be disclosed", "under nda", "nda",
    "vertraulich", "anonym", "ungenannt", "nicht genannt", "unbekannt",
    "confidentiel(?:le)?", "anonyme", "non communiqué", "confidencial", "anónim[ao]", "anônim[ao]", "sigilos[ao]",
    "reservad[ao]", "riservat[ao]", "anonim[ao]", "vertrouwelijk", "anoniem", "poufn[ae]", "anonimow[ay]",
    "konfidentiell", "fortrolig", "luottamuksellinen", "gizli",
)  # fmt: skip
"""Words that say that the name is not said, alone or with one of EMPLOYERS."""
EMPLOYERS = (
    "company", "companies", "client", "clients", "customer", "employer", "employers", "organi[sz]ation", "firm",
    "business", "name", "startup", "start-up", "corporation", "group", "agency", "advertiser", "listing", "posting",
    "unternehmen", "firma", "arbeitgeber", "kunde", "entreprise", "société", "employeur", "empresa", "compañía",
    "cliente", "azienda", "società", "bedrijf", "werkgever", "klient", "företag", "virksomhed", "yritys", "şirket",
)  # fmt: skip
PRAISE = (
    "leading", "major", "large", "multinational", "reputable", "reputed", "renowned", "prestigious", "well[- ]known",
    "well[- ]established", "established", "important", "führende[rsn]?", "namhafte[rsn]?", "renommierte[rsn]?",
    "bekannte[rsn]?", "große[rsn]?", "importante", "grande?", "reconocid[ao]", "prestigios[ao]", "multinacional",
    "líder", "conocid[ao]", "conceituad[ao]", "renommée?", "réputée?", "multinationale", "primari[ao]",
    "toonaangevende?", "gerenommeerde?", "grote", "wiodąc[ay]", "duż[ay]", "renomowan[ay]",
)  # fmt: skip
"""What an advert says of an employer that it does not name."""
PRAISED = (
    "company", "client", "customer", "employer", "organi[sz]ation", "firm", "unternehmen", "firma", "arbeitgeber",
    "kunde", "entreprise", "société", "employeur", "empresa", "compañía", "organización", "cliente", "azienda",
    "società", "bedrijf", "werkgever", "klient", "spółka",
)  # fmt: skip
STARTUPS = (
    "early[ -]stage", "pre-?seed", "seed(?:[ -]stage)?", "series [a-f]", "vc[ -](?:backed|funded)", "funded", "new",
    "unlaunched", "stealth(?:[ -]mode)?", "ai", "a[.]i[.]", "genai", "ml", "saas", "b2b", "tech", "deep[ -]?tech",
    "climate", "edtech", "fintech", "healthtech", "biotech", "proptech", "medtech", "health(?:care)?", "crypto",
    "blockchain", "web3", "gaming", "e-?sports", "mobility", "robotics", "data", "software", "consumer", "mobile",
    "growing", "fast[- ]growing", "exciting", "small", "local", "yc", "y combinator", "venture[- ]backed", "great",
    "leading", "large", "well[- ]known", "reputed", "fortune [0-9]+", "weather", "legal", "security",
    "cyber ?security", "energy", "hardware", "space", "food", "travel", "media",
)  # fmt: skip
"""Words that describe a start-up and do not name it."""
NO_NAMES = (
    "n/?a", "n[.]a[.]", "none", "null", "t[.]?b[.]?[acd][.]?", "x{2,}", "self[ -]employed", "freelance(?:r)?",
    "private", "privat", "privado", "privé", "privato", "various", "various employers", "multiple",
    "multiple companies", "several companies", "many companies", "job seeker", "student", "hiring", "we are hiring",
)  # fmt: skip
LEVELS = (
    "senior", "sr[.]?", "junior", "jr[.]?", "lead", "principal", "staff", "founding", "mid[- ]?level", "entry[- ]level",
    "all levels", "head of", "experienced",
)  # fmt: skip
FIELDS = (
    "software", "web", "front[- ]?end", "back[- ]?end", "full[- ]?stack", "mobile", "android", "ios", "data",
    "big data", "machine learning", "ml", "ai", "devops", "site reliability", "qa", "test", "automation", "cloud",
    "security", "systems?", "platform", "infrastructure", "embedded", "network", "database", "research", "product",
    "project", "ux", "ui", "game", "python", "java", "javascript", "typescript", "ruby", "rails", "php", "golang",
    "rust", "c[+][+]", "c#", "[.]net", "node[.]?js", "react", "angular", "django", "scala", "applied", "applications?",
    "technical", "sales",
)  # fmt: skip
"""What a title says about a role before or behind its noun."""
ROLES = (
    "engineers?", "developers?", "programmers?", "designers?", "analysts?", "scientists?", "architects?", "devs?",
    "administrators?", "testers?", "managers?", "tech leads?", "interns?", "internships?",
)  # fmt: skip
WORKING_TIMES = ("full[- ]?time", "part[- ]?time", "on-?site", "seeking(?: partner)?")
"""Words about how one works, where a name would stand; Remote and Hybrid are companies as well."""
UNSAID_CJK = "某|保密|匿名|不公开|不便透露|暂不透露|多个公司|多家公司|公司名称|非公開|非公表|社名秘匿|비공개|비밀"
"""Anywhere in a name: no company bears one of these, and Chinese writes 某 (a certain) for what it leaves unsaid."""


CLIENTS = ("client", "customer", "kunde", "cliente", "klant", "klient")
_ARTICLE = "(?:an? |the |our |my |for |on behalf of )*"
_ANY_ARTICLE = "(?:an? |the |our |my |for |on behalf of |une? |un[ao] |eine? |el |la |il |um )*"
_NOT_LETTERS = r"[^\p{L}\p{N}]*"


@macro()
def names_no_company(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a company's name names none: Confidential, Stealth AI startup, Our client, Web Developer, 某公司."""
    whole = "|".join(
        (
            _hidden(),
            _stealth(),
            _described(),
            _praised(),
            _of_client(),
            _title(),
            _ARTICLE + _any_of(EMPLOYERS),
            *WORKING_TIMES,
            *NO_NAMES,
        )
    )
    # a name of signs alone is none either
    pattern = f"^(?:{_NOT_LETTERS}(?:{whole})?{_NOT_LETTERS}|.*(?:{UNSAID_CJK}).*)$"
    return f"regexp_matches(lower({as_sql(name)}), '{pattern}')"


def _hidden() -> str:
    before, after = _any_of((*EMPLOYERS, "strictly", "currently", "private")), _any_of((*EMPLOYERS, *STARTUPS))
    return f"{_ARTICLE}(?:{before}[ :-]+)*{_any_of(UNSAID)}(?:[ -]+{after})*"


def _stealth() -> str:
    """Stealth alone, as a kind of company, or described behind it: Stealth - ex-Acme team, Stealth (documents)."""
    kind = rf"(?: [^ ]+){{0,3}} {_any_of((*EMPLOYERS, 'co', 'institution', 'venture'))}\b.*"
    return rf"{_ARTICLE}(?:[^ ]+ )?stealth(?:[ -]mode)?(?:{kind}| [-(:|,\[].*)?"


def _described() -> str:
    kinds = _any_of(("start-?ups?", "company", "employer", "client", "firm"))
    return f"{_ARTICLE}(?:{_any_of((*STARTUPS, 'private'))}[ ,/&-]+)*{kinds}"


def _praised() -> str:
    """An employer that is praised in place of a name: a leading company, Importante empresa del sector."""
    praise, kinds = _any_of(PRAISE), _any_of(PRAISED)
    field = (
        r"(?:[ ,-]+(?:in|im|en|dans|nel|no|na|w) .*"
        r"|[ ,-]+(?:of the |der |del? |du |do |da )?(?:sector|industry|branche|secteur|setor|ramo|rubro|settore)\b.*)?"
    )
    return f"{_ANY_ARTICLE}(?:(?:{praise}[ ,-]+)+{kinds}|{kinds}(?: {praise})+){field}"


def _of_client() -> str:
    """Somebody's client, as a recruiter writes it: a client of Acme, un cliente de Acme, Our client in banking."""
    clients = _any_of(CLIENTS)
    ours = f"(?:our|my|notre|nuestro|nosso|nostro|unser|onze) {clients} (?:in|im|en|dans|nel)"
    article = "(?:(?:an?|une?|un[ao]|eine?|um|el|le|il|een) (?:confidential |direct )?|confidential |direct )"
    return rf"(?:{article}{clients} (?:of|von|de|du|di|da|do|van)|{ours})\b.*"


def _title() -> str:
    """A title in place of a name: nothing but levels, fields and nouns of roles, with one noun at least."""
    between, beside = "[ ,/&()-]+(?:(?:and|or) )?", _any_of((*LEVELS, *FIELDS))
    return f"(?:{beside}{between})*{_any_of(ROLES)}(?:{between}{_any_of((*LEVELS, *FIELDS, *ROLES))})*"


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"
