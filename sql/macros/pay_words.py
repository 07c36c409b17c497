"""The words and signs that adverts use for pay, as tables; `pay_folds.py` and `pay.py` make expressions of them."""

from __future__ import annotations

SIGNS = {
    "USD": ("us$", "usd$", "$usd", "usd", "u$s", "us dollars", "美元", "美金", "刀"),
    "CAD": ("ca$", "c$", "cad$", "cdn$", "$cad", "cad", "cdn"),
    "AUD": ("au$", "a$", "aud$", "$aud", "aud"),
    "NZD": ("nz$", "nzd$", "$nzd", "nzd"),
    "SGD": ("s$", "sg$", "sgd$", "$sgd", "sgd", "新币"),
    "HKD": ("hk$", "hkd$", "$hkd", "hkd", "港币", "港幣"),
    "TWD": ("nt$", "ntd", "twd", "台币", "台幣", "新台幣"),
    "MXN": ("mx$", "mxn$", "$mxn", "mxn"),
    "BRL": ("r$", "brl", "reais"),
    "EUR": ("€", "eur", "euro", "euros", "欧元", "евро"),
    "GBP": ("£", "gbp", "pounds", "pound sterling", "英镑"),
    "CHF": ("chf", "sfr", "sfr.", "fr.", "francs"),
    "INR": ("₹", "inr", "rs.", "rs", "rupees"),
    "JPY": ("円", "jpy", "yen", "日元", "日円"),
    "CNY": ("元", "rmb", "cny", "人民币", "cn¥", "yuan"),
    "KRW": ("₩", "krw", "원", "won"),
    "PLN": ("zł", "zl", "pln", "złotych"),
    "CZK": ("kč", "czk"),
    "SEK": ("sek", "kronor"),
    "NOK": ("nok", "kroner"),
    "DKK": ("dkk",),
    "ISK": ("isk",),
    "HUF": ("huf", "ft", "forint"),
    "RON": ("ron", "lei"),
    "BGN": ("bgn", "лв", "лв."),
    "UAH": ("₴", "uah", "грн", "грн."),
    "RUB": ("₽", "rub", "rur", "руб", "руб.", "рублей"),
    "TRY": ("₺", "try", "tl"),
    "ILS": ("₪", "ils", "nis"),
    "ZAR": ("zar", "rand"),
    "AED": ("aed", "dhs", "dirhams"),
    "SAR": ("sar",),
    "QAR": ("qar",),
    "KWD": ("kwd",),
    "PHP": ("₱", "php"),
    "VND": ("₫", "vnd", "vnđ"),
    "THB": ("฿", "thb", "baht", "บาท"),
    "IDR": ("idr", "rp.", "rp"),
    "MYR": ("myr", "rm"),
    "PKR": ("pkr",),
    "BDT": ("bdt", "৳"),
    "LKR": ("lkr",),
    "KZT": ("kzt", "₸"),
    "NGN": ("₦", "ngn"),
    "KES": ("kes", "ksh", "kshs"),
    "EGP": ("egp",),
    "MAD": ("mad",),
    "ARS": ("ars", "ars$", "ar$"),
    "CLP": ("clp", "clp$"),
    "COP": ("cop", "cop$"),
    "PEN": ("pen", "s/.", "s/"),
    # a sign of several currencies means itself until the rest of the row decides
    "$": ("$", "dollars", "dollar"),
    "¥": ("¥",),
    "KR": ("kr", "kr."),
}
SHARED_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "¥": ("JPY", "CNY"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
}
PESO_CURRENCIES = ("MXN", "ARS", "CLP", "COP", "UYU", "DOP")
"""Where a bare $ may be the peso or the US dollar, twenty or four thousand to one: neither is assumed, but the
peso where the pay is beyond all dollars."""
SMALL_UNIT_CURRENCIES = ("IDR", "VND", "COP", "CLP", "KRW", "JPY", "HUF", "NGN", "ARS", "ISK", "KZT", "LKR", "PKR")
"""Where an hour's or a day's pay has thousands: 50.000 an hour is fifty thousand."""

UNITS = {
    "1e3": (
        *("k", "tsd", "tsd.", "tausend", "thousand", "mille", "mila", "mil", "tys", "tysięcy", "tysiące", "tysiąc"),
        *("tis", "tisíc", "tisíce", "tisíci", "тыс", "тис", "bin", "ribu", "rb", "千", "천"),
    ),
    "1e4": ("万", "萬", "w", "만"),
    "1e5": ("lpa", "lakhs", "lakh", "lacs", "lac", "l"),
    "1e6": ("m", "mm", "mio", "mio.", "million", "millions", "millionen", "mln", "млн", "juta", "jt", "triệu", "百万"),
    "1e7": ("cr", "crore", "crores", "千万", "천만"),
    "1e8": ("億", "억"),
}
WEAK_UNITS = ("m", "l", "mm", "mil", "bin")
"""Units that are a unit only beside a sign, a period or another unit: 6m may be six months."""

# after a slash or a word such as "per"; a word in Latin letters is matched whole
PERIOD_NOUNS = {
    "h": "hours?|hrs?|stunden?|std|heures?|horas?|ora|uur|godz|godzin[aęy]|timme|time|tim|hodinu?|óra|saat|час|giờ|jam"
    "|小时|小時|时|時間|時|시간",
    "d": "days?|diem|tag|jour|día|dia|dag|giorno|dzień|den|nap|gün|день|ngày|hari|天|日|일",
    "w": "weeks?|wk|woche|semaine|semana|settimana|tydzień|vecka|uke|uge|неделю|tuần|minggu|周|週|星期|주",
    "m": "months?|mo|mth|mnth|mon|monat|mois|mes|mês|mese|maand|miesiąc|mies|mc|månad|mån|måned|mnd|měsíc|mesiac|hó"
    "|hónap|ay|месяц|мес|місяць|міс|tháng|bulan|bln|个月|個月|月|월",
    "y": "years?|yrs?|annum|anno|jahr|an|année|año|ano|jaar|rok|år|év|yıl|год|рік|năm|tahun|年|년",
}
PERIOD_LETTERS = {"h": "h", "d": "d", "w": "w", "m": "m", "y": "y|a"}
PER = "(?:per|a|an|each|every|pro|je|im|in der|die|par|por|al|ao|à|a la|za|na|om|pr[.]?|i|в|за|на|mỗi) |à l'|l'|all'|每"
# words that name a period by themselves
PERIOD_WORDS = {
    "h": "hourly|hour rate|hr|ph|stündlich|stundenlohn|l'heure|taux horaire|horaire|horário",
    "d": "daily|day ?rate|pd|tagessatz|tjm|taux journalier|diario|diária",
    "w": "weekly|pw|wöchentlich|hebdo|hebdomadaire|semanal|semanales",
    "m": "monthly|pcm|pm|p[.] ?m[.]?|monatlich|monatsgehalt|mensuels?|mensuelle|mensual|mensuales|mensal|mensais"
    "|mensili?|miesięcznie|maandelijks|månedlig|měsíčně|aylık|mies[.]",
    "y": "annual|annually|yearly|p[.] ?a[.]?|pa|jährlich|jahresgehalt|annuels?|annuelle|anual|anuales|anuais|annu[io]"
    "|rocznie|yıllık|årlig|ročně|ctc|ral",
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
)
"""Pay for these is no pay by the hour, day, week, month or year."""
PERIOD_NAMES = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year", "x": "unsupported"}

UP_TO = (
    "up ?to|max(?:imum|imal)?[.]?:?(?: of)?|bis zu|bis|jusqu'[àa]|hasta|até|fino a|tot|до|最高|不超过|lên đến|tới"
    "|less than|under|no more than|<=|≤"
)
AT_LEAST = (
    "at least|from|starting (?:at|from)|starts at|min(?:imum|imal)?[.]?:?(?: of)?|ab|mindestens|à partir de|dès|desde"
    "|a partir d[ei]|vanaf|od|от|above|over|more than|no less than|不低于|>=|≥"
)
BETWEEN = "between|zwischen|entre|tussen|mellan|mellem|pomiędzy|między"
AND = "and|und|et|y|e|en|och|og|a|à|i|&"
TO = "to|bis|à|a|até|hasta|do|до|tot|till|til|đến|hingga|sampai|thru|through|から"
AND_UP = "minimum|min[.]?|and up|and above|or more|以上|起"

# what a clause about something other than pay, or about an addition to it, holds; a word is matched from its start
NO_PAY_STEMS = (
    "equity|bonus|commission|stock|options?\\b|shares?\\b|sharing|esop|rsu|token|grocer|food|meal|lunch|allowance"
    "|relocation|sign-?on|signing|sign up|budget|learning|training|pto\\b|vacation|holiday|leave\\b|benefit|dental"
    "|insurance|pension|gym\\b|phone|internet|referral|raised|funding|funded|revenue|valuation|series [a-e]\\b|arr\\b"
    "|seed\\b|invest|worth|employees|people|headcount|tuition|reimburs|scholarship|prize|perks?\\b|gratuit|tips\\b"
    "|bono\\b|prime\\b|prämie|vesting|grants?\\b|warrants|super\\b|superannuation|customers|users|clients|downloads"
)
NO_PAY_CJK = "年终奖|年終獎|奖金|獎金|股票|股权|期权|房补|餐补|补贴|公积金|年假|病假|融资|賞与|ボーナス|签字费"
LESSER_PAY = (
    "ote|on[- ]target|total comp(?:ensation)?|tc|all[- ]in|net|netto|netos?|nets|after tax|take[- ]home|на руки"
)
"""Pay that is not the base before tax: it counts where an advert names no other."""
PAY_WORDS = (
    "salary|pay|base|compensation|comp|rate|range|wage|ctc|annual|gehalt|salaire|salario|salário|sueldo|remuneration"
    "|gross|brutto|薪资|薪酬|工资|薪水|待遇|薪"
)
"""What may stand before figures without a sign or unit."""
