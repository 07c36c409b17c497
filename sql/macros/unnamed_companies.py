"""Names that name no company: what an advert writes where its employer stays unsaid, in several languages."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

UNSAID = (
    "confidential", "undisclosed", "not disclosed", "non[- ]disclosed", "anonymous", "unnamed", "name withheld",
    "withheld", "unknown", "unspecified", "to be disclosed", "under nda", "nda",
    "vertraulich(?:e[rs]?)?", "anonym(?:e[rs]?)?", "ungenannt(?:e[rs]?)?", "nicht genannt", "unbekannt(?:e[rs]?)?",
    "confidentiel(?:le)?", "anonyme", "non communiqué", "confidencial", "anónim[ao]", "anônim[ao]", "sigilos[ao]",
    "reservad[ao]", "riservat[ao]", "anonim[ao]", "vertrouwelijk", "anoniem", "poufn[ae]", "anonimow[ay]",
    "konfidentiell", "konfidentiellt", "fortrolig", "fortroligt", "konfidensiell", "luottamuksellinen", "gizli",
    "konfidensial", "məxfi", "důvěrné", "důvěrná", "dôverné", "neuvedeno", "neuvedené", "bizalmas", "titkos",
    "confidențial", "confidențială", "povjerljivo", "poverljivo", "zaupno", "konfidencial[ui]", "neskelbiama",
    "konfidenciāls", "konfidenciāla", "konfidentsiaalne", "konfidencjaln[ay]", "konfidenciální", "maxfiy",
    "конфиденциально", "конфиденциальн(?:ая|ый)", "анонимн(?:ая|ый)", "не указан[ао]?", "не разглашается",
    "конфіденційн[ао]", "анонімн[ао]", "не вказан[ао]", "поверителн[ао]", "εμπιστευτικ[όή]", "құпия",
    "კონფიდენციალური", "سري[ةه]?", "غير معلن[ةه]?", "غير محدد[ةه]?", "محرمانه", "חסוי[הת]?", "חסויה", "לא צוין",
    "bảo mật", "ẩn danh", "rahasia", "dirahasiakan", "ไม่ระบุ", "ไม่เปิดเผย",
)  # fmt: skip
"""Words that say that the name is not said, alone or with one of EMPLOYERS."""
HIDDEN = (
    "hidden", "reserved", "versteckt(?:e[rs]?)?", "verborgen(?:e[rs]?)?", "cachée?", "masquée?", "ocult[ao]",
    "nascost[ao]",
    "ukryt[ay]", "zastrzeżon[ay]", "skryt[áýé]", "tajn[áýé]", "utajen[áýé]", "utajněn[áýé]", "dold", "dolt", "skjult",
    "piilotettu", "rejtett", "ascuns[ăa]?", "gizlenmiş", "скрыт(?:ая|ый|о)", "прихован(?:а|ий|о)", "скрит[ао]?",
    "skriven[ao]?",
    "مخفي[ةه]?", "隐藏", "隱藏", "숨김",
)  # fmt: skip
"""Words that say it of an employer alone: Hidden and Reserved are companies as well."""
NAME_OF = (
    "company name", "name of (?:the )?company", "employer name", "client name", "firmenname", "name der firma",
    "nom de (?:l.entreprise|la société)", "nombre de la (?:empresa|compañía)", "nome da empresa", "nome dell.azienda",
    "nome (?:azienda|empresa)", "nombre empresa", "bedrijfsnaam", "naam bedrijf", "nazwa firmy",
    "název (?:firmy|společnosti)",
    "názov (?:firmy|spoločnosti)", "företagsnamn", "firmanavn", "virksomhedsnavn", "yrityksen nimi", "cégnév",
    "numele companiei", "şirket (?:adı|ismi)", "название компании", "назва компанії", "име на (?:фирмата|компанията)",
    "επωνυμία", "اسم الشركة", "שם החברה", "tên công ty", "nama perusahaan", "公司名称", "会社名", "회사명",
)  # fmt: skip
EMPLOYERS = (
    "company", "companies", "client", "clients", "customer", "employer", "employers", "organi[sz]ation", "firm",
    "business", "name", "startup", "start-up", "corporation", "group", "agency", "advertiser", "listing", "posting",
    "unternehmen", "firma", "arbeitgeber", "kunde", "entreprise", "société", "employeur", "empresa", "compañía",
    "cliente", "azienda", "società", "bedrijf", "werkgever", "klient", "företag", "virksomhed", "yritys", "şirket",
    "arbetsgivare", "arbeidsgiver", "arbejdsgiver", "selskap", "bedrift", "työnantaja", "pracodawca", "společnost",
    "zaměstnavatel", "spoločnosť", "zamestnávateľ", "cég", "vállalat", "munkáltató", "companie", "firmă", "angajator",
    "tvrtka", "poslodavac", "podjetje", "delodajalec", "įmonė", "darbdavys", "uzņēmums", "ettevõte", "tööandja",
    "işveren", "şirkət", "işəgötürən", "kompaniya", "компания", "компании", "работодатель", "организация",
    "компанія", "роботодавець", "організація", "фирма", "работодател", "εταιρεία", "εταιρία", "εργοδότης", "شركة",
    "جهة", "شرکت", "חברה", "מעסיק", "công ty", "nhà tuyển dụng", "doanh nghiệp", "perusahaan", "บริษัท",
)  # fmt: skip
OWNERS = (
    "private", "public", "state", "state-owned", "government", "governmental", "private[sr]?", "öffentliche[rs]?",
    "staatliche[rs]?", "privée?", "publique", "privad[ao]", "públic[ao]", "estatal", "privat[ao]", "pubblic[ao]",
    "particulier", "prywatn[ay]", "państwow[ay]", "publiczn[ay]", "soukrom[áý]", "státní", "súkromn[áý]", "štátn[ay]",
    "privat", "offentlig", "statlig", "yksityinen", "julkinen", "magán", "állami", "privată", "privatn[ao]",
    "državn[ao]",
    "özel", "kamu", "devlet", "özəl", "dövlət", "частн(?:ая|ое|ый)", "государственн(?:ая|ое)", "приватн[ае]",
    "державн[ае]",
    "частна", "държавна", "ιδιωτική", "δημόσιος", "خاصة", "حكومية", "tư nhân", "nhà nước", "swasta", "pemerintah",
)  # fmt: skip
OWNED = (
    "company", "employer", "firm", "organi[sz]ation", "institution", "body", "agency", "enterprise", "sector",
    "unternehmen", "firma", "arbeitgeber", "einrichtung", "entreprise", "société", "organisme", "employeur",
    "empresa",
    "institución", "instituição", "organismo", "azienda", "società", "ente", "bedrijf", "instelling", "instytucja",
    "společnost", "instituce", "spoločnosť", "inštitúcia", "företag", "virksomhed", "bedrift", "yritys", "cég",
    "vállalat", "intézmény", "firmă", "companie", "instituție", "tvrtka", "ustanova", "institucija", "şirket(?:i)?",
    "kurum(?:u)?", "kuruluş(?:u)?", "şirkət(?:i)?", "qurum(?:u)?", "müəssisə(?:si)?", "компания", "организация",
    "учреждение", "предприятие", "компанія", "установа", "підприємство", "фирма", "институция", "εταιρεία", "φορέας",
    "شركة", "جهة", "مؤسسة", "công ty", "cơ quan", "doanh nghiệp", "perusahaan", "instansi",
)  # fmt: skip
"""What belongs to an owner of a kind: a state institution, Empresa privada."""
FOUND = (
    "(?:collected|gathered|found|sourced|scraped|imported|aggregated) (?:from|on) (?:the )?(?:web|internet)",
    "(?:gefunden )?(?:aus dem|im) (?:netz|internet|web)", "trouvée? sur (?:internet|le web)",
    "recopilad[ao] de (?:internet|la web)", "coletad[ao] d[ae] (?:internet|web)",
    "raccolt[ao] (?:da internet|dal web)",
    "verzameld van (?:het )?(?:web|internet)", "zebran[eo] z internetu", "z internetu",
    "internetten (?:alındı|derlendi)",
    "из (?:открытых источников|интернета)", "з (?:відкритих джерел|інтернету)", "נאסף מ(?:רחבי )?ה(?:רשת|אינטרנט)",
    "من الإنترنت", "thu thập từ internet", "(?:来自|源自)?网络(?:收集|来源)", "ネットから収集", "인터넷 수집",
)  # fmt: skip
"""What a board writes that does not know the employer of an advert that it found."""
LETTERED = (
    "company", "client", "customer", "employer", "firm", "unternehmen", "firma", "entreprise", "empresa", "azienda",
    "bedrijf", "företag", "şirket", "компания", "компанія",
)  # fmt: skip
"""With a letter in place of a name: Company A."""
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
    "recruiters?", "hiring (?:company|team|manager|employer)", "recruitment consultant", "recruteur", "recruteuse",
    "reclutador(?:a)?", "recrutador(?:a)?", "reclutatore", "selezionatore", "rekruter(?:ka)?", "náborář(?:ka)?",
    "rekryterare",
    "rekrutterer", "rekrytoija", "рекрутер", "рекрутёр", "personalvermittler(?:in)?",
    "(?:staffing|recruitment|recruiting|employment) agency", "personaldienstleister", "personalvermittlung",
    "zeitarbeitsfirma",
    "agence (?:de recrutement|d.intérim)", "agencia de (?:empleo|reclutamiento|colocación)",
    "agência de (?:emprego|empregos)",
    "agenzia per il lavoro", "uitzendbureau", "agencja (?:pracy|zatrudnienia)", "personální agentura",
    "bemanningsföretag",
    "vikarbureau", "bemanningsbyrå", "кадровое агентство", "кадрова агенція", "猎头", "猎头公司",
    "人材紹介会社", "헤드헌터",
)  # fmt: skip
PRIVATE = (
    "private (?:person|individual|household|advertiser|recruiter|landlord|family)", "privatperson", "privathaushalt",
    "private[rs]? (?:inserent|auftraggeber|haushalt|anzeige|person)", "particulier", "particuliere adverteerder",
    "(?:annonceur|employeur) (?:privé|particulier)", "personne privée",
    "(?:anunciante|empleador) (?:privado|particular)",
    "anunciante privado", "empregador particular", "pessoa física", "persona física", "inserzionista privato",
    "privato cittadino", "osoba prywatna", "ogłoszeniodawca prywatny", "soukrom[áý] (?:osoba|inzerent)",
    "súkromná osoba",
    "privat (?:annonsör|annonsør|annoncør|person)", "yksityishenkilö", "magánszemély", "persoană (?:fizică|privată)",
    "privatna osoba", "bireysel işveren", "şahıs", "частное лицо", "частный (?:работодатель|предприниматель)",
    "физическое лицо",
    "приватна особа", "фізична особа", "частно лице", "ιδιώτης", "cá nhân", "个人", "個人", "개인",
)  # fmt: skip
"""An advertiser who is no company."""
KNOWN_PRAISE = (
    "leading", "reputed", "reputable", "renowned", "führende[rsn]?", "namhafte[rsn]?", "renommierte[rsn]?",
    "renommée?",
    "importante", "prestigios[ao]", "primari[ao]", "conceituad[ao]", "reconocid[ao]", "toonaangevende?",
    "gerenommeerde?",
    "wiodąc[ay]", "renomowan[ay]", "ведущ(?:ая|ий)", "крупн(?:ая|ый)", "провідн(?:а|ий)",
)  # fmt: skip
KINDS_OF_EMPLOYER = (
    "bank", "law firm", "insurance company", "insurer", "manufacturer", "retailer", "consultancy", "consulting firm",
    "(?:it|software|tech|technology|manufacturing|pharma|pharmaceutical|construction|logistics) company", "mnc",
    "banque",
    "banco", "banca", "hersteller", "kanzlei", "fabricant", "fabricante", "produttore", "fabrikant", "producent",
    "банк", "компания", "компанія", "производитель",
)  # fmt: skip
"""With KNOWN_PRAISE before or behind it: Leading Bank, Primaria banca; Grand Bank is a company."""
LEVELS = (
    "senior", "sr[.]?", "junior", "jr[.]?", "lead", "principal", "staff", "founding", "mid[- ]?level",
    "entry[- ]level",
    "all levels", "head of", "experienced",
)  # fmt: skip
FIELDS = (
    "software", "web", "front[- ]?end", "back[- ]?end", "full[- ]?stack", "mobile", "android", "ios", "data",
    "big data", "machine learning", "ml", "ai", "devops", "site reliability", "qa", "test", "automation", "cloud",
    "security", "systems?", "platform", "infrastructure", "embedded", "network", "database", "research", "product",
    "project", "ux", "ui", "game", "python", "java", "javascript", "typescript", "ruby", "rails", "php", "golang",
    "rust", "c[+][+]", "c#", "[.]net", "node[.]?js", "react", "angular", "django", "scala", "applied",
    "applications?",
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
OUR_CLIENT = (
    "(?:our|my|notre|nuestr[oa]|nosso|nostro|il nostro|unser|onze|nasz|náš|vår|vores|наш|bizim) "
    "(?:clients?|customers?|kunde?|clientes?|klant|klient|zákazník|клиент|клієнт|müşterimiz|müştərimiz)"
)
BARE_CLIENT = (
    "clients? of|end client|kunden? von|klant van|cliente d(?:i|el|ella|o|a)|klient firmy|klient společnosti"
    "|klient spoločnosti|kund till|kunde (?:hos|av)|клиент компании|клієнт компанії"
)
"""Before a recruiter's name, without an article; Client De Groot and Kunde Van Lines are companies."""
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
            rf"(?:{BARE_CLIENT})\b.*",
            *PRIVATE,
            OUR_CLIENT,
            _owned(),
            _lettered(),
            *FOUND,
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
    kinds = _any_of((*PRAISED, *EMPLOYERS[EMPLOYERS.index("unternehmen") :]))
    hidden = f"(?:{kinds}|{_any_of(NAME_OF)})(?: is)?[ :-]+{_any_of((*HIDDEN, *UNSAID))}|{_any_of(HIDDEN)}[ -]+{kinds}"
    named = f"{_any_of(NAME_OF)}|{_any_of(HIDDEN)} {_any_of(NAME_OF)}|{_any_of(UNSAID)}[ -]+{_any_of(NAME_OF)}"
    unsaid = f"(?:{before}[ :-]+)*{_any_of(UNSAID)}(?:[ -]+{after})*"
    return f"{_ARTICLE}(?:{unsaid}|{hidden}|{named})"


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
    known, trades = _any_of(KNOWN_PRAISE), _any_of(KINDS_OF_EMPLOYER)
    of_trade = f"{known} {trades}|{trades} {known}"
    return f"{_ANY_ARTICLE}(?:(?:{praise}[ ,-]+)+{kinds}{field}|{kinds}(?: {praise})+{field}|{of_trade})"


def _of_client() -> str:
    """Somebody's client, as a recruiter writes it: a client of Acme, un cliente de Acme, Our client in banking."""
    clients = _any_of(CLIENTS)
    ours = f"(?:our|my|notre|nuestro|nosso|nostro|unser|onze) {clients} (?:in|im|en|dans|nel)"
    article = "(?:(?:an?|une?|un[ao]|eine?|um|el|le|il|een) (?:confidential |direct )?|confidential |direct )"
    return rf"(?:{article}{clients} (?:of|von|de|du|di|da|do|van)|{ours})\b.*"


def _owned() -> str:
    """A kind of owner in place of a name: a state institution, Private company, Empresa privada, Dövlət qurumu."""
    owners, owned = _any_of(OWNERS), _any_of(OWNED)
    return f"{_ARTICLE}(?:{owners} {owned}|{owned} {owners})"


def _lettered() -> str:
    """A letter in place of a name; a company may bear one of most letters before the word: H Company."""
    words = _any_of(LETTERED)
    return f"(?:{words} [a-zа-я]|(?:[bcxyz]|abc|xyz) {words})"


def _title() -> str:
    """A title in place of a name: nothing but levels, fields and nouns of roles, with one noun at least."""
    between, beside = "[ ,/&()-]+(?:(?:and|or) )?", _any_of((*LEVELS, *FIELDS))
    return f"(?:{beside}{between})*{_any_of(ROLES)}(?:{between}{_any_of((*LEVELS, *FIELDS, *ROLES))})*"


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"
