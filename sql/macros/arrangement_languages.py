"""How adverts in other languages than English say that the work is done elsewhere, or that it is not."""

from __future__ import annotations

_LETTER = r"[a-z\x{80}-\x{ffff}]"
"""Of lower case; the class of all letters is large, and makes a pattern of many such classes slow."""
_NO_LETTER = r"[^a-z\x{80}-\x{ffff}]"
ELSEWHERE = "remote_"
"""A word for remote in another language: in a sentence it states something beside a word for work alone."""
SIGNS = r"[ \x{2190}-\x{2bff}\x{fe0f}\x{1f000}-\x{1faff}]*"
"""Spaces and pictures."""
OR = " or | oder | ou | o | lub | nebo | eller | tai | veya | или | або | hoặc "
TELEWORK = (
    "télétravail|teletrabajo|teletrabalho|telelavoro|smart working|thuiswerk(?:en)?|hjemmekontor|hjemmearbej?de?"
    "|fjernarbej?de?|distansarbete|etätyö|evden çal[ıi]şma|práce z domova"
)
"""Working from home: in a title or a place it is the arrangement, in a text often a benefit."""
OTHER_WORDS = (
    r"remot[oa]|à distance|a distan[cz]|[àa] dist[âa]n|zdaln|na dálku|vzdálen|distans|etänä|op afstand|uzaktan"
    r"|удал[её]н"
    rf"|дистанцион|віддален|дистанційн|عن بعد|từ xa|원격|{TELEWORK}|home ?office|remote(?:{OR})|semi-?presencia"
)
"""A text without one of these needs no translation."""
_REMOTE = (
    r"(?:\b(?:(?:no|en|em|na|de|da|a|in) (?:forma |formato |modo |modelo |regime |modalidade? "
    r"|modalità )?)?remot[oa]s?\b"
    r"|à distance\b"
    rf"|\ba distanza\b|[àa] dist[âa]ncia\b|\bzdaln{_LETTER}+|\bna dálku\b|\bvzdálen{_LETTER}+|på distanse?\b"
    rf"|\bdistans\b"
    rf"|\betänä\b|\bop afstand\b|\buzaktan\b|удал[её]нн{_LETTER}+|удал[её]нк{_LETTER}+|дистанционн{_LETTER}+"
    rf"|віддален{_LETTER}+"
    rf"|дистанційн{_LETTER}+|عن بعد|từ xa|원격)"
)
_CHANCE = (
    r"(?:possibilit[éà]s?|posibilidad(?:es)?|opción|opciones|possibilidades?|oportunidades?|opções|opção|opportunità"
    rf"|mogelijkhe(?:id|den)|opties?|możliwoś{_LETTER}+|možnost{_LETTER}*|möjlighet{_LETTER}*"
    rf"|mulighed{_LETTER}*|mulighet{_LETTER}*|mahdollisuu{_LETTER}+|возможност{_LETTER}+|можлив{_LETTER}+|cơ hội)"
)
_WORK = (
    r"(?:trabaj(?:o|ar|os)|trabalh(?:o|ar)|vagas?|lavor(?:o|are)|travail(?:ler)?|arbeit(?:en)?|prac(?:a|y|ę|ować)"
    rf"|práce|pracovat|arbet[ae]?|jobba|arbej?de?|jobbe|työ|работ{_LETTER}+|робот{_LETTER}+|працюват{_LETTER}+"
    rf"|werk(?:en)?|çalışma|làm việc"
    r"|work|working)"
)
_BETWEEN = (
    r"(?:de|del|di|du|da|do|d|a|à|al|em|en|in|im|i|la|le|el|zu|zum|zur|auf|für|op|om|voor|till?|for|att|at|på|v|w|na|к"
    r"|é|es|est|ist|è|er|is|of|to)"
)
_CHANCE_OF = rf"(?:^|{_NO_LETTER}){_CHANCE} (?:(?:{_BETWEEN}|{_WORK}) ){{0,3}}(?:remote_?|{TELEWORK})"
_NO = (
    r"(?:keine?[nrms]?|nicht|ohne|pas|pas de|pas en|pas la|aucune?|sans|sin|no hay|no se (?:ofrece|ofrecen|contempla"
    r"|admite|permite|acepta)|no (?:ofrecemos|existe|tenemos|aceptamos)|não|nao|(?:não|nao) (?:há|ha|oferecemos|temos"
    r"|existe|aceitamos|é)|sem|non|non (?:è prevista|è previsto|c è|c.è|offriamo)|nessuna?|senza|niet|geen|zonder|brak"
    r"|nie|nie ma|nie oferujemy|bez|žádná|není|nenabízíme|ingen|inga|inte|ikke|uden|uten|ei|ilman|нет|не|без|немає|нема"
    r"|відсутня|отсутствует|không|không có)"
)
_DENIALS = (
    rf"(?:^|{_NO_LETTER}){_NO} (?:(?:{_CHANCE}|option|chance|möglichkeit(?:en)?|{_BETWEEN}"
    rf"|{_WORK}) ){{0,4}}(?:{ELSEWHERE}|remote\b|home ?office|{TELEWORK})",
    # the denial after it, as its verb or as its answer
    rf"(?:{ELSEWHERE}|{TELEWORK})(?: {_WORK})?(?: ?[,:-])? (?:нет|немає|нема|no|não|nao|nie|non"
    rf"|nein|nee|nej|nei|ei|yok|hayır|không)(?: ?$| ?[^a-z\x{{80}}-\x{{ffff}} ]| [|(-])",
    rf"(?:{ELSEWHERE}|\bremote|home ?office|{TELEWORK})(?: {_WORK})? (?:(?:ist|is|est|è|är|er|je|jest|n.est) )?(?:не"
    rf"|нет|no"
    r"|nie|nicht|niet|ikke|inte|pas|não|nao|non|není|neni|ei|ei ole|no es|no está|não é|non è|nie jest|mümkün değil)"
    r"(?: (?:es|é|è|está|se|jest|je|ole) ?)? ?(?:poss[ií]|posible|möglich|mogelijk|możliw|možn|mulig|möjlig|mahdollis"
    r"|возможн|можлив|предусм|предпол|передбач|предлаг|dispon|prévue?|previst|prevê|ofrec|oferec|offert|angeboten"
    r"|vorgesehen|przewidzian|umožn|till?åt|permit|permess|autoris|admit|aceit|acept|accept|consentit|dostępn|mümkün)",
    rf"{ELSEWHERE} çal[ıi]şma (?:yok|mümkün değil|bulunma){_LETTER}*",
)
"""What is not offered: no chance of remote work, remote work is not possible, remote: no."""
_ON_SITE_OR = (
    rf"(?:presencial|présentiel|sur site|in sede|in presenza|vor ort|stacjonarn{_LETTER}*|på plats|op locatie)(?:{OR}"
    rf"|/)"
)
_BEFORE = rf"(?:^|[|,;:(/\[•*+&]|- | -){SIGNS}"
_AFTER = rf"{SIGNS}(?:$|[|,;.()/\]•*+&]| -)"
_PLACE_LABEL = (
    r"(?:local|localização|localidade|localización|ubicación|lugar|lieu|localisation|luogo|ort|arbeitsort|einsatzort"
    r"|standort|miejsce|lokalizacja|místo|plats|ort|sted|arbeidssted|arbejdssted|locatie|werklocatie|standplaats|konum"
    r"|location|lokalita|место|местоположение|локация|локація|місце|địa điểm|modalidade?|modalità|modelo|modèle|regime"
    r"|régimen|formato|формат|tryb|forma)"
)
_IN_FULL = (
    r"(?:100 ?% |totalmente |completamente |całkowicie |w pełni |w 100 ?% |полностью |повністю |helt |complètement"
    r" |interamente )?"
)
_STATED = (
    # what it is about before it
    (
        rf"(?:^|{_NO_LETTER}){_PLACE_LABEL}(?: {_LETTER}+){{0,2}} ?: ?[*_ ]*{_IN_FULL}{ELSEWHERE}({SIGNS}"
        rf"(?:$|[|,;.(/*]|- |{OR}))",
        r" working remote\1",
    ),
    # beside a word for work
    (
        rf"(?:^|{_NO_LETTER})(?:trabaj(?:o|ar|a)|trabalh(?:o|ar|e)|puesto|posição|vaga|lavor(?:o|are)|travail(?:ler)?|poste"
        rf"|arbeit(?:en)?|prac(?:a|y|ę|ować|uj{_LETTER}*)|práce|pracovat|arbet(?:a|e)|jobba|arbej?de?|jobbe|työ"
        rf"|työskent{_LETTER}*|werken|работ{_LETTER}+|занятость|робот[аи]|працюват{_LETTER}+|عمل|العمل|làm việc):? "
        rf"{_IN_FULL}{ELSEWHERE}($|[^a-z\x{{80}}-\x{{ffff}} ]| [|,;.:()/\]-]| (?:com|con|de|desde|from|in|i|na|no|w|z"
        rf"|из|с|для) | ?$)",
        r" working remote\1",
    ),
    (
        rf"(?:100 ?%|totalmente) {ELSEWHERE}|{ELSEWHERE} (?:çal[ıi]ş{_LETTER}*|работ{_LETTER}+|занятость|робота|근무)",
        "working remote",
    ),
)
_ANY_DAYS = r"[1-4](?: ?(?:-|a|à|o|ou|bis|to|do|till?|или) ?[1-4])?"
_MONTH_OR_YEAR = (
    rf"(?:(?:pro|im|par|al|por|ao|no|a|per|om|i|w|в|на|за|mỗi|một|/) ?(?:monat|mois|mes\b|mês|mese|miesiąc{_LETTER}*"
    rf"|maand|tháng|månad{_LETTER}*|måned{_LETTER}*|měsíc{_LETTER}*|месяц{_LETTER}*|місяць|jahr|an\b|año|ano\b|anno"
    rf"|rok{_LETTER}*|jaar|år{_LETTER}*|год{_LETTER}*"
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
    (_REMOTE, ELSEWHERE),
    *((pattern, " no remote ") for pattern in _DENIALS),
    (_CHANCE_OF, " chance of remote "),
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
    *_STATED,
)
"""What is said in other languages in English: in a title, a part that is nothing but a word for remote as well."""
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
    rf"주 ?{_ANY_DAYS}(?:일|회) ?(?:재택|출근|remote)",
)
"""Days of a week in an office or from home; on site, which may be a course or a visit, with the week alone."""
