"""The words that adverts use for pay, as tables; `pay_folds.py` and `pay.py` make expressions of them.

A word stands in the plain form that `pay_plain` gives a text: in lower case, Arabic without vowels and with one alef.
"""

from __future__ import annotations

UNITS = {
    "1e3": (
        *("k", "tsd", "tsd.", "tausend", "thousand", "mille", "mila", "mil", "tys", "tysięcy", "tysiące", "tysiąc"),
        *("tis", "tisíc", "tisíce", "tisíci", "тыс", "тысяч", "тис", "тисяч", "bin", "ribu", "rb", "千", "천"),
        *("الف", "الاف", "هزار", "พัน"),
    ),
    "1e4": ("万", "萬", "w", "만"),
    "1e5": ("lpa", "lakhs", "lakh", "lacs", "lac", "l"),
    "1e6": (
        "m",
        "mm",
        "mio",
        "mio.",
        "million",
        "millions",
        "millionen",
        "mln",
        "млн",
        "juta",
        "jt",
        "triệu",
        "tr",
        "百万",
        "مليون",
        "ملايين",
    ),
    "1e7": ("cr", "crore", "crores", "千万", "천만"),
    "1e8": ("億", "억"),
}
WEAK_UNITS = ("m", "l", "mm", "mil", "bin")
"""Units that are a unit only beside a sign, a period or another unit: 6m may be six months."""

# after a slash or a word such as "per"; a word in Latin letters is matched whole
PERIOD_NOUNS = {
    "h": "hours?|hrs?|stunden?|std|heures?|horas?|ora|uur|godz|godzin[aęy]|timme|time|tim|hodinu?|hodin[ay]|hodín|hod"
    "|óra|saat|час|giờ|jam|小时|小時|时|時間|時|시간"
    "|(?:ال)?ساعه|ساعت|ชั่วโมง|val|valand(?:a|ą|os|as|ų|ai)|stund(?:a|ā|u|as)"
    "|tund|tunnis|tunni|ώρας?|ωρα|сат|ur[oai]|tunti|tunnissa|oră|שעה|ש'|годину|саат|საათი|საათში|сағат(?:ына)?|soat"
    "|ժամ(?:ում)?|klst|klukkustund|oras|orë",
    "d": "days?|diem|tag|jour|día|dia|dag|giorno|dzień|den|deň|nap|gün|день|ngày|hari|天|日|일|(?:ال)?يوم|روز|วัน"
    "|dien(?:a|ą|ā|u)"
    "|päev|päevas|(?:η)?μέρας?|ημέρας?|dan|дан|päivä|päivässä|zi|יום|ден|დღე|დღეში|күн(?:іне)?|kun|օր|ditë|araw",
    "w": "weeks?|wk|woche|semaine|semana|settimana|tydzień|vecka|uke|uge|неделю|tuần|minggu|周|週|星期|주"
    "|(?:ال)?اسبوع|هفته|สัปดาห์|sav|savait[ėę]|nedēļ[aāu]|nädal|nädalas|εβδομάδας?|týždeň|týden|tjedan"
    "|nedelju|недељу|teden"
    "|viikko|viikossa|săptămână|שבוע|седмица|тиждень|hét|həftə|hafta|კვირა|კვირაში|апта|javë|vika",
    "m": "months?|mo|mth|mnth|mon|monat|mois|mes|mês|mese|maand|miesiąc|mies|mc|månad|mån|måned|mnd|měsíc|měs|mesiac|hó"
    "|hónap|ay|месяц|мес|місяць|міс|месец|tháng|bulan|bln|个月|個月|月|월|(?:ال)?شهر|ماه|เดือน"
    "|mėn|mėnes(?:į|is|io)|mēn"
    "|mēnes(?:is|ī|i)|kuu|kuus|μήνας?|μηνα|mjesec|mesec|kk|kuukausi|kuukaudessa|lun[ăa]"
    "|חודש|თვე|თვეში|айына|oy|ամիս|mánuð|muaj"
    "|buwan",
    "y": "years?|yrs?|annum|anno|jahr|an|année|año|ano|jaar|rok|år|év|yıl|год|рік|năm|tahun|年|년"
    "|(?:ال)?(?:سنه|عام)|سال|ปี"
    "|met(?:ai|us)|gad(?:s|ā|u)|aasta|aastas|έτος|χρόνο|godin[au]"
    "|година|leto|vuosi|vuodessa|שנה|წელი|წელიწადში|жыл(?:ына)?"
    "|yil|տարի|vit",
}
WORKING_TIME = (
    "h|hours?|hrs?|val|valand[a-zųąė]*|hod(?:in)?[auy]?|hodín|stundas?|stundu|tundi|godz(?:in)?|óra"
    "|sati?|ur|ore|tuntia|t"
    "|timer|timmar|uren|uur|std|stunden|heures|horas|ore|час(?:а|ов)?|год(?:ин)?|שעות|saat|ώρες|days?"
    "|tage|jours|d[ií]as"
    "|giorni|dagen|dni|dnů|dní|dagar|dager|dage|päivää|gün|дней|дня|днів|дни|dienos|dienas|päeva|ημέρες|zile|nap|dana"
)
"""After their number and before a day, week or month: how long the work is."""
PERIOD_LETTERS = {"h": "h", "d": "d", "w": "w", "m": "m", "y": "y|a"}
PER = (
    "(?:per|a|an|each|every|pro|je|im|in der|die|par|por|al|ao|à|a la|za|na|om|pr[.]?|i|в|за|на|mỗi|في|لكل|كل|už|po|pe"
    "|ανά|την|τον?|το|në|á) |à l'|l'|all'|每|بال|ต่อ|ב|ל"
)
# words that name a period by themselves
PERIOD_WORDS = {
    "h": "hourly|hour rate|hr|ph|stündlich|stundenlohn|l'heure|taux horaire|horaire|horário|بالساعه|uurloon|timl[øo]nn?"
    "|timel[øo]nn?|stawka godzinowa|hodinov[áéě]|hodinovo|hodinovka|stundā|tunnis|tunnitasu|tunnissa"
    "|tuntipalkka|ωρομίσθιο"
    "|satno|satnica|сатница|urno|óránként|órabér|óradíj|שעתי|საათში|сағатына|soatiga|saatlıq|saatlik"
    "|почасов(?:ая|о|ой)|погодинн[ао]",
    "d": "daily|day ?rate|pd|tagessatz|tjm|taux journalier|diario|diária|يوميا|dnevnica|дневница",
    "w": "weekly|pw|wöchentlich|hebdo|hebdomadaire|semanal|semanales|اسبوعيا",
    "m": "monthly|pcm|pm|p[.] ?m[.]?|monatlich|monatsgehalt|mensuels?|mensuelle|mensual|mensuales|mensal|mensais"
    "|mensili?|miesięcznie|maandelijks|månedlig|månadslön|månedsløn|månedslønn|měsíčně|mesačne|aylık"
    "|mies[.]|kuukausipalkka"
    "|شهريا|شهري|ежемесячно|щомісяця|hàng tháng|kuukaudessa|mēnesī|kuus|kuupalk|μηνιαί[αωο][ςν]?"
    "|mjesečno|mesečno|месечно|lunar"
    "|חודשי|havi|havonta|თვეში|айына|oyiga|oylik|aylıq|ամսական",
    "y": "annual|annually|yearly|p[.] ?a[.]?|pa|jährlich|jahresgehalt|annuels?|annuelle|anual|anuales|anuais|annu[io]"
    "|rocznie|yıllık|årlig|årligen|ročně|ročne|ctc|ral|سنويا|سنوي|årslön|årsløn|årslønn|vuodessa|gadā|aastas"
    "|ετησίως|ετήσι[αο]"
    "|godišnje|годишње|годишно|évente|שנתי|illik|წელიწადში|жылына",
}
CJK_PERIODS = {
    "h": "时薪|時薪|時給|每小时|시급",
    "d": "日薪|日給|每天|일급",
    "w": "周薪|週給|週薪|주급",
    "m": "月薪|月給|月収|月额|每月|월급",
    "y": "年薪|年収|年俸|每年|总包|연봉",
}
CJK_PREFIXES = {"d": "日", "m": "月", "y": "年"}
"""Before figures they are their period: 月 20k 年 30万."""
GLUED_PERIODS = {"h": "hrs?|ph", "w": "wk|pw", "m": "mo|mth|pm|pcm", "y": "yrs?|pa"}
UNSUPPORTED_PERIODS = (
    "bi-?(?:weekly|monthly)|semi-?monthly|fortnight(?:ly)?|every (?:two|2) weeks|quarterly|per (?:quarter|2 weeks|shift"
    "|project|piece|mile|word|visit|session|class|lesson|task|article|lead|sale|hire|referral|semester)"
    "|/ ?(?:shift|project|piece|mile|word|visit|session|class|lesson|task|article|quarter|semester|fortnight)"
    "|(?:pro|je|par|por|al|za|na|за|/) ?(?:schicht|stück|projekt|pièce|mission|turno|pieza|proyecto|peça|projeto|pezzo"
    "|progetto|zmianę|sztukę|směnu|kus|vardiya|смену|вахту|смена|вахта|проект|зміну|зміна)"
)
"""Pay for these is no pay by the hour, day, week, month or year."""
PERIOD_NAMES = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year", "x": "unsupported"}

# before an amount: it is the higher end
UP_TO = (
    "up ?to|max(?:imum|imal)?[.]?:?(?: of)?|at most|at the most|as much as|as high as|capped at|not exceeding"
    "|not more than|less than|under|no more than|<=|≤|bis zu|bis|höchstens|maximal bis zu|jusqu'[àa]|au plus"
    "|plafonné à|moins de|kurang dari|(?:puede )?(?:llegar|llegando) (?:a|hasta)|hasta|máximo|como máximo|menos de"
    "|(?:pode|podendo) (?:chegar|ir) (?:a|até)|chegando a|até|no máximo|fino a|può arrivare a|al massimo|massimo"
    "|non oltre|tot(?: wel| max(?:imaal)?)?|oplopend tot|maximaal|hoogstens|maksymalnie|maks[.]?|nawet(?: do)?|do"
    "|až(?: do)?|maximálně|maximálne|nejvýše|najviac|upp(?:e)? till|högst|maximalt|op til|højst|maksimalt"
    "|opp(?:e)? til|inntil|høyst|jopa|enintään|korkeintaan|en fazla|azami|akár|legfeljebb|maximum|până la|cel mult|до"
    "|не более|не больше|максимум|макс[.]?|не більше|حتي|لغايه|يصل الي|تصل الي|بحد اقصي|اقل من|最高|最多|最大|上限"
    "|至多|不超过|高达|可达|최대|최고|lên đến|lên tới|tới|đến|tối đa|hingga"
    "|sampai(?: dengan)?|maksimal|maksimum|iki|ne daugiau kaip|līdz|ne vairāk kā|kuni|έως|εως|μέχρι|ως"
    "|το πολύ|สูงสุด|ไม่เกิน"
)
# likewise the lower end; looked for first, since what is not less is less to those who overlook the "not"
NOT_UNDER = (
    "(?:not|no|never)(?: be)? (?:lower|less) than|(?:not|never)(?: be)? (?:under|below)"
    "|nicht (?:unter|weniger als|niedriger als)|pas (?:moins de|inférieure? à)"
    "|no (?:menos de|inferior a|menor (?:a|de))|não (?:menos de|inferior a)|non (?:meno di|inferiore a)"
    "|niet (?:minder|lager) dan|nie (?:mniej|niższ[aey]) niż|ne (?:méně|nižší) než|inte (?:mindre|lägre|under) än"
    "|ikke (?:mindre|lavere) en[dn]|ikke under|ei alle|не (?:менее|меньше|ниже|менше|нижче)|không dưới"
    "|tidak kurang dari|لا [يت]قل عن|不低于|不少于"
)
# before an amount: it is the lower end
AT_LEAST = (
    "at least|from|(?:start(?:s|ing)?|begin(?:s|ning)?|commenc(?:es|ing)) (?:at|from)|min(?:imum|imal)?[.]?:?(?: of)?"
    "|(?:beginn(?:t|end)|start(?:et|end)) (?:bei|mit)|ab|mindestens|mind[.]?|wenigstens|mehr als|über"
    "|(?:commence|débute|démarre) à|à (?:partir|compter) de|dès|au moins|au minimum|plus de|minimum|desde"
    "|(?:inicia|comienza|empieza|começa) (?:en|em|con|com|a partir de)|al menos|más de|mínimo|como mínimo"
    "|a partir d[ei]|no mínimo|pelo menos|mais de|acima de|partindo de"
    "|(?:parte|inizia) da|a partire da|da|almeno|minimo|oltre|(?:begint|start) (?:bij|op|vanaf)|vanaf"
    "|minimaal|minstens|ten minste|meer dan|od|co najmniej|nad"
    "|minimalnie|ponad|powyżej|minimálně|alespoň|nejméně|minimálne|aspoň|najmenej|från|fr[.]?o[.]?m[.]?|minst|lägst"
    "|fra|mindst|vähintään|alkaen|alk[.]?|en az|asgari|legalább|de la|minim|cel puțin|peste|начиная (?:от|с)|от"
    "|минимум|свыше|более|починаючи (?:від|з)|від|мінімум|понад"
    "|(?:börjar|starter|begynder|begynner) (?:på|ved)|above|over|more than"
    "|upwards of"
    "|最低|至少|最少|최소|>=|≥|من|ابتداء من|بدءا من|يبدا من|تبدا من|اكثر من|بحد ادني|từ"
    "|tối thiểu|ít nhất|trên|mulai(?: dari)?|bermula(?: dari)?|dari|minimal|nuo"
    "|ne mažiau kaip|sākot no|ne mazāk kā|alates"
    "|vähemalt|από|απο|τουλάχιστον|sekurang-kurangnya|เริ่มต้น|ตั้งแต่|ขั้นต่ำ"
)
# names of the least pay, or of that at the start, before an amount and up to three words
LEAST_PAY = (
    "mindest[a-zäöüß]*(?:gehalt|lohn|löhne|entgelt|bezug|verdienst|einkommen|vergütung|entlohnung)[a-z]*"
    "|einstiegsgehalt|(?:minimum|starting|entry|initial) (?:salary|wage|pay|rate|base|compensation)"
    "|salaire (?:minimum|minimal|de départ|d'embauche|de base minimum)|(?:salario|sueldo) (?:mínimo|inicial|minimo)"
    "|salário (?:mínimo|inicial)|(?:stipendio|retribuzione) (?:minim[oa]|inizial[ei]|di partenza)"
    "|(?:minimum|start|aanvangs)(?:salaris|loon)|(?:wynagrodzenie|pensja|stawka) (?:minimaln|początkow|startow)[aey]"
    "|nástupn[íáéúyý]+ (?:plat|mzd[ayu])|(?:ingångs|start|minimi|lägsta)lön|(?:start|minimums|minste|begynner)lønn?"
    "|(?:aloitus|vähimmäis|minimi)palkka|(?:başlangıç|taban|asgari) (?:maaş|ücret)[a-zıü]*"
    "|(?:kezdő|minimál)(?:fizetés|bér)|минимальн[а-яё]+ (?:зарплат|оклад|ставк)[а-яё]*"
    "|стартов[а-яё]+ (?:зарплат|оклад|ставк)[а-яё]*|мінімальн[а-яіїє]+ (?:зарплат|оклад|ставк)[а-яіїє]*"
    "|الراتب الابتدائي|راتب ابتدائي|الحد الادني للراتب|起薪|起步价|最低(?:工资|薪资|月薪)|最低賃金|lương khởi điểm"
    "|gaji awal"
)
BETWEEN = (
    "between|zwischen|entre|tussen|mellan|mellem|pomiędzy|między|mezi|medzi|tra|fra|mellom|между|між|بين|giữa"
    "|între|intre|nuo|no|από|απο|μεταξύ|antara|dari"
)
AND = "and|und|et|y|e|en|och|og|a|à|i|&|и|і|та|و|và|și|si|iki|līdz|έως|εως|ως|μέχρι|και|dan|hingga|sampai"
TO = (
    "to|bis|à|a|até|hasta|do|až|tot|till|til|до|đến|hingga|sampai|s/d|sd|iki|līdz|kuni|până la|pana la|έως|εως|ως|μέχρι"
    "|thru|through|から|الي|حتي|ถึง"
)
# after an amount: it is the lower end; those of languages without spaces need no end of a word
AND_UP = (
    "minimum|min[.]?|(?:and|or|&) (?:up|above|over|higher)"
    "|and upwards|upwards|onwards|aufwärts|(?:und|oder) höher"
    "|au minimum|au moins|en adelante|como mínimo|no mínimo|para cima|em diante|in su|(?:of|en) hoger|minimaal|wzwyż"
    "|och uppåt|og op(?:ad|efter)|og oppover|alkaen|ve (?:üzeri|üstü)|'?[dt][ea]n (?:başlayan|itibaren)|-t[óő]l"
    "|и выше|і вище|فاكثر|فما فوق|واكثر|كحد ادني|علي الاقل|trở lên|ke atas"
)
# likewise, where nothing follows that there is more of
AND_MORE = (
    "(?:and|or|&) more|(?:und|oder) mehr|(?:et|ou) plus|(?:o|y) más|ou mais|e mais|[oe] più|(?:of|en) meer"
    "|(?:i|lub) więcej|[ai] (?:více|výše|víc|viac)|nebo (?:více|víc)|alebo viac|(?:och|eller) mer|(?:og|eller) mere?"
    "|(?:tai|ja) enemmän|(?:vagy|és) több|(?:și|sau) mai mult|и (?:более|больше)|или больше|(?:і|або) більше"
)
DEPENDING = (
    "depending|dependent|based|gross|brutto|bruto|bruts?|brutt[oi]|lord[oi]|doe|negotiable|annually"
    "|yearly|monthly|weekly"
    "|hourly|jährlich|monatlich|mensual(?:es)?|mensuels?|anual(?:es)?|annuels?|je nach|abhängig|selon|en fonction|según"
    "|dependiendo|dependendo|conforme|a seconda|in base|afhankelijk|w zależności|zależnie|podle|podľa|beroende|avhengig"
    "|afhængig|riippuen|в зависимости|залежно|fonction"
)
"""What may follow that the end is open, and is nothing that there is more of."""
AND_UP_CJK = "及?以上|より|起步|起|이상|부터|ขึ้นไป"
# after an amount: it is the higher end
AND_DOWN = (
    "max(?:imum)?[.]?|or less|at most|höchstens|maximal|au maximum|maximum|como máximo|máximo|no máximo|al massimo"
    "|massimo|maximaal|maksymalnie|maximálně|maximálne|högst|'?[yn]?[ea] kadar|-ig|كحد اقصي|علي الاكثر|trở xuống"
    "|ke bawah"
)
AND_DOWN_CJK = "以下|以内|以內|まで|까지|이하"
# after an amount, whatever stands between: the employer pays more
OVERPAY = "überzahl|überbezahl|mehrzahlung|over-?payment possible"

# what a clause about something other than pay, or about an addition to it, holds; a word is matched from its start
NO_PAY_STEMS = (
    "equity|bonus|commission|stock|options?\\b|shares?\\b|sharing|esop|rsu|token|grocer|food|meal|lunch|allowance"
    "|relocation|sign[- ]?on|signing|sign up|budget|learning|training|pto\\b|vacation|holiday|leave\\b|benefit|dental"
    "|insurance|pension|gym\\b|phone|internet|referral|raised|funding|funded|revenue|valuation|series [a-e]\\b|arr\\b"
    "|seed\\b|invest|worth|employees|people|headcount|tuition|reimburs|scholarship|prize|perks?\\b|gratuit|tips\\b"
    "|bono\\b|prime\\b|prämie|vesting|grants?\\b|warrants|super\\b|superannuation|customers|users|clients|downloads|tunjangan|elaun|tichete"
    "|education|conference|transit|commut|wellness|health\\b|hoa hồng"
)
DOLLAR_COUNTRIES = {
    # "us" alone is a pronoun
    "us$": "united states|usa|u[.]s[.](?:a[.])?|the us|us (?:range|salary|pay|residents|candidates)",
    "ca$": "canada",
    "au$": "australia",
    "nz$": "new zealand",
    "sg$": "singapore",
    "hk$": "hong kong",
}
"""Whose dollar is meant where a text names several."""
DOLLAR_CODES = "usd|cad|aud|nzd|sgd|hkd"
NO_PAY_CJK = (
    "年终奖|年終獎|奖金|獎金|股票|股权|期权|房补|餐补|补贴|公积金|年假|病假|融资|賞与|ボーナス|签字费|عموله|نسبه"
    "|επίδομα|μπόνους|مكافا|حافز|حوافز|بدل |مخصصات|علاوه|بونص|تامين"
)
LESSER_PAY = (
    # with what is hoped for besides
    "ote|on[- ]target|target(?:ed)? (?:[a-z{}]+ )?(?:earnings?|income|comp(?:ensation)?)|earnings? potential"
    "|potential (?:[a-z{}]+ )?earnings"
    "|total (?:[a-z{}]+ ){0,2}(?:comp(?:ensation)?|earnings|package|remuneration|rewards)"
    "|tc|all[- ]in|ziel(?:gehalt|einkommen|vergütung)|gesamt(?:vergütung|einkommen|paket|bezüge)"
    "|(?:rémunération|compensación|retribución|remuneración) (?:totale?|globale?)|salario total|remuneração total"
    "|retribuzione totale|package|totaalpakket|totale beloning|totalpakke|совокупн[а-я]+ доход[а-я]*"
    "|variable|variabe?l[eai]?|variabil[ei]|variabiln[íi]|variável|variabel[er]?[nt]?|zmienn[aey]|pohybliv[áéí]"
    "|rörlig[at]?|переменн[а-я]+|змінн[а-яії]+|浮动|overtime|überstunden[a-z]*|heures sup[a-zé]*|horas extras?"
    "|straordinari[o]?|overuren|nadgodzin[ay]?|přesčas[ůy]?|övertid|overtid|сверхурочн[а-я]+|加班"
    # for fewer hours
    "|actual|pro[- ]?rat(?:a'?e?d|ed)|pro[- ]?rata(?: (?:at|of|is|salary|pay|wage|equivalent)|[: -]+[$€£])"
    "|tatsächlich[a-z]*|anteilig[a-z]*|au prorata|proratisée?|proporcional|prorrateado|riproporzionat[oa]|naar rato"
    "|faktisk[a]?"
    # in former times
    "|previously|formerly|bisher|vorher|auparavant|antes|anteriormente|in precedenza|voorheen|poprzednio|tidigare"
    "|tidligere|ранее|раніше"
    # after tax
    "|net|netto|netos?|nets|after tax|take[- ]home|на руки"
    "|į rankas|uz rokas|kätte|čistého|čistá|на ръка|в ръка|în mână|kézhez|καθαρ[άό]"
)
"""Pay that is not the base before tax of full time: it counts where an advert names no other."""
PAY_WORDS = (
    "salary|pay|base|compensation|comp|rate|range|wage|ctc|annual|gehalt|salaire|salario|salário|sueldo|remuneration"
    "|gross|brutto|薪资|薪酬|工资|薪水|待遇|薪"
)
"""What may stand before figures without a sign or unit."""

MONTHLY_SALARIES = (
    "pagas|mensualit[a-zàé]*|mensilità|gehälter[a-z]*|monatsgehälter[a-z]*|gehaltszahlungen|bezüge|payments|salaries"
    "|monthly salaries|maandsalarissen|pensji|platů|platov|månadslöner|månedslønninger|maaş"
)
"""After their number: how many monthly salaries a year has."""
A_YEAR_TIMES = (
    "[)]|jähr|im jahr|p[.]? ?a[.]?\\b|a year|per year|per jaar|al año|l'anno|all'anno|par an|por ano|årligen|rocznie"
)
"""After "14x": how often a month's pay is paid."""
