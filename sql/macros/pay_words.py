"""The words and signs that adverts use for pay, as tables; `pay.py` makes expressions of them."""

from __future__ import annotations

SIGNS = {
    "USD": ("us$", "usd$", "$usd", "usd", "us dollars", "美元", "美金", "刀"),
    "CAD": ("ca$", "c$", "cad$", "cdn$", "$cad", "cad"),
    "AUD": ("au$", "a$", "aud$", "$aud", "aud"),
    "NZD": ("nz$", "$nzd", "nzd"),
    "SGD": ("s$", "sg$", "$sgd", "sgd"),
    "HKD": ("hk$", "hkd", "港币"),
    "TWD": ("nt$", "twd", "台币"),
    "MXN": ("mx$", "mxn"),
    "BRL": ("r$", "brl"),
    "EUR": ("€", "eur", "euro", "euros", "欧元"),
    "GBP": ("£", "gbp", "pounds"),
    "CHF": ("chf", "sfr"),
    "INR": ("₹", "inr", "rs.", "rs"),
    "JPY": ("円", "jpy", "yen", "日元"),
    "CNY": ("元", "rmb", "cny", "人民币"),
    "KRW": ("₩", "krw", "원"),
    "PLN": ("zł", "pln"),
    "CZK": ("kč", "czk"),
    "SEK": ("sek",),
    "NOK": ("nok",),
    "DKK": ("dkk",),
    "ISK": ("isk",),
    "HUF": ("huf",),
    "RON": ("ron", "lei"),
    "BGN": ("bgn",),
    "UAH": ("₴", "uah"),
    "RUB": ("₽", "rub"),
    "TRY": ("₺", "try"),
    "ILS": ("₪", "ils", "nis"),
    "ZAR": ("zar",),
    "AED": ("aed",),
    "SAR": ("sar",),
    "PHP": ("₱", "php"),
    "VND": ("₫", "vnd"),
    "THB": ("฿", "thb"),
    "IDR": ("idr", "rp"),
    "MYR": ("myr", "rm"),
    "PKR": ("pkr",),
    "NGN": ("₦", "ngn"),
    "KES": ("kes",),
    "EGP": ("egp",),
    "ARS": ("ars",),
    "CLP": ("clp",),
    "COP": ("cop",),
    "PEN": ("pen",),
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
"""Where a bare $ may be the peso or the US dollar, twenty or four thousand to one: neither is assumed."""

UNITS = {
    "1e3": ("k", "tsd", "tsd.", "thousand", "千"),
    "1e4": ("万", "萬", "w"),
    "1e5": ("lpa", "lakhs", "lakh", "lacs", "lac", "l"),
    "1e6": ("m", "mio", "mio.", "million"),
    "1e7": ("cr", "crore", "crores"),
}

# what follows a slash, and words without one; a word in Latin letters is matched whole
SLASH_PERIODS = {
    "h": "hours?|hourly|hrs?|h|stunde|std|heure|hora|uur|godz|小时|时",
    "d": "days?|daily|d|tag|jour|día|dag|天|日",
    "w": "weeks?|weekly|wk|w|woche|semaine|semana",
    "m": "months?|monthly|mo|mth|mon|m|monat|mois|mes|mês|mies|maand|月",
    "y": "years?|yearly|yr|y|annum|annually|jahr|an|año|ano|jaar|rok|年",
}
WORD_PERIODS = {
    "h": "per hour|per hr|an hour|hourly|p/h|ph|pro stunde|par heure|de l'heure|por hora|per uur",
    "d": "per day|a day|daily|per diem|p/d|day rate|pro tag|par jour|por día|per dag",
    "w": "per week|a week|weekly|p/w|pro woche|par semaine|por semana",
    "m": "per month|a month|monthly|per mo|p/m|pcm|pm|pro monat|im monat|par mois|al mes|mensual|mensuales|por mês"
    "|miesięcznie|per maand",
    "y": "per annum|per year|per yr|a year|annual|annually|yearly|p[.]a[.]?|p/a|pa|pro jahr|par an|al año|anual|rocznie"
    "|per jaar|ctc",
}
CJK_PERIODS = {
    "h": "时薪|時給|每小时",
    "d": "日薪|日給|每天",
    "w": "周薪|週給",
    "m": "月薪|月給|月収|每月",
    "y": "年薪|年収|年俸|每年|总包",
}
PERIOD_NAMES = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}

NO_PAY_WORDS = (
    "equity|bonus|commission|stock|option|share|esop|rsu|token|grocer|food|meal|lunch|allowance|relocation|sign-?on"
    "|signing|budget|learning|training|pto|vacation|holiday|leave|benefit|dental|insurance|pension|gym|phone|internet"
    "|referral|raised|funding|funded|revenue|valuation|series [a-e]|arr|seed|invest|worth|employees|people"
    "|headcount|年终奖|奖金|股票|期权|房补|餐补|补贴|公积金|年假|病假|融资"
)
"""A clause with one of these is about something other than pay, or about an addition to it."""
