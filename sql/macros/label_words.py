r"""Words for kinds of employment, in the languages that boards write most.

Patterns are read in lower case. `\b` knows only ASCII letters, so words that begin or end with others do without it.
"""

from __future__ import annotations

from macros.label_languages import (
    FIXED_TERM,
    MORE_LABEL_TYPES,
    NO_KINDS,
    NOT_FULL,
    PART_OF_A_POST,
    PERMANENT_ABROAD,
    SHARED_TYPES,
    TERMLESS,
    in_few_letters,
)

_ANSWERS = "no|non|não|nao|nie|ei|không"
_DENIERS = (
    "not|without|nicht|ohne|kein(?:e[mnrs]?)?|pas de|pas|sans|sin|sem|senza|niet|geen|zonder|bez"
    "|není|inte|inga?|ikke|ingen|uden|uten|ilman|не|без|немає"
)
DENIAL = (
    rf"(?:(?:(?:^|[^\s:?=/|\x{{ff1a}}\x{{2013}}\x{{2014}}-] |[^\p{{L}}\s:?=/|\x{{ff1a}}\x{{2013}}\x{{2014}}-])"
    rf"(?:{_ANSWERS})|(?:^|[^\p{{L}}])(?:{_DENIERS}))[ -]|(?:^|[^\p{{L}}])non-)"
)
"""Before what is denied, with one space or hyphen between. A word that is an answer too denies nothing after a colon
or a dash: it answers what stands before (Visa: No Full-time). Where a language joins both to one word, OPPOSITES has
it."""
_FULL = r"full.?time|vollzeit|temps plein|tiempo completo|tempo (?:integral|pieno|inteiro)|voltijd|heltid|fuldtid"
_FULL_DENIED = rf"{_FULL}|pełn[a-zę]*|полн[а-я]*|повн[а-яі]*|toàn thời gian"
_OF_A_CONTRACT = (
    r"(?:(?:van|voor|met|cu|pe|de munc[ăa]|individual|for|with|of|an?|de) ){0,4}"
    r"(?:perioad[ăa] |durat[ăa] |termen |term )?"
)
_CONTRACT = r"\b(?:arbeids)?(?:contract|overeenkomst)(?:ul)? ?[(:\x{2013}-]? ?"
_WITHOUT_END = r"(?:onbepaalde (?:duur|tijd)|nedeterminat[ăa]?|indefinite|open[ -]ended)"
_WITH_END = (
    r"(?:bepaalde (?:duur|tijd)|determinat[ăa]?|fixed[ -](?:term|period|duration|time)"
    r"|limited[ -](?:term|period|duration))"
)
_OPPOSITES = (
    (
        # what holds for a time or for good is no contract of one's own
        rf"{_CONTRACT}{_OF_A_CONTRACT}{_WITHOUT_END}|{_WITHOUT_END} (?:employment |labour )?contract\b"
        r"|\bonbepaalde (?:duur|tijd)|không xác định thời hạn|غير محدد(?:ة)? المدة|\bpkwtt\b",
        " permanent ",
    ),
    (
        rf"{_CONTRACT}{_OF_A_CONTRACT}{_WITH_END}|(?:{_WITH_END}|\b(?:temporary|tijdelijke?|seasonal"
        rf"|interim)) (?:employment |labour )?"
        r"contract\b|\bbepaalde (?:duur|tijd)|\b(?:half)?jaarcontract\b",
        " temporary ",
    ),
    (r"\bcontract(?:ul)? (?:individual )?de munc[ăa]|\barbeids(?:contract|overeenkomst)\b", " permanent "),
    (
        rf"무기계약직|무기직|無期(?:雇用|契約)?|无(?:固定)?期限|{DENIAL}(?:befrist|fixed.term)[a-z]*"
        rf"|\b(?:permanent|indefinite|open.ended|regular|vaste?) contract|belirsiz süreli|{TERMLESS}",
        " permanent ",
    ),
    (
        rf"비정규직|非正(?:規|规|社員|式)|{DENIAL}(?:permanent|regular|indefinid|efetiv|indetermin)[a-z]*|\birregular"
        r"|अस्थायी|umowa o pracę,? ?[(]?(?:tymczasow|na czas określon|na zastępstw|sezonow)\p{L}*",
        " temporary ",
    ),
    (
        rf"비상근|非(?:常勤|全日制)|niepełn[a-zę]*|неполн[а-я]*|неповн[а-яі]*|{DENIAL}(?:{_FULL_DENIED})"
        rf"|\bless than full.?time|{NOT_FULL}|{PART_OF_A_POST}\p{{L}}*",
        " part time ",
    ),
)
OPPOSITES = tuple((in_few_letters(pattern), meaning) for pattern, meaning in _OPPOSITES)
"""A word that denies a kind holds the word for it, and means another kind: the first becomes a word for the second."""
_LABEL_TYPES = {
    "contract": r"contract|freelanc|\bfreela\b|\bfrilans|self.?employed|\b1099\b|\bb2b\b|corp.to.corp|\bc2c\b|freiberuf"
    r"|selbst?ständig|indépendant|autónom|autônom|\bpj\b|partita iva|\bzzp|umowa (?:zlecenie|o dzieło)|samozatrudni"
    r"|consulenza|\bosvč|na živnost|sözleşmeli|фриланс|самозанят|гпх|فريلانس|合同工|外包|契約社員|業務委託"
    r"|フリーランス|계약직|프리랜서",
    "full_time": rf"{_FULL}|\bft\b|\bfull[ /&]+(?:or |and )?part|part.?time[ /&]+(?:or |and )?full|\bfte\b|plein temps"
    r"|jornada completa|período integral|kokoaik|peł(?:ny|en) (?:etat|wymiar)|plný (?:pracovní )?úvazek"
    r"|tam (?:gün|zamanlı)|полн(?:ый (?:рабочий )?день|ая (?:занятость|ставка))"
    r"|повн(?:ий (?:робочий )?день|а (?:зайнятість|ставка))|دوام كامل|فول ?تايم|全职|全職|全日制|正社員|正职|常勤"
    r"|フルタイム|정규직|상근|풀타임|전일제|toàn thời gian",
    "internship": r"\bintern(?:ship)?s?\b|praktik|apprentice|\bco-?ops?\b|ausbildung|stagiair|\bstage\b"
    r"|alternance|apprentissage|becari|prácticas|pasant|practicant|estágio|estagi|tirocin|staż|praktyk|\bstáž|\bstaj"
    r"|lærling|lärling|harjoittel|стаж[её]р|стажировк|стажув|практикант|متدرب|تدريب|实习|實習|インターン|인턴"
    r"|thực tập",
    "part_time": r"part.?t?ime|\bpart[ /]+(?:or |and )?full|\bpt\b|teilzeit|working student|werkstudent|student"
    r"|mini-?job|nebenjob|geringfügig|aushilfe|^side\b|\bcasual\b|per diem|zero.?hours?|temps partiel"
    r"|medi[ao] (?:tiempo|jornada|período)|tiempo parcial|meio período|tempo parcial|tempo parziale|deeltijd|deltid"
    r"|osa-aik|pół etatu|część etatu|(?:částečný|poloviční|zkrácený) (?:pracovní )?úvazek|yarı zamanlı|частичн"
    r"|підробіток|подработк|دوام جزئي|بارت ?تايم|兼职|兼職|アルバイト|パート|아르바이트|파트타임|시간제|bán thời gian",
    "temporary": r"\bftc\b|\btemp(?:orary|oral|orär)?\b|\btemp[ -]|temporaire|temporár|season|saison|\bbefrist"
    r"|zeitarbeit"
    r"|\binterim|intérim|^term\b|fixed.?term|limited.term|\bterm (?:appoint|contract)|\bsummer\b|\bcdd\b"
    r"|durée déterminée|\bdeterminad|\bdeterminato|plazo fijo|\beventual\b|a termo certo|tijdelijk|\bbepaalde tijd"
    r"|czas określony|tymczasow|sezon|dočasn|dob[auy] určit|brigád|midlertidig|tidsbegrænset|vikariat|\bvikar\b"
    r"|visstid|tidsbegräns|säsong|määräaik|\bbelirli süreli|\bgeçici|mevsimlik|временн|сезонн|тимчасов|مؤقت"
    r"|临时|臨時|派遣|有期|固定期限|임시직|기간제|단기|일용직|파견직|thời vụ",
    "volunteer": r"volunteer|ehrenamt|bénévol|voluntari|volontari|vrijwillig|wolontari|dobrovoln|frivillig"
    r"|vapaaehtoi|gönüllü|волонт[её]р|تطوع|志愿|志願|ボランティア|자원봉사|tình nguyện",
}
LABEL_TYPES = {
    kind: in_few_letters("|".join(filter(None, (words, SHARED_TYPES.get(kind), MORE_LABEL_TYPES.get(kind)))))
    for kind, words in _LABEL_TYPES.items()
}
"""In a board's label; what is permanent says nothing of hours, see PERMANENT."""
_NAMES_OF_FIELD = (
    r"\bcontract[ -]?(?:types?|form|soort|vorm)\b|\b(?:types?|kinds?|forms?) of contract\b|\bsoort contract\b"
    r"|\btip(?:ul)? (?:de )?contract\b"
)
DENIED_TYPES = in_few_letters(
    rf"{_NAMES_OF_FIELD}|(?:^|[^\p{{L}}])no (?:c2c|corp.to.corp|1099|freelanc)\p{{L}}*"
    rf"|{DENIAL}(?:{'|'.join(LABEL_TYPES.values())})\p{{L}}*"
)
"""What names a type without stating it: the name of the field (Contract type: Permanent), and what is denied."""
PERMANENT = in_few_letters(
    r"permanent|\bperm\b|\bregular|feste? ?anstellung|unbefrist|unbegrenzt|\bcdi\b|indefinid|indeterminad|indeterminat"
    r"|ind[eé]terminée|\bclt\b|trval[ýé] (?:pracovní|pracovný) pom[ěe]r|\befetiv[oa]\b|sem termo|\bvast(?:e"
    r"|) (?:dienst|contract|baan|aanstelling)"
    r"|onbepaalde tijd|umowa o pracę|czas nieokreślony|tillsvidare|fast ?ans|\bfast stilling|vakitui|toistaiseksi"
    rf"|dob[au] neurčit|határozatlan|nedeterminat|постоянн|постійн|kadrolu|دائم|无固定期限|{PERMANENT_ABROAD}"
)
"""Taken for full time where neither label nor title says more, and beside a contract or a time, the other choice."""
BEFORE_PERMANENT = r"\bto[ -](?:permanent|perm\b|hire)"
"""Of a contract that may become permanent later."""
NO_TYPES = in_few_letters(
    r"on-? ?site|one-site|remot[eoa]|h[iyí]br[iíy]d[eoa]?|work(?:ing)?[ -]from[ -](?:home|anywhere)|home[ -]?(?:office"
    r"|based)|\bwfh\b|telework(?:ing)?|telecommut[a-z]*|in[ -](?:office|person)|presencial|présentiel|télétravail"
    r"|teletrabajo|vor ort|リモート(?:ワーク)?|在宅(?:勤務)?|远程(?:办公)?|\balocad[oa]\b|신입|경력(?:직|자|무관)?"
    r"|visas?|transfers?|relocat[a-z]*|local"
    r"|multiple|flexible|h1b|only|ok\b|possible"
    rf"|preferred|and\b|or\b|us\b|usa\b|{NO_KINDS}"
)
"""Words in a label that are about something else, or state nothing: a label of nothing else has no type."""
CARERS = in_few_letters(
    r"\bintern(?:ship)?s? (?:coordinator|manager|supervisor|recruit)[a-z]*|\bapprenticeships? (?:adviser|advisor"
    r"|assessor|coach|coordinator|director|instructor|lead|manager|mentor|officer|recruit|supervisor|trainer"
    r"|tutor)[a-z]*"
    r"|\b(?:assessor|coach|instructor|lecturer|mentor|trainer|tutor|verifier)s?\b.*\bapprenticeships?\b"
    r"|quản lý thực tập(?: sinh)?|实习生(?:管理|导师)|(?:куратор|наставник|руководитель) (?:стаж[её]ров|практикантов)"
    r"|ausbildungs\p{L}*|praktikanten(?:betreu|koordin)\p{L}*|praktikumsbetreu\p{L}*"
)
"""Who looks after interns and apprentices, and has no internship."""
_CLT_OR_PJ = r"\bclt ?(?:[/|,&+-]|\bou\b|\bor\b|\be\b) ?pj\b|\bpj ?(?:[/|,&+-]|\bou\b|\bor\b|\be\b) ?clt\b"
_AT = r"(?:[(\[|\x{2013}] ?| -+ ?|- )"
_TO = r"(?: ?(?:$|[)\]|(\x{2013}-]))"
TITLE_PERMANENT = in_few_letters(
    rf"{_AT}(?:permanent|festanstellung|unbefristet|umowa o pracę|indefinid[oa]|contrato indefinido"
    rf"|tempo indeterminato|tillsvidare|fast stilling|vakituinen|onbepaalde (?:duur|tijd)|vast contract){_TO}"
    r"|\ben cdi\b|\bh/f[ -]+cdi\b|\bf/h[ -]+cdi\b"
)
"""In a title, where it stands apart: a Permanent Secretary has an office of that name."""
_TITLE_TYPES = {
    "contract": r"[(\[,|/-] ?(?:contract(?:or)?|freelance|c2c|b2b|1099)(?: (?:role|position|to hire|job))?(?:$"
    r"| ?[)\],|/-])"
    rf"|{_CLT_OR_PJ}"
    r"|\b[0-9]+[ +-]*(?:months?|mos?|weeks?|years?) contract|\bcontract[ -](?:to[ -]hire|role|position|job|opportunity)"
    r"|\bfreelanc|\bindependent contractor|^contractor\b|freiberuflich",
    "full_time": rf"{_CLT_OR_PJ}|\bfull[ -]?time\b|\bvollzeit|temps plein|tiempo completo|jornada completa"
    rf"|tempo (?:integral|pieno)"
    r"|\bvoltijd|\bheltid|\bfuldtid|kokoaik|\bpełny etat|tam zamanlı|(?:^|[^е])полный (?:рабочий )?день|全职|全職"
    r"|(?:^|[^非])正社員|(?:^|[^비])정규직|toàn thời gian|(?:[(\[,|/] ?| - ?)ft(?:$| ?[)\],|/-])"
    r"|(?:[(\[,|/\x{2013}-] ?)hpp(?:$| ?[)\],|/\x{2013}-])",
    "internship": r"\bintern(?:ship)?s?\b|praktikant|praktikum|\bco-op\b|stagiair|^stage\b|alternance|becari[oa]"
    r"|estágio|estagi[áa]ri"
    r"|tirocin|stagist|实习|インターン|인턴",
    "part_time": r"\bpart[ -]?time\b|\bteilzeit|werkstudent|working student|minijob|temps partiel|medio tiempo"
    r"|media jornada"
    r"|tempo (?:parcial|parziale)|\bdeeltijd|\bdeltid|osa-aik|yarı zamanlı|兼职|兼職|アルバイト|아르바이트"
    r"|bán thời gian|work-study|\bft ?/ ?pt\b",
    "temporary": rf"{FIXED_TERM}|\btemporary\b|\bseasonal\b|\bfixed[ -]term\b|\bbefristet|\bmaternity cover"
    rf"|\bvikariat|\bcdd\b"
    r"|\bmidlertidig|tymczasow|määräaikai|временн|기간제|임시직|비정규직|非常勤"
    r"|[(\[,|/\x{2013}-] ?dpp(?:$| ?[)\],|/\x{2013}-])"
    r"|(?:^|[(\[,|/\x{2013}-] *)temporal(?:es)?(?:$| *[)\],|/\x{2013}-])",
    "volunteer": r"^volunteer\b(?:$| ?[,(:-])|[(\[-] ?volunteer ?[)\]-]",
}
TITLE_TYPES = {
    kind: in_few_letters("|".join(filter(None, (words, SHARED_TYPES.get(kind)))))
    for kind, words in _TITLE_TYPES.items()
}
"""In a title, where the word cannot be the work itself: a Contract Manager has no contract yet."""
