"""Where the text of an advert states the pay: a word for pay with an amount after it, or a range of pay by a period.

What is found is read by the same steps as a delivered salary text (see `pay.py`), which drop bonuses, budgets and the
like and refuse what is no pay of that size.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.arrangements import INLINE_TAG
from macros.cleaning import key_of
from macros.expressions import as_sql, text_of
from macros.pay_words import PER, PERIOD_LETTERS, PERIOD_NOUNS, PERIOD_WORDS

MOST_STATEMENTS = 8
"""Of one text: an advert for many places states the pay of each, and one with more is a list of vacancies."""
READ_FOR_PAY = 20_000
"""Of a text: what an advert says of pay stands before that."""
_END_OF_RUN = r"0-9.;!?\n"
_LETTER_OF_RUN = r"A-Za-z\x{80}-\x{9f}\x{a1}-\x{1fff}\x{2070}-\x{10ffff}\n<>"
LONGEST_RUNS = ((_END_OF_RUN, 1_000), (_LETTER_OF_RUN, 300))
"""Characters side by side without a figure or an end of a sentence, and without a letter: a longer run is no sentence.
In Java a pattern of pay takes time with the square of a run: it may begin at each character, and look up to the end."""
PIECES = 4
"""Of a longer run, each a line: what goes beyond them is a picture, or a page that was pasted in."""
LONGEST_STATEMENTS = 1_000
"""Characters of all of them; what says more of pay than that is no statement."""

NAMES_OF_PAY = (
    # English; "rate" alone may be that of anything, and others pay as well
    r"salar(?:y|ies)|compensation|remuneration|wages?|ote|(?:hiring|hourly) range"
    r"|(?:base|standard|annual)(?: hourly)? range for th(?:is|e) (?:role|position|job)"
    r"|pay (?:ranges?|ranging|rates?|scales?|bands?|structure|is|of|for|between|from|starts?|starting|will|based)"
    r"|(?:hourly|daily|day|weekly|monthly|annual|base|contract|starting) rate|rate of pay",
    # German, with the first parts of its compounds, then the Nordic languages
    r"\p{L}*(?:gehalt|gehälter|gehalts(?:paket|spanne|band|rahmen)|lohn|vergütung|entgelt|entlohnung)|bezahlung|verdienst|dotiert",
    r"\p{L}*(?:lön|løn|lønn|palkka)|palkkaus",
    # French, Spanish, Portuguese, Italian
    r"salaires?|rémunération|rémunérée?s?|gratification|tjm|salarios?|sueldos?|remuneración|retribución|salarial"
    r"|renta (?:líquida|bruta|mensual)|salários?|remuneração|bolsa(?:[- ]auxílio)?|stipendio|retribuzione|ral"
    r"|compenso|ctc",
)
MORE_NAMES_OF_PAY = (
    # Romanian, Hungarian, Lithuanian, Latvian, Estonian, Greek, Indonesian and Malay
    r"salari(?:ul|u|i)|remunerați[ae]|(?:alap|óra|munka)?bér(?:e|ezés)?|(?:alap)?fizetés[e]?|atlyginim(?:as|o|ą)|užmokest[iį]s?"
    r"|atalgojum[su]|darba alga|(?:põhi|bruto|kuu|tunni)?palk|töötasu|μισθ[όο][ςύ]?|αμοιβ[ήη]|αποδοχ[έε]ς|gaji|upah",
    # Dutch; Polish, Czech, Slovak, Croatian, Slovenian, Serbian; Turkish
    r"\p{L}*(?:salaris|loon)|verdien(?:t|en)?|beloning|wynagrodzeni[ae]|stawk[aię]|zarobki|pensj[aię]|widełki|płac[aey]"
    r"|mzd[ayu]|plat|odměna|ohodnocení|ohodnotenie|pla[tćč]a|maaş[ıi]?|ücret[i]?",
    # Russian, Ukrainian, Bulgarian
    r"зарплат[аы]|заработн\p{L}+ плат\p{L}+|з/?п|оклад|доход|ставк[аи]|заробітн\p{L}+ плат\p{L}+|зарплатня|заплата"
    r"|вилка",
    # Arabic, Hebrew, Vietnamese
    r"الراتب|راتب|الأجر|اجر|שכר|משכורת|(?:mức )?lương|thu nhập",
)
"""Apart from the others, since all in one take three times as long."""
NAMES_WITHOUT_SPACES = (
    "[月年时時日周週底][薪給给]|薪[资酬水資]|薪[:：]|工资|工資|待遇|給与|給料|年収|月収|年俸|基本給|報酬|급여|연봉|월급|시급|보수|임금"
    "|เงินเดือน|ค่าจ้าง"
)
"""Of languages whose words stand side by side."""
NO_PAY_BEFORE = (
    # what is paid besides, or for something else
    r"bonus|commission|incentive|stipends?\b|allowance|reimburs|refer(?:ral|s)?\b|relocation|overtime|maternity|paternity|parental"
    r"|severance|detention|standby|on[- ]call|holiday pay|sick pay|subsidy|packaging|sacrifice|advance|retention|sign"
    r"|tuition|education|training|learning|budget|insurance|pension|equity|stock|prize|award|grant|scholarship|donat"
    # somebody else's, or a mean
    r"|average|median|minimum wage|living wage|graduates|alumni|gain|increase|raise|customers|clients|users|companies"
    r"|revenue|sales of|turnover|funding|invest|spend|assets|household|income|rent\b|loyer|miete|alquiler|affitto|price"
    r"|cost|fee\b|fees|loan|savings?\b|saved|paye?r\b|workers.? comp|threshold|prevailing|sponsor|survey|deposit"
    r"|deductible|hazard|differential|increment|per diem|childcare|parking|rooms?\b|accommodation|renting|hotel"
    r"|plans?\b|invoices|payroll|director.?s|ceo\b|bill rate|agents|members|machine|lawyers|sales\b|units|school"
    r"|reconcil|salary reports|uniform|in service|medical|layover|breakdown|longevity|bilingual|certification"
    r"|redundancy|call[- ]?out|weekend|sunday|portfolio|ventas|förder|comiss"
    # other languages
    r"|zulage|sonderzahlung|mindestlohn|minimumloon|(?:salario|salário) mínimo|salaire minimum|smic\b|participation"
    r"|stravné|obrok|yemek|בונוס|โบนัส|ค่าเดินทาง|prime\b|primes|prämie|zuschlag|zuschuss|urlaubsgeld|weihnachtsgeld|ticket|mutuelle|moyenn|indemnité|bonific"
    r"|comisi|ayuda|vale[- ]|auxílio (?:saúde|creche)|benefício|premio|premi[aeię]|dodatek|bonifikat|příplat|příspěv"
    # the least, a mean and others' pay where names of pay are in these languages
    r"|salari\p{L}* minim|minimal(?:us|na|ne)|minim[aā]l[aāi]|(?:gaji|upah) minimum|κατώτατ|μέσ[οη]ς|miinimum|vidutin"
    r"|vidēj|keskmi|átlag|rata-rata|purata|povpre|albérlet|bérl|вилка цен|tanfolyam|naročnik|pótlék|lembur|beiskoláz"
    r"|κάρτα|prehran|juttatás|tichete|primă|sporuri|priedas|priedai|piemaks|lisatasu|επίδομα|μπόνους|tunjangan|asuransi"
    r"|elaun|prémi|tillæg|tillegg|tillägg|forsikring|премі|преми|бонус|компенсац|аренд|обучени|мин\p{L}+ размер|средн"
    r"|奖|獎|补贴|補貼|津贴|津貼|资本|資本|手当|保険|상여|보너스|식대|지원금|thưởng|phụ cấp"
)
"""Before an amount, in its sentence: then it is no pay."""
NO_MONEY = r"coins?\b|points?\b|tokens?\b|gems\b|diamonds\b|vouchers?\b"
"""After a figure: what it counts is no money."""

_TAG = "<[^<>]*>"
_ENTITY = "&(?:[a-z]+|#x?[0-9a-f]+);"
_SPACE = r"[ \x{a0}\x{202f}]"
# within a sentence, without and with figures
_WORDS = rf"[^0-9.;!?\n<&,+(•。，、\"]*(?:(?:{_ENTITY}|{INLINE_TAG})[^0-9.;!?\n<&,+(•。，、\"]*)*"
_GAP = rf"(?:{_TAG}|{_SPACE}|&nbsp;|&#160;)*"
_DASH = "(?:[-–—−~～〜至]|&(?:[mn]dash|#821[12]|#45|#x201[34]);)"
_SIGN = r"[\p{Sc}]|r[$]|zł|kč|kr|usd|eur|gbp|chf|cad|aud|pln|czk|sek|nok|dkk|inr|brl|rub|руб"
_NUMBER = r"[0-9](?:[0-9 ,.'’\x{a0}\x{202f}]*[0-9])?k?"
_TO = rf"{_GAP}(?:{_DASH}|to|and|bis|und|à|a|y|e|do|tot|до){_GAP}"
_RANGE = rf"(?:(?:{_SIGN}) ?{_NUMBER}{_TO}(?:{_SIGN})? ?{_NUMBER}|{_NUMBER} ?(?:{_SIGN})?{_TO}{_NUMBER} ?(?:{_SIGN}))"
# what goes on after the end of a line or clause: the range of a further place, the middle and the higher end
_NEXT_LINE = rf"(?:\n|{_TAG})(?:{_TAG}|[ \n•*-]|&nbsp;)*"
_END = rf"(?:;[ ]*|{_NEXT_LINE})"
_PLACE = r"(?:[a-z]{2,3}[:)] ?|in [^0-9.;!?\n<]* )"
_HIGHER = r"(?:mid|m[aá]x|massim|maks|макс|höchst|最高)\p{L}*(?:[-.: \n]|&nbsp;|<[^<>]*>)*"
_FURTHER = (
    rf"(?:{_END}(?:{_PLACE}(?:{_SIGN}) ?[0-9][0-9.,]*k?{_TO}(?:(?:{_SIGN}) ?)?[0-9]"
    rf"|{_HIGHER}(?:(?:{_SIGN}) ?[0-9]|[0-9][0-9.,]{{3}}))"
    rf"|{_NEXT_LINE}(?:{_SIGN}) ?[0-9][0-9.,]*k?{_TO}(?:(?:{_SIGN}) ?)?[0-9][0-9.,]*k? in [a-z])"
)
_SENTENCE = (
    # an abbreviation ends no sentence
    r"(?:(?:p[.] ?a|руб|грн|hr|hrs|yr|std|mo|wk|mies|tys|тыс)[.]"
    rf"|[^.;!?\n<&]|[.](?:[0-9\p{{L}}]|{_SPACE}{_DASH})|{_ENTITY}|{INLINE_TAG}"
    rf"|{_GAP}{_DASH}(?:{_GAP}|{_SPACE}*\n{_SPACE}*)[^ \n<]|{_FURTHER})*"
)
# from the beginning of a sentence or from the figure before; no attribute of a tag
_START = r"(?:^|[0-9.;!?\n>,•。，、])(?:[^0-9.;!?\n<>=\",•。，、]*[^\p{L}0-9.;!?\n<>=\",•。，、])?"
# a figure that may be pay: with a sign or a unit, or large and no year
_CODES = (
    "eur|usd|gbp|chf|pln|czk|huf|ron|bgn|sek|nok|dkk|isk|try|rub|uah|kzt|ils|aed|sar|qar|kwd|bhd|omr|jod|egp|mad|tnd|dzd"
    "|zar|kes|ngn|ghs|ugx|tzs|inr|pkr|bdt|lkr|npr|cny|rmb|twd|ntd|hkd|sgd|myr|thb|php|idr|vnd|jpy|krw|aud|cad|nzd|mxn|brl"
    "|ars|clp|cop|pen|uyu|crc|dop|gtq"
)
_UNITS = (
    rf"[\p{{Sc}}万萬千元円원만천]|美金|美元|(?:{_CODES}|euros?|kr|zł|kč|к|lei|ft|тг)(?:[^\p{{L}}]|$)"
    r"|tys|tis[.]|тыс|т[.] ?р|руб|грн|млн|triệu|tr\b|juta|jt\b|ribu|lakhs?|lpa"
)
_FIGURE = (
    r"(?:[\p{Sc}](?:[ \x{a0}]|&nbsp;)?[0-9]|[0-9]{1,3}[ ,.'’\x{a0}\x{202f}][0-9]{3}"
    r"|(?:1[0-8]|2[1-9]|[3-9][0-9])[0-9]{2}|[0-9]{5}"
    rf"|[0-9.,]+(?: ?(?:[-–—~～至]|to|y|e|et|a|à|und|bis|tot|do|до) ?[0-9.,]+)?[ \x{{a0}}]?(?:{_UNITS})(?:[.] ?/)?"
    # 4K is a screen
    rf"|[0-9.,]{{2,5}} ?k|[0-9.,]{{1,5}} ?k? ?[-–—~～] ?[0-9.,]{{1,5}} ?k"
    rf"|[0-9] ?k ?(?:[\p{{Sc}}]|{_CODES}))"
)
_AT = (
    r"(?:[(（\[*~≈±<>≥≤:：=-]| |\x{a0}|&nbsp;)*"
    r"(?:(?:[a-z]{2,3}|euros?|[rsacn])[$]? ?|(?:rs|rp|fr|sfr|kr|kshs?|ush|tsh)[.] ?)?"
)
# after a comma or a bracket only what leads to the figure; under a heading the figure itself
_LEADING = r"(?:is|of|ranges?|ranging|between|from|to|at|ist|beträgt|liegt|est|es|é|è|wynosi|составляет|[:：=])"
_END_WORDS = "from|between|up ?to|starting|von|ab|bis|entre|desde|od|от|fino a|tot"
_FIGURE_WORDS = rf"{_END_WORDS}|ranges?|min|minimum|max|maximum|at|annual|base|hourly|estimated|de|da"
_AFTER_WORD = r"(?:[ :\n]|<[^<>]*>)+"
# in a list only with a word for an end, since lists name bonuses and budgets as well
_UNDER = rf"(?:[*•·▪●◦‣➢✔–-] ?(?:(?:{_END_WORDS}){_AFTER_WORD})+|(?:(?:{_FIGURE_WORDS}){_AFTER_WORD})*)"
_NEAR = rf"{_WORDS}(?:[,+(•][^0-9.;!?\n<]*{_LEADING}[ ]?)?{_AT}"
_BELOW = rf"{_WORDS}{_SPACE}*(?:{_TAG}|\n)(?:{_TAG}|[ \n])*{_UNDER}{_AT}"
_LEAD = (
    rf"(?:(?:[^\p{{L}}0-9.;!?<&\",+(•。，、]|{_TAG}|{_ENTITY})(?:{_NEAR}|{_BELOW})"
    rf"|[ ]?(?:[,+•][^0-9.;!?\n<]*{_LEADING}[ ]?{_AT}|\({_AT}))"
)
_NAMED = (
    rf"{_START}(?:(?:{'|'.join(NAMES_OF_PAY)}){_LEAD}|pay ?(?:[:=(\n–—-]|{_TAG})(?:{_NEAR}|{_BELOW}))"
    rf"{_FIGURE}{_SENTENCE}"
)
_NAMED_ELSEWHERE = rf"{_START}(?:{'|'.join(MORE_NAMES_OF_PAY)}){_LEAD}{_FIGURE}{_SENTENCE}"
_NAMED_WITHOUT_SPACES = rf"(?:{NAMES_WITHOUT_SPACES})(?:{_NEAR}|{_BELOW}){_FIGURE}{_SENTENCE}"
_NOUNS = "|".join(PERIOD_NOUNS.values())
_LETTERS = "|".join(PERIOD_LETTERS.values())
_BY = rf"(?:/ ?(?:{_NOUNS}|{_LETTERS})|(?:{PER})(?:{_NOUNS})|{'|'.join(PERIOD_WORDS.values())})"
# An amount by a period may be of anything, such as rent or revenue. It is pay where it stands alone in its sentence,
# with no more than a level, a contract or a country before it, or where it is said that the reader gets it.
_FROM_LINE = r"(?:^|[\n>.!?])(?:[^\p{L}0-9\n<>]|&nbsp;)*"
_ALONE = (
    rf"{_FROM_LINE}(?:(?:(?:\p{{L}}{{1,3}}|band|grade|level|step|stufe|tier|niveau|nivel|livello|poziom) ?[0-9]{{1,2}}"
    r"|\p{L}\p{L}|usa|(?:b2b|uop|w2|c2c)(?: contract)?)(?:[^\p{L}0-9\n<>]{1,3}| at )"
    r"|(?:between|from|up ?to|circa|approx[.]?|range:|(?:the )?(?:hourly )?rate:?(?: is)?|hourly:"
    r"|(?:now )?hiring at|starting (?:at|from)|paying) )?"
)
_YOU_GET = (
    r"(?:(?:^|[^\p{L}])(?:you(?:['’](?:ll|d)| will| can| could| may| would)?(?: typically| usually)?"
    r" (?:get|receive|earn|be paid)|(?:and|potentially) earn(?:s|ing)?|we(?:['’]re| are)? (?:pay|offer)(?:ing)?"
    r"|(?:role|position|job|gig|contract|post|project|shift)(?: currently| will)? (?:pays?|paying)"
    r"|competitive (?:\p{L}+ ){0,3}(?:pay|rates?|earnings)(?:,|,? with rates)?(?: of| reaching| ranging)?"
    r"|pay (?:reaching|ranging)|pago competitivo"
    r"|wir (?:bieten|zahlen)|nous (?:offrons|proposons)|ofrecemos|oferecemos|offriamo|wij bieden|oferujemy|nabízíme"
    r"|ponúkame|vi (?:tilbyder|tilbyr|erbjuder)|tarjoamme|предлагаем|пропонуємо)"
    r"|(?:^|[.!?\n>])[^\p{L}0-9\n<>]*(?:earn(?:ing|ings)?|pay(?:s|ing)?|offering))"
    rf"(?:{_TAG}|{_SPACE}|:|(?:a|an|between|from|up ?to|at least|about|around|approximately"
    r"|ca|von|zwischen|bis zu|de|entre|da|od|от)[ .])+"
)
_AMOUNT = rf"(?:{_SIGN}) ?{_NUMBER}(?:{_TO}(?:{_SIGN})? ?{_NUMBER})?|{_RANGE}"
_BETWEEN_BY = r"(?:<[^<>]*>|[^0-9.;!?\n<\p{L}]|[a-z]{3,8} )*"
_QUALIFIER = (
    r"gross|net|netto|brutt?o|bruts?|lord[oi]|base|plus|depend\p{L}*|based|according|doe|negotiable|salary|pay|wages?"
    r"|compensation|w2|1099|c2c|inside|outside|pro rata|fte|and|while"
)
_ONLY = rf"(?:[^\p{{L}}0-9\n<]*(?:{_QUALIFIER})(?:[^\p{{L}}]{_WORDS}|$)|{_SPACE}*(?:[.,;:!|)(+\n<*&–—-]|$))"
_TO_END = rf"(?:{_TO}(?:{_SIGN})? ?{_NUMBER})?{_ONLY}"
_PERIODIC = rf"(?:{_ALONE}{_RANGE}|{_YOU_GET}(?:{_AMOUNT})){_BETWEEN_BY}{_BY}{_TO_END}"


@macro()
def pay_text(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The part of a text that is read for pay, in which no run is longer than a sentence.

    A column of its own: each of the patterns reads it.
    """
    whole = as_sql(text)
    read = f"case when strlen({whole}) > {READ_FOR_PAY} then left({whole}, {READ_FOR_PAY}) else {whole} end"
    # from the beginning of a run, so that a search counts once
    long_runs = [f"(?:^|[{ends}])[^{ends}]{{{longest}}}" for ends, longest in LONGEST_RUNS]
    is_long = " or ".join(f"regexp_matches({read}, '{run}')" for run in long_runs)
    short = read
    for (ends, longest), run in zip(LONGEST_RUNS, long_runs, strict=True):
        # piece by piece, each found by the mark after the one before it: to count from any place would be slow
        for mark, piece in enumerate((run, *(rf"\x{{{mark}}}[^{ends}]{{{longest}}}" for mark in range(1, PIECES))), 1):
            short = f"regexp_replace({short}, '{piece}', '\\0{chr(mark)}', 'g')"
        short = rf"regexp_replace({short}, '\x{{{PIECES}}}[^{ends}]*|[\x{{1}}-\x{{{PIECES - 1}}}]', chr(10), 'g')"
    return f"case when {is_long} then {short} else {read} end"


@macro()
def pay_statements(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Every statement of pay in a text of pay_text, as delivered, a line each; null where there is none.

    One without a name of pay counts where no other does.
    """
    given = as_sql(text)
    # a pattern each, since all in one take eight times as long
    named, elsewhere, without_spaces, periodic = (
        f"regexp_extract_all({given}, {text_of(f'(?i){pattern}')})"
        for pattern in (_NAMED, _NAMED_ELSEWHERE, _NAMED_WITHOUT_SPACES, _PERIODIC)
    )
    by_name = _lines(f"list_concat(list_concat({named}, {elsewhere}), {without_spaces})")
    return f"coalesce(nullif({by_name}, ''), nullif({_lines(periodic)}, ''))"


def _lines(statements: str) -> str:
    """Statements as lines, without those that speak of something else before their first figure."""
    joined = f"chr(10) || array_to_string(({statements})[1:{MOST_STATEMENTS}], chr(10))"
    # what a statement was found by, such as the end of a tag or of the sentence before
    bare = rf"regexp_replace({joined}, '\n[^\p{{L}}\p{{Sc}}0-9(<&\n][^\p{{L}}\p{{Sc}}0-9(<&\n]*', chr(10), 'g')"
    # the first character may be the figure that the statement was found by
    other = rf"(?i)\n[0-9]?[^0-9\n]*(?:{NO_PAY_BEFORE}|[0-9][0-9,.]* ?(?:{NO_MONEY}))[^\n]*"
    return f"trim(regexp_replace({bare}, {text_of(other)}, '', 'g'), chr(10))"


@macro()
def pay_lines(evaluator: MacroEvaluator, plain: exp.Expression) -> str:
    """Statements in plain text, a line each: a heading beside what stands below it, and figures apart from words."""
    whole = rf"regexp_replace({as_sql(plain)}, '(?i)(/ ?(?:hrs?|yr|mo|wk|std))[.]', '\1', 'g')"
    beside = rf"regexp_replace({whole}, ':\s*\n\s*', ': ', 'g')"
    apart = rf"regexp_replace({beside}, '([0-9])([A-JL-Z][a-z]{{3,}})', '\1 ; \2', 'g')"
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
def text_salary_key(evaluator: MacroEvaluator, version: exp.Column, text_pay: exp.Expression) -> str:
    """The key of the pay that a version's text states; null where it states none, or a field of pay has a figure.

    It is the key of an advert that delivers these words as its pay, since they mean the same.
    """
    currency, country = (exp.column(name, table=version.name) for name in ("salary_currency", "country"))
    key = key_of(evaluator, text_pay, exp.null(), exp.null(), currency, country)
    delivered = is_pay_delivered(evaluator, version)
    return f"case when {as_sql(text_pay)} is not null and not {delivered} then {key} end"


@macro()
def is_pay(evaluator: MacroEvaluator, salaries: exp.Column) -> str:
    """Whether a row of pay has a figure."""
    return f"coalesce({salaries.name}.salary_min, {salaries.name}.salary_max) is not null"
