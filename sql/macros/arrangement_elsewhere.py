"""The words for work from elsewhere in other languages than English, and those that stand beside them."""

from __future__ import annotations

LETTER = r"[a-z\x{80}-\x{ffff}]"
"""Of lower case; the class of all letters is large, and makes a pattern of many such classes slow."""
NO_LETTER = r"[^a-z\x{80}-\x{ffff}]"
ELSEWHERE = "remote_"
"""A word for remote in another language: in a sentence it states something beside a word for work alone."""
OR = " or | oder | ou | o | lub | nebo | eller | tai | veya | или | або | hoặc "
TELEWORK = (
    "télétravail|teletrabajo|teletrabalho|telelavoro|smart ?working|thuiswerk(?:en)?|hjemmekontor|hjemmearbej?de?"
    "|fjernarbej?de?|distansarbete|etätyö|evden çal[ıi]şma|práce z domova|praca z domu|práca z domu|távmunka"
    "|otthoni munkavégzés|telemunc[ăa]|(?:munc[ăa]|lucru) de acas[ăa]|rad od kuće|delo od doma|работа от вкъщи|kaugtöö"
    "|τηλεργασ[ίι]α|עבודה מהבית|ทำงาน(?:จาก)?ที่บ้าน|kerja dari rumah|evdən iş"
)
"""Working from home: in a title or a place it is the arrangement, in a text often a benefit."""
MENTIONS_ABROAD = (
    "távmunka", "otthoni munka", "telemunc", "de acas[ăa]", "od kuće", "od doma", "z domu", "от вкъщи", "kaugtöö",
    "kodukontor", "töödest kodus", "τηλεργασ", "αποστάσεως", "από το σπίτι", "עבודה מהבית", "מרחוק", "ที่บ้าน",
    "dari rumah", "jarak jauh", "evdən iş", "uzaqdan", "məsafədən", "nuotolin", "nuotoliu", "iš namų", "attālināt",
    "no mājām", "na diaľku", "na daljinu", "na daljavo", "la distan[țţt]",
    "от разстояние", "отдалечен", "远端", "遠端", "遠距",
    "遠程", "在家辦公", "居家辦公", r"heti \d nap", "zu ?hause",
    "van(?:uit|af)? thuis", "desde casa", "em casa", "da casa",
    "hemifrån", "hjemmefra", "kotoa", "из дома", "з дому", "alocad[oa]",
)  # fmt: skip
OTHER_WORDS = (
    r"remot[oa]|à distance|a distan[cz]|[àa] dist[âa]n|zdaln|na dálku|vzdálen|distans|etänä|op afstand|uzaktan"
    r"|удал[её]н|дистанцион|віддален|дистанційн|عن بعد|từ xa|원격|재택|在宅|リモート|テレワーク|远程|远端|遠|居家|在家"
    rf"|nuotoli|attālināt|na da[lľ][jk]|la distan|αποστάσεως|от разстояние|отдалечен|מרחוק|jarak jauh|uzaqdan|məsafədən"
    rf"|{TELEWORK}|home ?office|remote(?:{OR})|semi-?presencia"
)
"""A text without one of these needs no translation."""
REMOTE_ABROAD = (
    r"(?:\b(?:(?:no|en|em|na|de|da|a|in) (?:forma |formato |modo |modelo |regime |modalidade? "
    r"|modalità )?)?remot[oa]s?\b"
    r"|à distance\b"
    rf"|\ba distanza\b|[àa] dist[âa]ncia\b|\bzdaln{LETTER}+|\bna dálku\b|\bvzdálen{LETTER}+|på distanse?\b"
    rf"|\bdistans\b"
    rf"|\betänä\b|\bop afstand\b|\buzaktan\b|удал[её]нн{LETTER}+|удал[её]нк{LETTER}+|дистанционн{LETTER}+"
    rf"|віддален{LETTER}+"
    rf"|дистанційн{LETTER}+|عن بعد|từ xa|원격"
    rf"|\bnuotolin{LETTER}+(?: būdu)?|\bnuotoliu\b|\battālināt{LETTER}+|\bna (?:diaľku|daljinu|daljavo)"
    rf"|\b(?:de )?la distan"
    rf"[țţt][ăa]|εξ αποστάσεως|от разстояние|отдалечен{LETTER}+|מרחוק|jarak jauh|uzaqdan|məsafədən)"
)
CHANCE = (
    r"(?:possibilit[éà]s?|posibilidad(?:es)?|opción|opciones|possibilidades?|oportunidades?|opções|opção|opportunità"
    rf"|mogelijkhe(?:id|den)|opties?|możliwoś{LETTER}+|možnost{LETTER}*|möjlighet{LETTER}*"
    rf"|mulighed{LETTER}*|mulighet{LETTER}*|mahdollisuu{LETTER}+|возможност{LETTER}+|можлив{LETTER}+|cơ hội)"
)
WORK = (
    r"(?:trabaj(?:o|ar|os)|trabalh(?:o|ar)|vagas?|lavor(?:o|are)|travail(?:ler)?|arbeit(?:en)?|prac(?:a|y|ę|ować)"
    rf"|práce|pracovat|arbet[ae]?|jobba|arbej?de?|jobbe|työ|работ{LETTER}+|робот{LETTER}+|працюват{LETTER}+"
    rf"|werk(?:en)?|çalışma|làm việc|darb{LETTER}*|munc[ăa]|lucru{LETTER}*|munka{LETTER}*|práca|prácu|delo|rad"
    rf"|εργασία|עבודה|kerja|iş"
    r"|work|working)"
)
BETWEEN = (
    r"(?:de|del|di|du|da|do|d|a|à|al|em|en|in|im|i|la|le|el|zu|zum|zur|auf|für|op|om|voor|till?|for|att|at|på|v|w|na|к"
    r"|é|es|est|ist|è|er|is|of|to|au|aux|zur)"
)
OCCASIONALLY = "occasionally_"
"""Work from home now and then, which is no statement by itself: hybrid where a flag or the place says remote."""
_NOW_AND_THEN = (
    r"(?:occasional(?:ly)?|sometimes|sporadic(?:ally)?|from time to time|now and then|gelegentlich\p{L}*|ab und zu"
    r"|hin und wieder|manchmal|occasionnel\p{L}*|ponctuel\p{L}*|de temps en temps|ocasional\p{L}*|esporádic\p{L}*"
    r"|de vez en cuando|de vez em quando|saltuari\p{L}*|occasional[ei]|occasionalmente|ogni tanto|af en toe"
    r"|incidenteel|occasioneel|okazjonaln\p{L}*|sporadyczn\p{L}*|czasami|od czasu do czasu|příležitostn\p{L}*"
    r"|občas\p{L}*"
    r"|príležitostn\p{L}*|ibland|då och då|af og til|av og til|lejlighedsvis|leilighetsvis|satunnais\p{L}*"
    r"|silloin tällöin"
    r"|ajoittai\p{L}*|alkalmanként|alkalomszerű\p{L}*|időnként|néha|ocazional\p{L}*|din când în când|povremen\p{L}*"
    r"|občasn\p{L}*|понякога|ara sıra|zaman zaman|bazen|иногда|периодическ\p{L}*|время от времени|эпизодическ\p{L}*"
    r"|іноді"
    r"|періодичн\p{L}*|час від часу|أحيانا|偶尔|偶爾|たまに|時々|ときどき|가끔|간헐적|thỉnh thoảng|đôi khi|sesekali"
    r"|kadang)"
)
_AT_HOME = (
    rf"(?:remote_\b|\bremote (?:work|days?)\b|\bremotely\b|\b(?:work(?:ing)? )?from home\b|\bwfh\b|home ?office"
    rf"|\btelework(?:ing)?\b|\btelecommuting\b|{TELEWORK}|z domova|z domu|von zu ?hause|de chez (?:soi|vous)|desde casa"
    rf"|de casa\b|em casa\b|da casa\b|van(?:uit|af)? thuis|hemifrån|hjemmefra|hjemme\b|kotoa|etänä|otthonról"
    rf"|de acas[ăa]|od kuće|evden|из дома|з дому|在家|居家|在宅|リモート|재택|tại nhà|ở nhà|dari rumah)"
)
_WORDS_OF_TIME = _NOW_AND_THEN.removeprefix("(?:").removesuffix(")").split("|")
_INFLECTED, _FIXED = (
    "|".join(word for word in _WORDS_OF_TIME if word.endswith(r"\p{L}*") == inflected) for inflected in (True, False)
)
# a word goes on to its end: no other word begins within it
OCCASIONAL = rf"(?:(?:{_INFLECTED})(?:, ?| )(?:\p{{L}}+ ){{0,2}}|(?:{_FIXED}),? ?(?:\p{{L}}+ ){{0,2}}){_AT_HOME}"
MAY_BE_OCCASIONAL = _NOW_AND_THEN.replace(r"\p{L}*", "")
CHANCE_OF = rf"(?:^|{NO_LETTER}){CHANCE} (?:(?:{BETWEEN}|{WORK}) ){{0,3}}(?:remote_?|{TELEWORK})"
IN_FULL = (
    "100 ?%|% ?100|totalmente|completamente|íntegramente|enteramente|interamente|completament|complètement|entièrement"
    "|totalement|vollständig|komplett|zu 100 ?%|volledig|całkowicie|w pełni|w 100 ?%|kompletně|zcela|plně|helt|fullt"
    "|fuldt"
    "|täysin|kokonaan|tamamen|tümüyle|полностью|целиком|повністю|цілком|hoàn toàn|teljesen|complet|visiškai|pilnībā"
    "|täielikult|(?:u )?potpunosti|povsem|πλήρως|изцяло|напълно|sepenuhnya|tam"
)
ROLES_ABROAD = (
    "administrator|agent|analityk|architekt|asystent|audytor|doradc|edytor|ekspert|fakturzyst|grafik|handlow|inżynier"
    "|kierownik|konsultant|koordynator|korektor|księgow|lektor|marketer|menedżer|moderator|nauczyciel|opiekun"
    "|pracowni[kc]"
    "|prawni[kc]|programist|projektant|przedstawiciel|redaktor|rekruter|specjalist|sprzedawc|telemarketer|tester"
    "|tłumacz|trener"
    "|účetní|programátor|vývojář|překladatel|obchodní"
    "|администратор|агент|аналитик|архитектор|ассистент|бухгалтер|верстальщи|дизайнер|диспетчер|инженер|консультант"
    "|контролер|координатор|копирайтер|куратор|логист|маркетолог|менеджер|модератор|оператор|переводчи|помощни|продав"
    "|преподавател|программист|психолог|разработчик|редактор|рекрутер|репетитор|секретар|сотрудни|специалист|таргетолог"
    "|тестировщи|учител|юрист"
    "|адміністратор|аналітик|асистент|вчител|викладач|дизайнер|інженер|менеджер|перекладач|помічни|програміст|розробник"
    "|спеціаліст|співробітни|тестувальни|фахів"
    "|uzman|geliştirici|mühendis|temsilci|danışman|asistan|tasarımcı|çevirmen|muhasebeci|analist|editör|koordinatör"
    "|developer|yazılım (?:geliştirici|mühendis|uzman)"
    "|contable|contador|asesor|asistente|desarrollador|diseñador|programador|reclutador|redactor|traductor|vendedor"
    "|assistente|desenvolvedor|recrutador|redator|tradutor|consultor|ejecutiv|executiv|contabile|sviluppat|programmat"
    "|traduttor|développeu|comptable|rédact|traduct|graphiste"
    "|programuotoj|vadybinink|buhalter|specialist|konsultant|speciālist|grāmatved|programmētāj"
)
"""What a person is: a manager who is remote works from elsewhere, and remote support helps from there."""
