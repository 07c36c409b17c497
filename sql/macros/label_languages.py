r"""Words for kinds of employment that labels and titles share, in more languages, and those that say no kind at all.

`\b` knows only ASCII letters, so words that begin or end with others do without it.
"""

from __future__ import annotations

_END = r"(?:$|[^\p{L}])"


def in_few_letters(pattern: str) -> str:
    """A pattern with one range for the letters of all alphabets: the class of them is large, and slow if repeated."""
    letters = r"a-z\x{c0}-\x{1fff}"
    return pattern.replace(r"[^\p{L}", f"[^{letters}").replace(r"\p{L}", f"[{letters}]")


_OR = (
    r" *-? *(?:[/&+,|\x{3001}]|\b(?:oder|und|bzw[.]?|ou|et|o|y|u|e|of|en|eller|och|og|tai|ja|lub|albo|i|oraz|nebo"
    r"|alebo|veya|ve|ya da|or|and)\b|či|или|и|або|чи|та|أو|او|و|或|和|hoặc|và) *-? *(?:(?:à|a|de|em|na) )?"
)
_HALVES = (
    ("temps (?:plein|complet)", "(?:temps )?partiel"), ("temps partiel", "(?:temps )?(?:plein|complet)"),
    ("(?:jornada|tiempo) complet[oa]", "(?:(?:jornada|tiempo) )?(?:parcial|medi[oa]|reducid[oa])"),
    ("(?:jornada|tiempo) parcial|medi[oa] (?:jornada|tiempo)", "(?:(?:jornada|tiempo) )?complet[oa]"),
    ("(?:tempo|período) (?:integral|inteiro)", "(?:tempo )?parcial|meio"),
    ("tempo parcial|meio(?: período)?", "(?:(?:tempo|período) )?(?:integral|inteiro)"),
    ("tempo pieno", "(?:tempo )?parziale"), ("tempo parziale", "(?:tempo )?pieno"),
    # in the other languages each half is a word of its own
    (
        r"voll|\bfull|\bvol|\bhel|\bfuld|\bkoko|peł(?:ny|en|nym)(?: etat| wymiar)?|pln[ýé]|\btam|полн(?:ый|ая|ое)"
        r"|повн(?:ий|а)|دوام كامل|全职?|toàn(?: thời gian)?",
        r"teilzeit|part.?time|deeltijd|deltid|osa-?aik|niepełn|część|pół|částečn|zkrácen|polovičn|čiastočn|skráten"
        r"|yarı zamanlı|частичн|неполн|частков|неповн|(?:دوام )?جزئي|兼职|bán thời gian",
    ),
    (
        r"teil|\bpart|\bdeel|\bdel|\bosa|part time|(?:część|pół|(?:niepełn|částečn|zkrácen|polovičn|čiastočn|skráten"
        r"|частичн|неполн|частков|неповн)\p{L}*)(?: etatu?)?|\byarı|دوام جزئي|兼职|bán(?: thời gian)?",
        r"vollzeit|full.?time|voltijd|heltid|fuldtid|kokoaik|peł(?:ny|en)|plný|tam (?:gün|zamanlı)|полн(?:ый|ая)"
        r"|повн(?:ий|а)|(?:دوام )?كامل|全职|toàn thời gian",
    ),
)  # fmt: skip
EITHER_HOURS = "|".join(f"(?:{first}){_OR}(?:{second})" for first, second in _HALVES)
"""Both of full and part time, where one of the two is written in half (Voll- oder Teilzeit)."""
_PERMANENTLY = (
    r"(?:permanent\p{L}*|perm|unbefrist\p{L}*|cdi|indefinid[oa]|ind[eé]termin\p{L}*|efetiv[oa]|vast"
    r"|onbepaalde (?:duur|tijd)|czas nieokreślony|tillsvidare\p{L}*|fast|vakitui\p{L}*|toistaiseksi"
    r"|(?:dob[auy] )?neurčit\p{L}*"
    r"|határozatlan\p{L}*|постоянн\p{L}*|постійн\p{L}*|kadrolu|دائم)"
)
_MONTHS = r"(?:[0-9]+(?: ?[\x{2013}-] ?[0-9]+)? ?-?(?:m|mths?|months?|mos?)?[ -]+)"
FIXED_TERM = rf"\b{_MONTHS}ftc\b"
"""A fixed-term contract of some months: FTC alone is a commission of trade as well."""
_FOR_A_TIME = (
    rf"(?:{_MONTHS}?ftc|temp|temporary|temporal|temporär|tempor[áa]ri[oa]|temporaire|temporane[oa]|cdd|befrist\p{{L}}*"
    r"|fixed[ -]term|definid[oa]|determinad[oa]|determinat[oa]|d[eé]termin[ée]e?|tijdelijk|bepaalde (?:duur|tijd)"
    r"|czas określony|visstid"
    r"|vikariat|midlertidig|tidsbegr\p{L}*|määräaik\p{L}*|(?:dob[auy] )?určit\p{L}*|határozott\p{L}*|временн\p{L}*"
    r"|тимчасов\p{L}*|geçici|مؤقت)"
)
_OR_ONE = (
    r"(?: *[)\]]? *[/|&+,;] *| +(?:or|oder|und|ou|et|o|y|e|and|of|en|eller|och|og|tai|ja|lub|nebo|veya|или|и|або|та"
    r"|أو) +)[(\[]?(?:(?:contrat[oa]?|contratto|contract|vertrag|umowa|en|a|à|de|na|em|tempo|tiempo|durée|position) "
    r"){0,3}"
)
EITHER_TIME = in_few_letters(
    rf"(?:^|[^\p{{L}}])(?:{_PERMANENTLY}{_OR_ONE}{_FOR_A_TIME}|{_FOR_A_TIME}{_OR_ONE}{_PERMANENTLY}){_END}"
)
"""Permanent or for a time, side by side: what becomes permanent later is neither (CDD, puis CDI)."""
PART_OF_A_POST = (
    r"(?:\b0 ?[.,] ?[1-9][0-9]*|\b[1-3] ?/ ?[2-8]|[½¼¾]) ?(?:etat|ставк|úvaz|úväz|slodz|fte\b|vzä|stelle\b|norm[ăay]"
    r"|щат|ştat|koht|koha|årsverk|virkaa|stilling)"
)
_VZ_TZ = r"\bvz ?(?:[/|,&+]|\boder\b|\bund\b|\bo[.]) ?tz\b|\btz ?(?:[/|,&+]|\boder\b|\bund\b|\bo[.]) ?vz\b"
"""Full or part time in German; TZ alone is a country as well."""
SHARED_TYPES = {
    "contract": rf"\bičo{_END}|(?:^|[^\p{{L}}])na žl{_END}|계약직|프리랜서|契約社員|業務委託|פרילנס|ฟรีแลนซ์"
    r"|prestación de servicios|szabadúszó"
    r"|freelancer|σ[ύυ]μβαση [έε]ργου|граждански договор|фрийланс|фриланс|по гпх|договор гпх|самозанят"
    r"|umowa (?:zlecenie|o dzieło)",
    "full_time": rf"{EITHER_HOURS}|{_VZ_TZ}|\bin vz\b|^vz$|hlavní (?:pracovní )?poměr"
    r"|hlavný pracovný pomer|főállású|főállásban|^főállás$"
    r"|temps complet|πλ[ήη]ρ(?:η|ου)[ςσ] απασχ|πλ[ήη]ρε[ςσ] ωρ[άα]ρ|teljes (?:munkaid"
    r"|állás)"
    r"|norm[ăa] [îi]ntreag|timp complet|program [îi]ntreg|пълно(?:то)? работно време|пълна заетост"
    r"|пълен (?:работен ден|щат)|\bpun(?:o|im) (?:radn\p{L}+ )?vr|(?:^|[^\p{L}])пуно радно|\bpoln(?:i|ega|im) (?:delovn"
    r"\p{L}+ )?čas|plný (?:pracovný )?úväzok|täis(?:töö)?(?:aeg|aja|koorm|koht|koha)|\bpiln(?:a|as|u|o) (?:slodz|darba"
    r" laik|laika)|\b(?:vis|piln)[aąuo]s? (?:etat|darbo (?:laik|dien))|งานประจำ|พนักงานประจำ"
    r"|(?:^|[^\x{0e48}])เต็มเวลา|penuh waktu|purna waktu|sepenuh masa|משרה מלאה"
    r"|\btam (?:iş (?:günü|vaxtı|qrafiki)|ştat|məşğulluq)|पूर्णकालिक",
    "internship": r"\bapprentice(?:ship)?s?\b|\bapprenti(?:e|\(e\))?s?\b|alternant|azubi\b|auszubildende"
    r"|ausbildung (?:zu|als)|pasant[eíi]|practicante|\bprácticas|\bstaż(?:yst|$|[^\p{L}])|praktykant|stážist|\bstajyer"
    r"|lærling|lärling|harjoittelij|стаж[её]р|практикант|стажант|приправник|متدرب|實習|thực tập|gyakornok|\bstagiar"
    r"|\bpripravni[kc]|stažuotoj|stažier|ασκο[ύυ]μεν|(?:^|[^\p{L}])מתמח(?:ה|ים|ות)(?:$|[^\p{L}])|סטאז|ฝึกงาน"
    r"|\bmagang\b|təcrübəçi|प्रशिक्षु",
    "part_time": rf"{EITHER_HOURS}|{PART_OF_A_POST}|{_VZ_TZ}|jornada parcial|vedlejší (?:pracovní )?(?:poměr|činnost)"
    rf"|mellékállás|másodállás|파트타임|시간제|\bdp[č](?:$|[^\p{{L}}])|\bpor horas\b"
    r"|неполн\p{L}+ (?:рабоч\p{L}+ )?(?:день|занят)|частичн\p{L}+ занят|неповн\p{L}+ (?:роб\p{L}+ )?(?:день|зайн)"
    r"|частков\p{L}+ зайн|niepełny (?:etat|wymiar)|μερικ[ήη][ςσ]? απασχ"
    r"|ημιαπασχ|részmunkaid|részidő|részállás|félállás|jum[ăa]tate de norm|norm[ăa] (?:par[țţt]ial|redus)"
    r"|timp par[țţt]ial|непълн\p{L}+ (?:работн|заетост|щат)|половин (?:работен|щат)|nepun\p{L}+ (?:radn|vr)"
    r"|skraćen\p{L}* radn|pola radnog|непун\p{L}+ радн|krajši (?:delovni )?čas|polovičn\p{L}+ delovn|(?:čiastočný"
    r"|polovičný|skrátený) (?:pracovný )?úväzok|osali(?:ne|se) (?:töö|koorm)|osa(?:töö)?(?:aja|aeg|koorm)|poole kohaga"
    r"|nepiln\p{L}+ (?:slodz|darba|laika|etat|darbo)|pusslodz|daļēj\p{L}+ slodz|\bpus(?:ė|ę|ės|e)? etat"
    r"|dalin\p{L}+ etat"
    r"|พาร์[ทต] ?ไทม์|ไม่เต็มเวลา|งานนอกเวลา|paruh waktu|separuh masa|kerja sambilan|משרה חלקית|חצי משרה"
    r"|\byarım (?:iş günü|ştat|məşğulluq)|natamam iş|अंशकालिक",
    "temporary": r"contrato (?:por tiempo )?definid|(?:^|[^\p{L}])срочн\p{L}* (?:трудов\p{L}* )?(?:договор|контракт)"
    r"|(?:^|[^\p{L}])строков\p{L}* (?:трудов\p{L}* )?(?:договір|договор|контракт)|(?:có|xác định) thời hạn"
    r"|عقد محدد المدة|\bpkwt\b"
    r"|termo incerto|contrato (?:temporal|(?:por|de) obra|de relevo)|obra (?:o|y|u) (?:labor|servicio)"
    r"|interinidad"
    r"|\binterin[oa]s?\b|contrato a t[ée]rmino(?: fijo)?(?:$| *[^\p{L} ])|t[ée]rmino fijo"
    r"|contrato tempor[áa]rio|vaga tempor[áa]ria|tempo determinato|sostituzione maternità"
    r"|(?:schwangerschafts|elternzeit|krankheits|mutterschutz)-?vertretung|saisonkraft|saisonarbeit|ferienjob"
    r"|remplacement (?:de )?(?:cong|matern)|zwangerschapsvervang|\bbepaalde tijd|vakantiewerk|\bna czas określony"
    r"|na zastępstwo|sezonow|dob[auy] určit|(?:^|[^e])určitú dobu|brigád|visstid|sommarjobb|sommerjobb|\bvikar\b"
    r"|tidsbegr|kesätyö|\bgeçici|sezonluk|сезонн|тимчасов|thời vụ|临时工|ορισμ[έε]νου χρ[όο]ν|εποχι?ακ"
    rf"|határozott idej|szezonális|\bdeterminat[ăa]?{_END}|\bsezonier|(?:^|[^\p{{L}}])срочен|\bna određeno"
    r"|\bodređen\p{L}+ vr|privremen|(?:^|[^\p{L}])на одређено|привремен|\bdoločen\p{L}* čas|začasn|tähtajali|ajuti(?:ne"
    rf"|se)\b|hooajatöö|uz noteiktu laiku|pagaidu darb|\bterminuot|\blaikin(?:as|a|ai|o|am|ą){_END}|\bsezonin"
    r"|ชั่วคราว|\bmusiman\b|pekerja sementara|משרה זמנית|עבודה זמנית|מילוי מקום|müvəqqəti|mövsümi",
}
"""In labels and in titles: whole phrases, or words that no work has in its name."""
MORE_LABEL_TYPES = {
    "contract": r"honorarn|vacancy legal entity|vacancy type (?:autonomous|freelanc|outsourc)|vállalkozó|megbízási"
    r"|\bkontrak\b|สัญญาจ้าง|עצמאי|קבלן|ελε[ύυ]θερ\p{L}+ επαγγελμ|živnost|živnosť|käsundusleping|töövõtuleping"
    r"|pašnodarbināt|individuali veikla|frilans|ugovor o djelu|avtorska pogodba",
    "full_time": r"\bhpp\b|πλ[ήη]ρ(?:η|ου|ε)[ςσ]|\btam ştat|full ?taym",
    "internship": r"\bpraks[ae]\b|πρακτικ[ήη] [άα]σκηση|התמחות|vacancy type apprentice|jovem aprendiz|sustajo",
    "part_time": r"μερικ[ήη]|جزئي|part ?taym|\byarım",
    "temporary": r"\bdpp\b|sustituci|substitui[çc]|suplenci|\breempla[cz]|remplacement|supplenza|sostituzione"
    r"|^vertretung"
    r"|vervanging|zastępstw|zástup|sijais|προσωριν|ideiglenes|\btemporar|na dohodu|dohoda o|sementara|bermusim|זמני"
    r"|עונתי|अस्थायी"
    r"|terminēt|īslaicīg|nadomeščanj",
    "volunteer": r"savanor|brīvprātīg|vabatahtl|önkéntes|доброволец|доброволч|εθελοντ|מתנדב|อาสาสมัคร|relawan|sukarela"
    r"|könüllü|स्वयंसेवक",
}
"""In labels alone."""
PERMANENT_ABROAD = (
    r"vacancy type effective|vast werk|αορ[ίι]στου|μ[όο]νιμ|постоянен|постоянна|безсрочн|neodređen|неодређен|nedoločen"
    r"|stalni radni|tähtajatu|alaline töö|beztermiņa|nenoteiktu|neterminuot|nuolatin|\btetap\b|קבוע|daimi iş|müddətsiz"
    r"|(?:^|[^\x{0900}-\x{097f}])स्थायी|chính thức|\btpp\b|neurčit"
)
TERMLESS = (
    r"бессроч\p{L}*|безстроков\p{L}*|neodređen\p{L}*|неодређен\p{L}*|nedoločen\p{L}*|neterminuot\p{L}*|безсроч\p{L}*"
    r"|neurčit\p{L}*"
    r"|müddətsiz|uz nenoteiktu laiku"
)
"""No end: the word holds that for an end."""
NOT_FULL = r"непълн\p{L}*|непун\p{L}*|nepun\p{L}*|nepiln\p{L}*|ไม่เต็มเวลา|natamam iş"
_NOTHING = (
    r"non[ -]?(?:pr[ée]cis|renseign|sp[ée]cifi)[ée]+s?|not (?:specified|stated|mentioned|provided|given|disclosed"
    r"|applicable|defined|set)|unspecified|undisclosed|unknown|\bn/a\b|\bany\b|keine angaben?|nicht (?:angegeben"
    r"|spezifiziert)|(?:no|sin) (?:especificad[oa]|especificar|definid[oa]|definir|indicad[oa])"
    r"|n[ãa]o (?:informad|especificad|definid)[oa]"
    r"|non (?:specificat|indicat|definit)[oa]|niet (?:opgegeven|gespecificeerd|bekend)|onbekend|nie (?:podano"
    r"|określono)"
    r"|nieokreślon[yae]|neuveden[oaý]|(?:ej|inte|ikke) (?:angi|spesifi|oppgitt|specifi)\p{L}*|ei (?:määritelty"
    r"|ilmoitettu)|belirtilme\p{L}*|не (?:указан|определ[её]н|важн|вказан|визначен)\p{L}*|غير محدد|未(?:指定|填写|说明)"
    r"|不限|不明|指定なし|무관|미정|협의|không (?:xác định|đề cập)|(?:vacancy type )?talent pool|banco de talentos"
)
_PLACES = (
    r"\boffices?\b|\bbureau\b|büro|\boficina\b|escritório|\bufficio\b|\bkantoor\b|\bbiur(?:o|ze|a)\b|kancelář\p{L}*"
    r"|\bkontoret?\b|toimisto\p{L}*|\bofis\p{L}*|офис\p{L}*|офіс\p{L}*|văn phòng|办公室|オフィス|사무실|zdaln\p{L}*"
    r"|hybryd\p{L}*|stacjonarn\p{L}*|удал[её]н\p{L}*|дистанц\p{L}*|віддален\p{L}*|гибрид\p{L}*|гібрид\p{L}*|uzaktan"
    r"|\bevden\b|etä(?:nä|työ)|distans(?:arbete)?|på plats|fjernarbej?de?|hjemmekontor|thuiswerken|op (?:afstand"
    r"|locatie)|à distance|a distan[cz]i?a|à distância|da remoto|smart working|in sede|desde casa|na dálku|từ xa"
    r"|عن بعد|원격|재택|근무|работ[аы]|робота|\bwork\b|\bpraca\b|çalışma|làm việc"
)
_SCHEDULES = (
    r"flexib(?:le|el|il)\p{L}*|flessibil\p{L}*|flexív\p{L}*|elastyczn\p{L}*|fleksib\p{L}*|joustav\p{L}*|\besnek\b"
    r"|(?:гибк|свободн|гнучк|вільн|сменн|змінн|ненормированн|вахтов)\p{L}*|график\p{L}*|графік\p{L}*|режим\p{L}*"
    r"|вахт(?:а|ы|ой)|метод\p{L}*|弹性|彈性|フレックス|유연|탄력|schedules?\b|\bshifts?\b|\brotat\p{L}+|\b(?:night"
    r"|day|evening"
    r"|morning)s?\b|week(?:end|day)s?|overnights?|on[ -]call|\bhours?\b|\bhrs?\b|horarios?|horários?|horaires?"
    r"|\borari[oi]?\b"
    r"|\bturn[io]s?\b|rotativ\p{L}*|no[ct]turn\p{L}*|diurn\p{L}*|\bschicht\p{L}*|(?:gleit|arbeits)zeit\p{L}*|\brooster"
    r"|ploegendienst|zmianow\p{L}*|směnn\p{L}*|skiftarb\p{L}*|vuorotyö|vardiya\p{L}*|\bheures?\b|\bhoras?\b|stunden"
    r"|\bstd\b"
    r"|\buur\b|godzin\p{L}*|hodin\p{L}*|tunti\p{L}*|\bsaat\p{L}*|(?:^|[ 0-9])час(?:ы|а|ов)?(?:$|[^\p{L}])|годин\p{L}*"
    r"|小时|時間|시간|シフト制|轮班|輪班|교대|(?:per|a|por|pro|par) (?:week|semana|woche|semaine|day|día|tag|jour)\b"
)
NO_KINDS = f"{_NOTHING}|{_PLACES}|{_SCHEDULES}"
"""Where nothing is stated, the place of work, and its hours, which may be full or not."""
