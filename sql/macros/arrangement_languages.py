"""How adverts in other languages than English say that the work is done elsewhere, or that it is not."""

from __future__ import annotations

from macros.arrangement_denials import DENIED_IN_ASIA, denied
from macros.arrangement_elsewhere import (
    CHANCE_OF,
    ELSEWHERE,
    IN_FULL,
    LETTER,
    NO_LETTER,
    OR,
    REMOTE_ABROAD,
    ROLES_ABROAD,
    TELEWORK,
)

SIGNS = r"[ \x{2190}-\x{2bff}\x{fe0f}\x{1f000}-\x{1faff}]*"
"""Spaces and pictures."""
NOT_IN_FULL = "not|nicht|pas|no es|não é|não|nao|non è|non|niet|nie jest|nie|není|inte|ikke|ei|не|không|değil"
_ON_SITE_OR = (
    rf"(?:presencial|présentiel|sur site|in sede|in presenza|vor ort|stacjonarn{LETTER}*|på plats|op locatie)(?:{OR}"
    rf"|/)"
)
_BEFORE = rf"(?:^|[|,;:(/\[•*+&]|- | -){SIGNS}"
_AFTER = rf"{SIGNS}(?:$|[|,;.()/\]•*+&]| -)"
_DENIED = (
    *DENIED_IN_ASIA,
    *denied(rf"{ELSEWHERE}|\bremote|home ?office|{TELEWORK}"),
    # an answer that is a country's code too
    rf"(?:{ELSEWHERE}|{TELEWORK})(?: ?[,:-])? (?:no|non|nie|ei)(?: ?$| ?[^a-z\x{{80}}-\x{{ffff}} ]| [|(-])",
    r"\bno (?:smart ?working|telelavoro|teletrabajo|télétravail)",
)
"""What is not offered: no chance of remote work, remote work is not possible, remote: no."""
_PLACE_LABEL = (
    r"(?:local|localização|localidade|localización|ubicación|lugar|lieu|localisation|luogo|ort|arbeitsort|einsatzort"
    r"|standort|miejsce|lokalizacja|místo|plats|ort|sted|arbeidssted|arbejdssted|locatie|werklocatie|standplaats|konum"
    r"|location|lokalita|место|местоположение|локация|локація|місце|địa điểm|modalidade?|modalità|modelo|modèle|regime"
    r"|régimen|formato|формат|tryb|forma)"
)
_STATED = (
    # what it is about before it
    (
        rf"(?:^|{NO_LETTER}){_PLACE_LABEL}(?: {LETTER}+){{0,2}} ?: ?[*_ ]*(?:{IN_FULL} )?{ELSEWHERE}({SIGNS}"
        rf"(?:$|[|,;.(/*]|- |{OR}))",
        r" working remote\1",
    ),
    # beside a word for work
    (
        rf"(?:^|{NO_LETTER})(?:trabaj(?:o|ar|a)|trabalh(?:o|ar|e)|puesto|posição|vaga|lavor(?:o|are)|travail(?:ler)?"
        rf"|poste"
        rf"|arbeit(?:en)?|prac(?:a|y|ę|ować|uj{LETTER}*)|práce|pracovat|arbet(?:a|e)|jobba|arbej?de?|jobbe|työ"
        rf"|työskent{LETTER}*|werken|работ{LETTER}+|занятость|робот[аи]|працюват{LETTER}+|عمل|العمل|làm việc"
        rf"|darb{LETTER}*|dirb{LETTER}*|strādā{LETTER}*|munc[ăa]|lucru|lucra{LETTER}*|munkavégzés|práca|delo|rad|raditi"
        rf"|εργασία|עבודה|לעבוד|kerja|bekerja):? "
        rf"(?:{IN_FULL} )?{ELSEWHERE}($|[^a-z\x{{80}}-\x{{ffff}} ]| [|,;.:()/\]-]| (?:com|con|de|desde|from|in|i|na"
        rf"|no|w|z"
        rf"|из|с|для) | ?$)",
        r" working remote\1",
    ),
    (
        rf"{ELSEWHERE} (?:формат|режим){LETTER}* (?:работ|робот){LETTER}+(?: ?($|[|,;.()/-]) ?|({OR}))"
        rf"|{ELSEWHERE} (?:çal[ıi]ş{LETTER}*|работ{LETTER}+|занятость|робота|darb{LETTER}*|εργασία|iş)"
        rf"|{ELSEWHERE} ?근무",
        r"working remote\1\2",
    ),
)
_ANY_DAYS = r"[1-4](?: ?(?:-|a|à|o|ou|bis|to|do|till?|или) ?[1-4])?"
_GRADES = (
    rf"(?:(?:młodsz|starsz|główn|младш|старш|главн|ведущ|молодш|провідн){LETTER}+|kıdemli|junior|senior|(?:i?os|java"
    r"|php|python|web|net|1c|1с)(?:[ -](?:java|web))?)"
)
_MONTH_OR_YEAR = (
    rf"(?:(?:pro|im|par|al|por|ao|no|a|per|om|i|w|в|на|за|mỗi|một|/) ?(?:monat|mois|mes\b|mês|mese|miesiąc{LETTER}*"
    rf"|maand|tháng|månad{LETTER}*|måned{LETTER}*|měsíc{LETTER}*|месяц{LETTER}*|місяць|jahr|an\b|año|ano\b|anno"
    rf"|rok{LETTER}*|jaar|år{LETTER}*|год{LETTER}*"
    r"|рік)|all.anno|all.année|l.anno|miesięcznie|rocznie|mensuales|mensais|mensili|monatlich|jährlich|měsíčně"
    r"|kuukaudessa"
    r"|vuodessa)"
)
_DAYS_OF_A_MONTH = (
    rf"\b{_ANY_DAYS} ?(?:x|tage?n?|jours?|d[íi]as?|veces|vezes|giorn[oi]|dag(?:en|ar|e|er)?|dni|dn[yíů]|päivää|день"
    rf"|дня|дні"
    rf"|дней|днів|ngày)(?: [a-z\x{{80}}-\x{{ffff}}-]+){{0,4}} ?{_MONTH_OR_YEAR}"
)
"""Some days of a month or a year are no arrangement."""
_IN_SENTENCES = (
    # in the remote, and not remote: Portuguese and Spanish
    (r"\bno remot[oa]s?\b", " "),
    (REMOTE_ABROAD, ELSEWHERE),
    (rf"(?:^|{NO_LETTER})(?:{NOT_IN_FULL}) (?:{IN_FULL}) (?:{ELSEWHERE}|remote|{TELEWORK})", " not fully remote "),
    *((pattern, " no remote ") for pattern in _DENIED),
    (
        rf"(?:^|{NO_LETTER})(?:частичн|частков|częściow|částečn|čiastočn|parcial|parzial|partiel|deels|gedeeltelijk"
        rf"|delvis"
        rf"|osittai|osin|kısmen|részben|parțial|djelomičn|delimičn|delno|daļēj|iš dalies){LETTER}*"
        rf" {ELSEWHERE}|{ELSEWHERE} (?:parcial|parzial|partiel){LETTER}*",
        " partly remote ",
    ),
    (CHANCE_OF, " chance of remote "),
    (rf"(?:^|{NO_LETTER})(?:{IN_FULL}|(?:полн|повн){LETTER}+) {ELSEWHERE}", " working fully remote "),
    (_DAYS_OF_A_MONTH, " "),
    # kinds of a course
    (
        r"(?:ensino|educa[^ .,;|]+|enseñanza|cursos?|aulas?|clases?|gradua[^ .,;|]+|licenciatura|formaci[óo]n"
        r"|formação|estudios"
        r"|estudos|disciplinas?|faculdade|universidad[^ .,;|]*|tutor[^ .,;|]*|professor[^ .,;|]*|profesor[^ .,;|]*"
        r"|docen[^ .,;|]+)"
        r"(?: [^ .,;|]+){0,3} semi-?presencia(?:l|is)",
        " ",
    ),
)
IN_TEXTS = (*_IN_SENTENCES, *_STATED)
IN_TITLES = (
    *_IN_SENTENCES,
    # a part of its own, or the choice of one
    (
        rf"({_BEFORE})(?:{_ON_SITE_OR})?({SIGNS}(?:100 ?% |totalmente )?)(?:{ELSEWHERE}|remote\b)({_AFTER})",
        r"\1\2remote\3",
    ),
    (rf"({_BEFORE})(?:{ELSEWHERE}|remote)(?:{OR})", r"\1remote or "),
    # what a person is: Zdalny Księgowy, Бухгалтер удалённо
    (rf"({_BEFORE}){ELSEWHERE} ((?:{_GRADES} )?(?:{ROLES_ABROAD}))", r"\1remote | \2"),
    (rf"({NO_LETTER}|^)((?:{ROLES_ABROAD}){LETTER}*) {ELSEWHERE}({_AFTER})", r"\1\2 | remote\3"),
    *_STATED,
)
"""What is said in other languages in English: in a title, a part that is nothing but a word for remote as well."""
_BOTH = (
    ("both", "office", "and", "(?:at|from) home"),
    ("sowohl", "(?:büro|office)", "als auch", "(?:zu ?hause|home ?office)"),
    ("(?:à la fois|aussi bien)", "bureau", "(?:et|qu)", "(?:télétravail|chez (?:soi|vous))"),
    ("tanto", "(?:oficina|escritório)", "como", "(?:casa|teletraba[jl]h?o|home ?office)"),
    ("sia", "ufficio", "che", "(?:casa|smart working)"),
    ("zowel", "kantoor", "(?:als|of|,)", "thuis"),
    ("zarówno", "biurze", "jak i", "domu"),
    ("jak", "kanceláři", "tak", "(?:domova|home ?office)"),
    ("både", "kontor", "(?:och|og)", "(?:hem|hjem)"),
    ("sekä", "toimisto", "että", "koto"),
    ("atât", "birou", "c[âa]t", "acas"),
    ("как", "офис", "так и", "дом"),
    ("як", "офіс", "так і", "дом"),
    ("hem", "ofis", "hem", "ev"),
)
BOTH_PLACES = "|".join(
    rf"(?:^|{NO_LETTER}){both} [^.|]{{0,40}}{first}[^.|]{{0,40}} ?{link}[^.|]{{0,15}} {second}"
    for both, place, link, elsewhere in _BOTH
    for first, second in ((place, elsewhere), (elsewhere, place))
)
"""In an office as well as from home: on site and remote is other work as well, such as help for customers."""
MAY_BE_BOTH = rf"(?:^|{NO_LETTER})(?:{'|'.join(both for both, *_ in _BOTH)}) "
DAYS_ELSEWHERE = (
    rf"\b{_ANY_DAYS} tage?(?: pro woche| die woche| in der woche| ?/ ?woche| wöchentlich)? (?:im (?:büro|office)"
    rf"|in unserem büro)"
    rf"|\b{_ANY_DAYS} tagen? (?:pro woche|die woche|in der woche|/ ?woche|wöchentlich) vor ort",
    rf"\b{_ANY_DAYS} jours?(?: par semaine| ?/ ?semaine)? (?:de présence |de travail )?(?:au bureau"
    rf"|dans nos (?:bureaux|locaux)"
    rf"|remote)|\b{_ANY_DAYS} jours? ?(?:par semaine|/ ?semaine) (?:de présence |de travail )?(?:sur site"
    rf"|en présentiel)",
    rf"\b{_ANY_DAYS} (?:d[íi]as?|veces)(?: a la semana| por semana| semanales| ?/ ?semana)? (?:en (?:la "
    rf"|nuestra )?oficina"
    rf"|de teletrabajo|remote)|\b{_ANY_DAYS} (?:d[íi]as?|veces) ?(?:a la semana|por semana|semanales"
    rf"|/ ?semana) presencial",
    rf"\b{_ANY_DAYS}(?:x| dias?| vezes)(?: na semana| por semana| ?/ ?semana)? (?:no (?:nosso )?escritório|em casa"
    rf"|de home ?office|remote)|\b{_ANY_DAYS}(?:x| dias?| vezes) ?(?:na semana|por semana|/ ?semana) presencia",
    rf"\b{_ANY_DAYS} giorn[oi](?: a settimana| alla settimana| ?/ ?settimana)? (?:in ufficio|di smart working|da casa"
    rf"|remote)"
    rf"|\b{_ANY_DAYS} giorn[oi] ?(?:a settimana|alla settimana|/ ?settimana) in (?:sede|presenza)",
    rf"\b{_ANY_DAYS} dag(?:en)?(?: per week| in de week)? (?:op kantoor|thuis)",
    rf"\b{_ANY_DAYS} dni(?: w tygodniu)? (?:w biurze|z biura|z domu|pracy remote|remote)"
    rf"|\b{_ANY_DAYS} dni w tygodniu stacjonarnie",
    rf"\b{_ANY_DAYS} dn[yíů](?: v týdnu| týdně)? (?:v kanceláři|z domova|home ?office|remote)",
    rf"\b{_ANY_DAYS} (?:dagar|dage|dager)(?: i veckan| om ugen| i uken| i uka| per vecka)? (?:på kontor|hemifrån"
    r"|hjemmefra|hjemmekontor|remote)",
    rf"\b{_ANY_DAYS} päivää(?: viikossa)? (?:toimistolla|remote|etätyö)",
    rf"haftada {_ANY_DAYS} gün (?:ofis|remote|evden|home)",
    rf"{_ANY_DAYS} (?:день|дня|дні|дней|днів)(?: в неделю| на тиждень)? (?:в офис|в офіс|из дома|з дому|remote)",
    rf"{_ANY_DAYS} ngày(?: ?/ ?tuần| một tuần)? (?:tại văn phòng|ở nhà|remote|làm việc remote)",
    rf"주 ?{_ANY_DAYS}(?:일|회) ?(?:재택|출근|remote)|(?:재택|remote_?)(?: ?근무)? ?주 ?{_ANY_DAYS}(?:일|회)",
    rf"iš namų {_ANY_DAYS} ?d(?:ien{LETTER}*|[.])|{_ANY_DAYS} ?d(?:ien{LETTER}*|[.])(?: per savaitę)? (?:iš namų|biure"
    r"|remote)",
    rf"{_ANY_DAYS} dien{LETTER}*(?: nedēļā)? (?:no mājām|birojā|remote)",
    rf"{_ANY_DAYS} päeva(?: nädalas)? (?:kodu|kontori|kaugtöö)",
    rf"heti {_ANY_DAYS} nap(?:ot)? (?:home ?office|otthon|távmunka|iroda|az irodá|remote)",
    rf"{_ANY_DAYS} zile(?: pe s[ăa]pt[ăa]m[âa]n[ăa]| ?/ ?s[ăa]pt[ăa]m[âa]n[ăa])? (?:de acas|la birou|remote|telemunc)",
    rf"{_ANY_DAYS} dni(?: v týždni| týždenne)? (?:v kancelárii|z kancelárie|z domu|home ?office|remote)",
    rf"{_ANY_DAYS} dana(?: tjedno| nedel?jno| u tjednu)? (?:od kuće|iz ureda|u uredu|iz kancelarije|u kancelariji"
    rf"|remote)",
    rf"{_ANY_DAYS} (?:dni|dneva)(?: na teden| tedensko)? (?:od doma|v pisarni|remote)",
    rf"{_ANY_DAYS} дни(?: седмично| в седмицата)? (?:от вкъщи|в офис|от офис)",
    rf"{_ANY_DAYS} (?:ημέρες|μέρες)(?: την εβδομάδα| εβδομαδιαίως)? (?:από το σπίτι|στο γραφείο|τηλεργασία|remote)",
    rf"{_ANY_DAYS} hari(?: seminggu| per minggu| dalam seminggu)? (?:di kantor|dari rumah|wfh|wfo)",
)
"""Days of a week in an office or from home; on site, which may be a course or a visit, with the week alone."""
