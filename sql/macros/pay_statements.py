"""Where the text of an advert states the pay: a word for pay with an amount after it, or a range of pay by a period.

What is found is read by the same steps as a delivered salary text (see `pay.py`), which drop bonuses, budgets and the
like and refuse what is no pay of that size.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.arrangements import INLINE_TAG
from macros.expressions import as_sql, text_of
from macros.pay_words import PER, PERIOD_LETTERS, PERIOD_NOUNS, PERIOD_WORDS

MOST_STATEMENTS = 8
"""Of one text: an advert for many places states the pay of each, and one with more is a list of vacancies."""
LONGEST_STATEMENTS = 1_000
"""Characters of all of them; what says more of pay than that is no statement."""

NAMES_OF_PAY = (
    # English; "rate" alone may be that of anything
    r"salar(?:y|ies)|compensation|remuneration|wages?|pay|pay(?:s|ing) (?:up to|between|from|around|about|at least)"
    r"|(?:hourly|daily|day|weekly|monthly|annual|base|bill"
    r"|contract|starting) rate|rate of pay|pay ?rate|earn(?:ing|ings|s)?|hiring range|income|ote",
    # German, with the first parts of its compounds, then the Nordic languages
    r"\pL*(?:gehalt|gehälter|lohn|vergütung|entgelt|entlohnung)|bezahlung|verdienst|dotiert",
    r"\pL*(?:lön|løn|lønn|palkka)|palkkaus",
    # French, Spanish, Portuguese, Italian, Romanian
    r"salaires?|rémunération|rémunérée?s?|gratification|tjm|salarios?|sueldos?|remuneración|retribución|salarial"
    r"|renta (?:líquida|bruta|mensual)|salários?|remuneração|bolsa(?:[- ]auxílio)?|stipendio|retribuzione|ral|compenso"
    r"|salari(?:u|ul)",
    # Dutch; Polish, Czech, Slovak, Croatian, Slovenian, Serbian; Baltic languages, Hungarian, Greek, Turkish
    r"\pL*(?:salaris|loon)|verdien(?:t|en)?|beloning|wynagrodzeni[ae]|stawk[aię]|zarobki|pensj[aię]|widełki|płac[aey]"
    r"|mzd[ayu]|plat|odměna|ohodnocení|ohodnotenie|pla[tć]a|atlyginimas|alg[aą]|atalgojums|palk|\pL*(?:fizetés|bér)"
    r"|μισθός|αποδοχές|αμοιβή|maaş[ıi]?|ücret[i]?",
    # Russian, Ukrainian, Bulgarian
    r"зарплат[аы]|заработн\pL+ плат\pL+|з/?п|оклад|доход|ставк[аи]|оплата|заробітн\pL+ плат\pL+|зарплатня|заплата",
    # Arabic, Hebrew, Vietnamese, Indonesian, Malay
    r"الراتب|راتب|الأجر|اجر|שכר|משכורת|(?:mức )?lương|thu nhập|gaji|upah",
)
NAMES_WITHOUT_SPACES = (
    "[月年时時日周週底][薪給给]|薪[资酬水資]|薪[:：]|工资|工資|待遇|給与|給料|年収|月収|年俸|基本給|報酬|급여|연봉|월급|시급|보수|임금"
    "|เงินเดือน|ค่าจ้าง"
)
"""Of languages whose words stand side by side."""

_TAG = "<[^<>]*>"
# within a sentence, without and with figures
_WORDS = rf"(?:[^0-9.;!?\n<&]|&[a-z]+;|{INLINE_TAG})*"
_GAP = rf"(?:{_TAG}|[ \x{{a0}}]|&nbsp;)*"
_DASH = "(?:[-–—−~～〜至]|&(?:[mn]dash|#821[12]|#x201[34]);)"
_SENTENCE = rf"(?:[^.;!?\n<&]|[.](?:[0-9\pL]| {_DASH})|&[a-z]+;|{INLINE_TAG}|{_GAP}{_DASH}{_GAP}[^ \n<])*"
# a heading, and the lines or fields below it
_BREAK = rf"(?:{_TAG}|[ \n])+"
_LEAD = rf"(?:[^\pL0-9.;!?<&]|{_TAG}|&[a-z]+;){_WORDS}(?:{_BREAK}{_WORDS}){{0,2}}"
# a figure that may be pay: with a sign or a unit, or large and no year
_UNITS = "[\\p{Sc}万萬千元円원만천]|eur|usd|gbp|chf|zł|kč|kr|tys|тыс|руб|грн|млн|triệu|tr\\b|juta|jt\\b|ribu|lakhs?|lpa"
_FIGURE = (
    r"(?:[\p{Sc}](?:[ \x{a0}]|&nbsp;)?[0-9]|[0-9]{1,3}[ ,.'’\x{a0}\x{202f}][0-9]{3}"
    r"|(?:1[0-8]|2[1-9]|[3-9][0-9])[0-9]{2}|[0-9]{5}"
    rf"|[0-9.,]+(?: ?[-–—~～至] ?[0-9.,]+)?[ \x{{a0}}]?(?:{_UNITS})"
    # 4K is a screen
    r"|[0-9]{2,3} ?k)"
)
_NAMED = (
    rf"(?:(?:^|[^\pL])(?:{'|'.join(NAMES_OF_PAY)}){_LEAD}|(?:{NAMES_WITHOUT_SPACES}){_WORDS}(?:{_BREAK}{_WORDS})?)"
    rf"{_FIGURE}{_SENTENCE}"
)
# a range in a currency by a period shows by itself that it is pay
_SIGN = r"[\p{Sc}]|r[$]|zł|kč|kr|usd|eur|gbp|chf|cad|aud|pln|czk|sek|nok|dkk|inr|brl|rub|руб"
_NUMBER = r"[0-9](?:[0-9 ,.'’\x{a0}\x{202f}]*[0-9])?(?:k|K)?"
_TO = rf"{_GAP}(?:{_DASH}|to|and|bis|und|à|a|y|e|do|tot|до){_GAP}"
_RANGE = rf"(?:(?:{_SIGN}) ?{_NUMBER}{_TO}(?:{_SIGN})? ?{_NUMBER}|{_NUMBER} ?(?:{_SIGN})?{_TO}{_NUMBER} ?(?:{_SIGN}))"
_NOUNS = "|".join(PERIOD_NOUNS.values())
_LETTERS = "|".join(PERIOD_LETTERS.values())
_BY = rf"(?:/ ?(?:{_NOUNS}|{_LETTERS})|(?:{PER})(?:{_NOUNS})|{'|'.join(PERIOD_WORDS.values())})"
_PERIODIC = rf"(?:^|[^\pL0-9.,]){_RANGE}(?:{_TAG}|[^0-9.;!?\n<\pL]|[a-z]{{3,8}} )*{_BY}(?:[^\pL0-9.;!?\n<]{_WORDS})?"


@macro()
def pay_statements(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Every statement of pay in a text, as delivered, in their order; null where there is none."""
    given = as_sql(text)
    # two patterns, since both in one take eight times as long
    found = [f"regexp_extract_all({given}, {text_of(f'(?i){pattern}')})" for pattern in (_NAMED, _PERIODIC)]
    joined = f"array_to_string(list_slice(list_concat({', '.join(found)}), 1, {MOST_STATEMENTS}), chr(10))"
    # without what a statement was found by, such as the end of a tag
    return rf"nullif(regexp_replace(chr(10) || {joined}, '\n[>|,:) ]+', chr(10), 'g'), chr(10))"


@macro()
def pay_lines(evaluator: MacroEvaluator, plain: exp.Expression) -> str:
    """Statements in plain text, a line each: a heading beside what stands below it, and figures apart from words."""
    beside = rf"regexp_replace({as_sql(plain)}, ':\s*\n\s*', ': ', 'g')"
    apart = rf"regexp_replace({beside}, '([0-9])([A-JL-Z][a-z]{{3,}})', '\1' || chr(10) || '\2', 'g')"
    lines = rf"regexp_replace({apart}, '([0-9])([a-jl-z][a-z]{{2,}})', '\1 \2', 'g')"
    # the last line may end within a figure
    return (
        f"case when length({as_sql(plain)}) <= {LONGEST_STATEMENTS} then {lines}"
        rf" else nullif(regexp_replace(left({lines}, {LONGEST_STATEMENTS}), '[^\n]*$', ''), '') end"
    )


@macro()
def is_pay_delivered(evaluator: MacroEvaluator, version: exp.Column) -> str:
    """Whether a field of pay of a version has a figure; "competitive" has none."""
    name = version.name
    return (
        f"({name}.salary_from is not null or {name}.salary_to is not null"
        rf" or coalesce(regexp_matches({name}.salary_offered, '\p{{Nd}}'), false))"
    )


@macro()
def is_pay(evaluator: MacroEvaluator, salaries: exp.Column) -> str:
    """Whether a row of pay has a figure."""
    return f"coalesce({salaries.name}.salary_min, {salaries.name}.salary_max) is not null"
