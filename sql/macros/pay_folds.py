"""The steps that bring a text about pay into one form, each a list of patterns and what replaces them.

Figures lose their separators, ranges get one dash, limits become < and >, periods become {h} {d} {w} {m} {y}, and
clauses are separated by semicolons. Expressions have no look-around, so that the same ones work in DuckDB (RE2) and
Spark (Java).
"""

from __future__ import annotations

import re

from macros.pay_signs import SIGNS
from macros.pay_words import (
    A_YEAR_TIMES,
    AND,
    AND_DOWN,
    AND_DOWN_CJK,
    AND_MORE,
    AND_UP,
    AND_UP_CJK,
    AT_LEAST,
    BETWEEN,
    CJK_PERIODS,
    CJK_PREFIXES,
    DEPENDING,
    DOLLAR_CODES,
    DOLLAR_COUNTRIES,
    GLUED_PERIODS,
    LEAST_PAY,
    MONTHLY_SALARIES,
    NO_PAY_CJK,
    NO_PAY_STEMS,
    NOT_UNDER,
    OVERPAY,
    PER,
    PERIOD_LETTERS,
    PERIOD_NOUNS,
    PERIOD_WORDS,
    TO,
    UNITS,
    UNSUPPORTED_PERIODS,
    UP_TO,
    WEAK_UNITS,
    WORKING_TIME,
)

Folds = tuple[tuple[str, str], ...]


def any_of(words: list[str]) -> str:
    """One of these words, a longer one before its beginning ("rs." before "rs"), those that begin alike together.

    RE2 reads a beginning that several share once, so that the pattern stays small.
    """
    return "|".join(map(re.escape, sorted(words, reverse=True)))


SIGN = any_of([word for words in SIGNS.values() for word in words])
UNIT = any_of([word for words in UNITS.values() for word in words])
STRONG_UNIT = any_of([word for words in UNITS.values() for word in words if word not in WEAK_UNITS])
CODE = any_of([word for words in SIGNS.values() for word in words if re.fullmatch("[a-z]{3}", word) and word != "try"])
# the mark _ stands for a point that may be a decimal one or one of thousands
NUMBER = r"[0-9]+(?:[._][0-9]+)?"
AMOUNT = rf"(?:{SIGN}):? ?{NUMBER} ?(?:{UNIT})?\^?|{NUMBER} ?(?:{UNIT})?\^? ?(?:{SIGN})?"
# letters, with accents and of other alphabets, that a word goes on with
LETTER = "a-zà-öø-ʯḁ-ỹά-ώа-ӿא-תء-ي"
# what an amount that ends no range follows; without look-behind it is part of the match
APART = rf"(^|[^ 0-9{LETTER}$€£¥₹₽₺₩₫._<>~～〜∼–—-] ?|[{LETTER}] )"
# a period that may stand between an amount and what says which end it is: € 2.000 al mese o più
A_PERIOD = rf" ?(?:/|p/|(?:per|an?|al?|por|par|pro|im|in|na|za|om|в|на) ) ?[{LETTER}]{{1,8}}"
# what may follow "and more", which else goes on with what there is more of: $50,000 and more benefits
MORE_A = rf" (?:(?:per|an?|al?|por|par|pro|im|na|za|om|в) [{LETTER}]|(?:{DEPENDING})(?:[^{LETTER}]|$))"
SIGN_WORD = any_of(sorted({word.strip(".") for words in SIGNS.values() for word in words if word.strip(".").isalpha()}))
MORE_IN = rf" (?:{SIGN_WORD})(?: ?[^ 0-9{LETTER}]| [{LETTER}]| ?$)"
NOT_PAY = rf"(?:\b(?:{NO_PAY_STEMS})|{NO_PAY_CJK})"

NOISE: Folds = (
    (r"https?://[^ ]+|www[.][^ ]+", " "),
    (r"[+][0-9]{1,3}[ -][0-9 ()-]{7,}", " "),
    (r"401 ?\(?k\)?|\b(?:1099|w-?2|24/7|c2c)\b", " "),
    (r"\b[0-9]{1,2}(?::[0-9]{2})? ?(?:am|pm)? ?[-–] ?[0-9]{1,2}(?::[0-9]{2})? ?(?:am|pm)\b", " "),
    (r"\b(?:level|lvl|tier|grade|band|step|stage|gs|ic|sde|swe)[ -]?[0-9]{1,2}\b", " "),
    (r"\b[lp][0-9](?:[-/][lp]?[0-9])?\b", " "),
    (r"\bpaid (?:bi-?weekly|semi-?monthly|weekly|monthly|fortnightly)\b", " "),
    (r"\bu[.]?s[.]? ?\$", "us$"),
    (rf"\b({CODE}) ?[$€£¥]", r"\1 "),
    (r"([0-9]) ?(?:t€|teur)\b", r"\1k eur"),
    # a word that begins right after an amount: 1900€à convenir
    (r"([€$£₺¥₽₹]|[0-9]{3})([à-öø-ďē-ɏḁ-ỹ])", r"\1 \2"),
    (r"(^|[^a-z0-9])r ?([0-9]{2})", r"\1zar \2"),
    (r"(^|[^a-z0-9])p ?([0-9]{2,3}[, ]?[0-9]{3})", r"\1php \2"),
    # thousands of roubles in short
    (r"([0-9]) ?т[. ]{0,2}(?:руб|р)(?:лей)?[.]?([^а-яё]|$)", r"\1 тыс руб\2"),
    (r"([0-9])к([^а-яёіїє0-9]|$)", r"\1k\2"),
    (r"([0-9]) к( ?(?:[₽₴–—-]|руб|грн|в |/))", r"\1k\2"),
    # an hour in Danish, Norwegian, Croatian and Serbian, whose words mean other things elsewhere (a ton, Saturday)
    (rf"(kr|dkk|nok|sek)[. ]{{0,2}}/ ?t([^{LETTER}]|$)", r"\1 / h\2"),
    (rf"(€|eura?|rsd|din|km|kn|bam)[. ]{{0,2}}(?:/|po|na|za) ?satu?([^{LETTER}]|$)", r"\1 / h\2"),
    # a month in Danish and Norwegian, elsewhere a man-day
    (rf"(kr|dkk|nok)[. ]{{0,2}}(?:/|pr[.]?|per) ?mdr?([^{LETTER}]|$)", r"\1 / måned\2"),
    (rf"(kč|czk|zł|pln|€|eur) ?/ ?md([^{LETTER}]|$)", r"\1 / day\2"),
    # an hour in Ukrainian, of which the first letters are a year in Russian
    (r"(грн|₴|uah)[. ]{0,2}(?:/|за|на|в) ?год(?:ин[ауи]?)?[.]?([^а-ӿ]|$)", r"\1 / годину\2"),
    # a point that ends no sentence: that of a sign before its figures, and that of a short word
    (rf"(^|[^0-9 ] |[^0-9 {LETTER}])({SIGN_WORD})[.] ?([0-9])", r"\1\2 \3"),
    (r"(тыс|тис|руб|грн|tys|tis|tsd|mio|std|mies|\brs|\bkr|\bca|\bapprox)[.] ?", r"\1 "),
)
FIGURES: Folds = (
    # 50.000,- and 3.500,50 and 1.200.000
    (r"([0-9]),(?:[-–—]{1,2})( ?(?:€|eur|chf|kr|[(;)]|$))", r"\1\2"),
    (r"([0-9])[.]([0-9]{3})[.]([0-9]{3})([^0-9]|$)", r"\1\2\3\4"),
    (r"([0-9])[.]([0-9]{3}),([0-9]{1,2})([^0-9]|$)", r"\1\2.\3\4"),
    # 31,2 and 1,200,000 and 12,00,000
    (r"([0-9]),([0-9]{1,2})([^0-9,]|$)", r"\1.\2\3"),
    (r"([0-9]),([0-9]{2,3})", r"\1\2"),
    (r"([0-9]),([0-9]{2,3})", r"\1\2"),
    (r"([0-9])'([0-9]{3})", r"\1\2"),
    (r"([0-9])'([0-9]{3})", r"\1\2"),
    (r"(^|[^0-9a-z.])([0-9]{1,3}) ([0-9]{3}) ([0-9]{3})([^0-9km]|$)", r"\1\2\3\4\5"),
    (r"(^|[^0-9a-z.])([0-9]{1,3}) ([0-9]{3})(kr|kč|k€|[^0-9km]|$)", r"\1\2\3\4"),
    # the second time for the other end of a range
    (r"(^|[^0-9a-z.])([0-9]{1,3}) ([0-9]{3})(kr|kč|k€|[^0-9km]|$)", r"\1\2\3\4"),
    (r"(zar |rs[.]? ?|r[mp]|chf ?|eur ?|usd ?|pln ?|sek ?|kr ?)([0-9]{1,3}) ([0-9]{3})([^0-9km]|$)", r"\1\2\3\4"),
    # 48.750: decided where the period is known; twice as well
    (r"(^|[^0-9._])([1-9][0-9]{0,2})[.]([0-9]{3})([^0-9]|$)", r"\1\2_\3\4"),
    (r"(^|[^0-9._])([1-9][0-9]{0,2})[.]([0-9]{3})([^0-9]|$)", r"\1\2_\3\4"),
)
OF_PAY = "base|pay|salary|compensation|hiring|target|ranges?|residents|candidates|employees|applicants|only"
_DOLLARS = any_of([re.escape(sign) for sign in DOLLAR_COUNTRIES])
DOLLARS: Folds = (
    *(
        (pattern, replacement)
        for sign, country in DOLLAR_COUNTRIES.items()
        # (CA) is California
        for code in ("" if sign == "ca$" else f"|{sign[:2]}",)
        for pattern, replacement in (
            (
                rf"((?:^|[^{LETTER} ] ?|(?:in|for) )(?:the )?(?:{country})(?: (?:{OF_PAY})){{0,3}}:[ \n]*)[$]( ?[0-9])",
                rf"\1{sign}\2",
            ),
            (
                rf"(^|[^{LETTER}$])[$]( ?[0-9][^;,()\n]{{0,30}} ?[(] ?(?:{country}{code}) ?(?:only ?)?[)])",
                rf"\1{sign}\2",
            ),
        )
    ),
    # a currency after the figures says it better
    (rf"(?:{_DOLLARS})((?:[0-9., $k-]|to )*(?:{DOLLAR_CODES}))", r"$\1"),
)
"""The sign with the country before its colon, or after the figures in brackets."""
DASHES: Folds = (
    # the middle of a range says nothing of its ends
    (rf"(^|[^{LETTER}])mid-?point[:. -]{{0,3}}(?:{AMOUNT})", r"\1"),
    (
        rf"([^{LETTER}]min(?:imum|[.])?[: ]{{0,2}}(?:{AMOUNT})[^;{LETTER}0-9]{{1,4}})"
        rf"mid(?:dle|[.])?[: -]{{0,3}}(?:{AMOUNT})",
        r"\1",
    ),
    (rf"(^|[(,;:|$€£¥=-]) ?[~～≈]=? ?((?:{SIGN})? ?[0-9])", r"\1\2"),
    (rf"(^|[^{LETTER}])(?:{BETWEEN}) (.{{1,20}}?) (?:{AND}) ", r"\1\2-"),
    (rf"([0-9][^ ]{{0,3}}(?: ?(?:{SIGN}|{UNIT}))?) (?:{TO}) ((?:{SIGN})? ?[0-9])", r"\1-\2"),
    # but no chain of them, which is no range and slow
    (rf"([0-9][^ ]{{0,3}}) ?(?:から|부터) ?((?:{SIGN})? ?[0-9]+)([^0-9か부]|$)", r"\1-\2\3"),
    (rf"(^|[^{LETTER}])(?:{NOT_UNDER}):? ?((?:{SIGN})? ?[0-9])", r"\1>\2"),
    (rf"(^|[^{LETTER}])(?:{UP_TO}):? ?((?:{SIGN})? ?[0-9])", r"\1<\2"),
    (rf"(^|[^{LETTER}])(?:{AT_LEAST}):? ?((?:{SIGN})? ?[0-9])", r"\1>\2"),
    (rf"((?:{LEAST_PAY})(?:[: ]+[{LETTER}]+){{0,3}}?[: ]+)((?:{SIGN})? ?[0-9])", r"\1>\2"),
    (rf"{APART}({AMOUNT})({A_PERIOD})? ?(?:{AND_UP})([^{LETTER}]|$)", r"\1>\2\3\4"),
    (rf"{APART}({AMOUNT})({A_PERIOD})? plus( ?$| ?[.;,)|]|{MORE_A})", r"\1>\2\3\4"),
    (rf"{APART}({AMOUNT})({A_PERIOD})? ?(?:{AND_MORE})( ?$| ?[^ 0-9{LETTER}]|{MORE_A}|{MORE_IN})", r"\1>\2\3\4"),
    (rf"{APART}({AMOUNT}) ?(?:{AND_UP_CJK}|から)([^0-9]|$)", r"\1>\2 \3"),
    (rf"{APART}({AMOUNT}) ?[～〜∼~]([^0-9{LETTER} $€£¥₹₽₺₩₫]|$)", r"\1>\2 \3"),
    (rf"{APART}({AMOUNT})([^0-9;|<>]{{0,80}}(?:{OVERPAY}))", r"\1>\2\3"),
    (rf"{APART}({AMOUNT})({A_PERIOD})? ?(?:{AND_DOWN})([^{LETTER}]|$)", r"\1<\2\3 \4"),
    (rf"{APART}({AMOUNT}) ?(?:{AND_DOWN_CJK})", r"\1<\2 "),
    (rf"> ?((?:{AMOUNT})) ?(?:and|to|und|,)? ?-?<", r">\1-"),
    # over a period or the end of a line only what is the higher end, and no days of holiday, bonus or commission
    (
        rf"> ?((?:{AMOUNT}))({A_PERIOD})?[,\n ]{{0,3}}(?:and|to|und|et|y|e|en|i|a|och|og|и|і)?[- ]{{0,6}}<"
        rf" ?((?:{AMOUNT})(?:{A_PERIOD}|[.;)\n]|$))",
        r">\1\2-\3",
    ),
    (r"\s*(?:[–—−‒―‐‑－﹣~～〜∼至到-]|\bto\b)+\s*", "-"),
)
OTHER_NUMBERS: Folds = (
    (r"[0-9._]+ ?%? ?- ?[0-9._]+ ?%|[0-9._]+ ?%", " "),
    # working time and durations
    (r"[0-9.]+ ?-?(?:hours?|hrs?|h|days?) ?(?:per|a|/|each|every|p/)? ?(?:week|wk|month|day)", " "),
    (
        r"[0-9.]+\^?\+?(?:-[0-9.]+\+?)? ?(?:个月|小时|天|年|周年|人|hours|days|weeks|months|years|yrs|yoe)([^a-z薪]|$)",
        r" \1",
    ),
    (
        rf"[0-9.]+(?:-[0-9.]+)? ?(?:{WORKING_TIME})[.]? ?(?:/|{PER}) ?"
        rf"(?:{PERIOD_NOUNS['d']}|{PERIOD_NOUNS['w']}|{PERIOD_NOUNS['m']})([^a-zа-ӿà-ʯ]|$)",
        r" \1",
    ),
    (r"\b[0-9]{1,2}[ -](?:month|year|week)\b", " "),
    # the number of monthly salaries a year is read apart
    (r"[*·x×+ ]*[0-9.]+(?:-[0-9.]+)? ?薪制?", " "),
    (r"[*x×] ?1[2-6](?:[.]5)?([^0-9k]|$)", r" \1"),
    (rf"\b1[2-6](?:[.]5)? ?(?:{MONTHLY_SALARIES})", " "),
    (rf"\b1[2-6] ?[x×] ?(?:{A_YEAR_TIMES})", " "),
    # a month's pay more, which is not counted
    (r"\b1[2-6](?:th|rd|st|nd|[.ªº°])[ -]?(?:month|salar|monat|gehalt|mensilit|salário|plat)[a-zà-ö]*", " "),
)
CLAUSES: Folds = (
    # "110k+ significant equity" has a plus that adds and "110k+" one that leaves the end open
    (rf"^([^,;|&+]*[0-9][^,;|&+ ]*)[+] ([^0-9,;|&+]*{NOT_PAY})", r"\1^;\2"),
    (r"([0-9a-z万千])[+](}| |$|[^0-9a-z ])", r"\1^\2"),
    (rf"/ ?({NOT_PAY})", r";\1"),
    (r"[,;，；、。|&+•→\n\t]+|[.] | / |=>|\bplus\b|\band\b|\bwith\b|\bw/|\bincl[a-z]*\b|\bexcl[a-z]*\b", ";"),
    (rf"([0-9}}^kmw万€$£]) ?/ ?((?:{SIGN})? ?[0-9])", r"\1;\2"),
    (rf"(?:;? ?)\b(?:or|oder|ou)\b ((?:{SIGN})? ?[0-9<>])", r";\1"),
    (rf"((?:(?:{AMOUNT})-)?(?:{AMOUNT})) ?(?:[a-z-]+ )?({NOT_PAY}[a-z]*)", r";\1 \2;"),
    (rf"([0-9](?:k|m))({CODE})", r"\1 \2"),
)


def periods(marks: str) -> Folds:
    """The steps that make these periods one form."""
    folds: list[tuple[str, str]] = []
    for mark in marks:
        nouns, letters = PERIOD_NOUNS[mark], PERIOD_LETTERS[mark]
        folds.append((rf" ?(?:/|p/|\bper) ?(?:{nouns}|{letters})([^a-zа-ӿà-ʯ]|$)", rf"{{{mark}}}\1"))
        folds.append((rf"(^|[^a-zà-ʯ])(?:{PER})(?:{nouns})([^a-zа-ӿà-ʯ]|$)", rf"\1{{{mark}}}\2"))
        folds.append((rf"(^|[^a-zà-ʯ])(?:{PERIOD_WORDS[mark]})([^a-zà-ʯ]|$)", rf"\1{{{mark}}}\2"))
        folds.append((CJK_PERIODS[mark], f"{{{mark}}}"))
        if mark in CJK_PREFIXES:
            # a clause of its own, lest the period be taken for that of the figures before it
            folds.append((rf"(^|[ (|])(?:{CJK_PREFIXES[mark]}) ?:? ?((?:{SIGN})? ?[0-9])", rf"\1; {{{mark}}}\2"))
        if mark in GLUED_PERIODS:
            folds.append((rf"([0-9k])(?:{GLUED_PERIODS[mark]})([^a-z]|$)", rf"\1{{{mark}}}\2"))
    return tuple(folds)


UNSUPPORTED: Folds = ((rf"(^|[^a-z])(?:{UNSUPPORTED_PERIODS})([^a-z]|$)", r"\1{x}\2"),)
STEPS: dict[str, Folds] = {
    "noise": NOISE,
    "figures": FIGURES + DOLLARS,
    "dashes": DASHES,
    "others": OTHER_NUMBERS,
    "unsupported": UNSUPPORTED,
    "short_periods": periods("hd"),
    "long_periods": periods("wmy"),
    "clauses": CLAUSES,
}
