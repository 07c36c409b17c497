"""How adverts in many languages say that work from elsewhere is not offered."""

from __future__ import annotations

from macros.arrangement_elsewhere import BETWEEN, CHANCE, LETTER, NO_LETTER, WORK

_NO = (
    r"(?:keine?[nrms]?|nicht|ohne|pas|pas de|pas en|pas la|aucune?|sans|sin|no (?:es|será|hay|existe|ofrece|ofrecemos"
    r"|tenemos|aceptamos|se (?:ofrecen?|contempla|admite|permite|acepta))|não|nao|(?:não|nao) (?:é|será|há|ha|existe"
    r"|oferecemos|temos|aceitamos|se (?:oferece|admite))|sem|non|non (?:è|sono|si|c è|c.è|è prevista|è previsto"
    r"|offriamo)"
    r"|nessuna?|senza|niet|geen|zonder|brak|nie|nie ma|nie oferujemy|nie je|neponúkame|bez|žádná|není|nenabízíme"
    r"|ingen|inga|inte|ikke|uden|uten|ei|ilman|нет|не|без|немає|нема|відсутня|отсутствует|няма|không|không có|nincs|nem"
    r"|nu (?:este|e|se|sunt|oferim|există|avem)|fără|nema|nije|ne nudimo|brez|ni možnosti|nėra|nav|ei ole|ilma|δεν"
    r"|χωρίς|όχι|אין|ללא|בלי|לא|bukan|tidak|tanpa"
    r"|لا (?:يوجد|يتوفر|توجد|نوفر|نقدم|يمكن|يسمح)|بدون|ليست?)"
)
_VERBS = (
    r"(?:posible|possível|possibile|möglich|mogelijk|możliwa|możliwe|možná|možné|mulig|muligt|möjligt|mahdollista"
    r"|éligible|ouvert|previst[oa]|se ofrece|hỗ trợ|cho phép|áp dụng|nhận|phải|ada|bisa|menerima"
    r"|menyediakan"
    r"|mendukung|oferă|oferim|există|este|се предлага|предлагаме|е|είναι|υπάρχει|προσφέρεται|παρέχεται"
    rf"|рассматрива{LETTER}+|предлага{LETTER}+|предоставля{LETTER}+|предусматрива{LETTER}+|розгляда{LETTER}+"
    rf"|пропону{LETTER}+|oferujemy|przewidujemy|offriamo|offrons|proposons|bieten|bieden|erbjuder|tilbyr"
    r"|tilbyder|tarjota|tarjoa|siūlome|nudimo)"
)
_SOFTENERS = (
    "leider|derzeit|aktuell|momentan|grundsätzlich|malheureusement|actuellement|lamentablemente|desafortunadamente"
    "|actualmente|infelizmente|atualmente|purtroppo|attualmente|helaas|momenteel|niestety|obecnie|bohužel|momentálně"
    "|tyvärr|desværre|dessverre|valitettavasti|maalesef|к сожалению|пока|сейчас|на жаль|наразі|unfortunately|currently"
    "|sajnos|jelenleg|din păcate|nažalost|žal|за съжаление|δυστυχώς|šiuo metu|deja|diemžēl|kahjuks|saat ini|hiện tại"
    "|aber"
)
_COPULAS = (
    "ist|is|est|n.est|es|está|è|é|er|är|je|jest|on|wird|werden|kann|será|sera|sarà|be|este|e|е|се|se|sa|ole|bude|vil"
    "|blir"
    "|bliver|wordt|worden|είναι|là|được|для|в|for this (?:role|position|job)"
)
_NOUNS = (
    rf"{CHANCE}|options?|optionen|möglichkeit(?:en)?|regelung|opción|opzione|optie|opcja|opce|arbeit(?:en)?"
    rf"|arbete|arbejde|arbeid|формат{LETTER}*|режим{LETTER}*|вариант{LETTER}*|форма{LETTER}*|графік{LETTER}*|занятость"
    r"|mode|modell?|hình thức|chế độ|نظام|possibilities|positions?|candidates|applicants|candidatures?"
)
_NOT = (
    "не|нет|not|no|nie|nicht|niet|ikke|inte|pas|não|nao|non|není|neni|nem|nu (?:este|e|se|sunt)|ni|nije|nav|nėra|ei"
    "|δεν|לא|tidak|không|غير"
    "|no es|no está|não é|non è|nie jest"
)
_POSSIBLE = (
    r"poss[ií]|posible|möglich|mogelijk|możliw|možn|moguć|mogoč|mulig|möjlig|mahdollis|возможн|можлив|възмож|предусм"
    r"|предпол|передбач|предлаг|предлож|пропон|рассматр|розгляд|предостав|надаєть|доступн|допуск|поддержив|підтрим"
    r"|практик|dispon|prévue?|envisag|previst|prevê|ofrec|oferec|oferă|ofert|offert|offriamo|contempl|consider|propos"
    r"|angeboten|vorgesehen|verfügbar|gestattet|erlaubt|zulässig|erwünscht|gewünscht|geplant|gegeben|denkbar"
    r"|unterstützt"
    r"|aangeboden|toegestaan|beschikbaar|bespreekbaar|voorzien|przewid|dostępn|oferuj|oferowan|dopuszcz|akcept|umożn"
    r"|umožň|nabíz|dostupn|povol|till?åt|tillgänglig|erbjud|aktuel|tilbud|tilbyd|tilgængelig|tilgjengelig|tilladt"
    r"|saatavil|tarjo|sallit|permit|permis|permess|autori[sz]|admit|aceit|acept|accept|consentit|ammess|allow|availab"
    r"|offered|provided|supported|éligible|eligib|elegib|(?:an )?option\b|mümkün|lehets|megold|biztos|elérh|posibil"
    r"|iespēj"
    r"|pieejam|galim|siūlom|numatyt|võima|dostup|na voljo|προσφέρ|διαθέσιμ|δυνατ|παρέχ|προβλέπ|אפשר|מתאפשר|זמינ|רלוונט"
    r"|tersedia|memungkinkan|diperbolehkan|ada\b|bisa\b|có\b|áp dụng|khả dụng|hỗ trợ|متاح|متوفر|ممكن|مسموح"
)
_IMPOSSIBLE = (
    r"невозмож|неможлив|недоступ|неактуал|исключ[её]н|виключен|невъзмож|niemożliw|niedostępn|niedopuszcz|nemožn|neumožň"
    r"|nenabíz|nedostupn|neponúk|unmöglich|ausgeschlossen|exclu[ií]d[oa]|escluso|uitgesloten|utesluten|udelukket"
    r"|utelukket"
    r"|wykluczon|vyloučen|negalim|neįmanom|nesiūlom|nenumatyt|nemoguć|αδύνατ|nincs|tiada|لا يوجد|ไม่|mümkün deyil"
    r"|yoxdur"
    r"|nėra|немає|отсутствует|відсутн|nevar|pole võima|unavailable"
)
_END = r"(?: ?$| ?[^a-z\x{80}-\x{ffff} ]| [|(-])"
_TURKISH = (
    rf"(?: çal[ıi]şma{LETTER}*)?(?: (?:opsiyon|imk[aâ]n|seçene|olana|fırsat|model|sistem|düzen|şekl|şekil|tarz|durum)"
    rf"{LETTER}*)?(?: (?:maalesef|ne yazık ki|şu an(?:da)?))? (?:yok|(?:mümkün|mevcut|söz konusu|uygun"
    r"|geçerli) değil"
    r"|(?:bulun|sunul|sağlan|veril|tanın|yapıl|öngörül|düşünül|değerlendiril|uygulan|mevcut ol|kabul edil)(?:ma(?:m|z"
    r"|y)"
    r"|me(?:m|z|y)|m[ıiuü]yor))"
)
_KOREAN = (
    r"(?: ?근무)?(?:는|은|가|이|도)? ?(?:불가|불허|없|안 ?[됨되돼]|미(?:지원|시행|제공)|어렵|하지 ?않"
    r"|(?:지원|제공|시행|허용)(?:하지|되지|은|이)? ?(?:않|안|없))"
)
_JAPANESE = (
    r"(?:在宅|リモート|テレワーク)(?:ワーク|勤務)?(?:は|も|の)? ?(?:対応)?(?:不可|なし|無し|ナシ|禁止|ng\b|できません"
    r"|できない|ありません|非対応|行って(?:い|お)り?ません)"
)
_CHINESE = (
    r"(?:不(?:接受|支持|支援|提供|允许|允許|能|可|可以|考虑|考慮|开放|開放|安排)?|无法|無法|无|無|没有|沒有|谢绝|謝絕"
    r"|勿|非|禁止|拒绝|拒絕) ?(?:远程|遠程|远端|遠端|遠距|居家|在家)(?:办公|辦公|工作)?"
    r"|(?:远程|遠程|遠端|遠距|居家|在家)(?:办公|辦公|工作)?(?:不可|勿扰|勿擾|免谈|免談|不行|不接受|不支持)"
)


def denied(things: str) -> tuple[str, ...]:
    """Patterns of what is not offered: no chance of remote work, remote work is not possible, remote: no."""
    return (
        rf"(?:^|{NO_LETTER}){_NO} (?:(?:{CHANCE}|option|chance|möglichkeit(?:en)?|{_VERBS}|{BETWEEN}|{WORK}) ){{0,4}}"
        rf"(?:{things})",
        rf"(?:{things}){LETTER}*(?: {WORK})?(?: ?[,:-])? (?:нет|немає|нема|няма|não|nao|nein|nee|nej|nei|yok|hayır"
        rf"|không|nincs|nem|όχι|אין|לא|tidak){_END}",
        rf"(?:{things}){LETTER}*(?:[ -](?:{_NOUNS}|{WORK}|{_COPULAS}|{_SOFTENERS})){{0,4}}"
        rf" (?:(?:{_NOT})(?: (?:{_COPULAS}|{_SOFTENERS})){{0,2}} ?(?:{_POSSIBLE})|{_IMPOSSIBLE})",
        rf"(?:{things}){LETTER}* (?:erbjuds|erbjuder vi|tillåts|tilbydes|tilbys|tilbyder vi|tilbyr vi|gibt es"
        rf"|bieten wir"
        rf"|besteht|bieden we|is er|ammessa|предлагаем|рассматриваем) (?:(?:{_SOFTENERS}) )?(?:nicht|inte|ikke|niet|не)"
        rf"(?: an)?{_END}",
        rf"(?:{things}|uzaktan|evden){_TURKISH}",
    )


DENIED_IN_ASIA = (
    rf"(?:remote_|재택|원격){_KOREAN}",
    _JAPANESE,
    _CHINESE,
    r"ไม่(?:สามารถ|มี|รองรับ|ใช่)?(?:การ)?ทำงาน(?:จาก)?ที่บ้าน",
)
"""Without spaces between the words."""
