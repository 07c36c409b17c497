"""What a line answers after a label for work from elsewhere: Remote: no, Praca zdalna: nie."""

from __future__ import annotations

from macros.arrangement_elsewhere import CHANCE, LETTER, REMOTE_ABROAD, TELEWORK, WORK

_ELSEWHERE = (
    rf"(?:\bremote(?:ly)?\b|{REMOTE_ABROAD}"
    r"|удал[её]нк[аиу]|远程|遠程|远端|遠端|遠距|リモート|재택|在宅|テレワーク|居家|在家)"
)
# where further letters follow: two repeats of letters side by side would be tried in all of their lengths
_ELSEWHERE_BEGUN = _ELSEWHERE.replace(f"{LETTER}+(?: būdu)?", f"{LETTER}(?:{LETTER}* būdu)?").replace(
    f"{LETTER}+", LETTER
)
_HOME = (
    rf"(?:\bwork(?:ing)?[ -]from[ -]home\b|\bwfh\b|\btelework(?:ing)?\b|\btelecommut(?:e|ing)\b"
    rf"|\bhome[ -]?(?:office|working|based)\b|{TELEWORK})"
)
_POSSIBLE = (
    "possible|allowed|available|offered|accepted|permitted|supported|considered|eligible|friendly|ok(?:ay)?"
    "|option(?:al)?"
    "|möglich|erlaubt|possibile|posible|possível|mogelijk|możliw[ae]|možn[áéý]|mulig|muligt|möjligt|mahdollista"
    "|lehetséges|posibil[ăa]?|mümkün|возможн[аоы]|можлив[ао]|可|可能|가능|permitid[oa]|autorisé|consentito|toegestaan"
)
_WORDS = (
    rf"(?:[ /-]?(?:办公|辦公|工作|上班|勤務|ワーク|근무|여부|制度)|[ /-](?:{WORK}|{CHANCE}|{_POSSIBLE}|jobs?"
    rf"|positions?|roles?|options?"
    r"|opportunit(?:y|ies)|policy|arrangements?|employment|candidates|applicants|or (?:not|on-?site|office)|yes/no|y/n"
    rf"|from home|home|elsewhere|формат{LETTER}*|режим|mode|modell?|för|for this (?:role|position|job)))"
)
_MARKS = r"[*_` ]*"
_SIGN = rf"{_MARKS}(?:[)\]]{_MARKS})?(?:[:=?\x{{ff1a}}\x{{ff1f}}]{_MARKS}){{1,2}}"
_TAGS = r"(?:</?(?:b|i|u|em|strong|span|a|font)\b[^>]*>[*_` ]*){0,3}"
_BEGIN = r"(?:^|[\n>])[ \t*_#\x{2022}\x{b7}+-]*"
_DASH = r"[*_`]* (?:-|\x{2013}|\x{2014}) ?"
_LINE_END = r"[ \t*_!`.\x{3002}]*(?:\n|<|$)"
_FULL_STOP = r"[ *_`]*[.](?:[\n<]|$| +[^ 0-9]{3})"
_END = rf"({_LINE_END}|[ *_`]*[,;|)(/\]\x{{ff0c}}\x{{ff08}}\x{{3001}}]|{_FULL_STOP})"
# what follows yes after a comma may be its limit: yes, 2 days a week
_YES_END = rf"({_LINE_END}|[ *_`]*[;|)(/\]]|{_FULL_STOP})"
_NO = (
    r"(?:no|none|nope|never|false|n|not (?:possible|available|allowed|offered|permitted|supported|an option|accepted"
    r"|remote|eligible|at (?:this time|the moment))|unavailable|impossible"
    r"|nein|nicht (?:möglich|vorgesehen|angeboten|verfügbar|erlaubt)|unmöglich|keine?"
    r"|non|(?:non|pas) (?:possible|proposé|autorisé|prévu|disponible|éligible)|aucune?"
    r"|no (?:posible|disponible|permitido|ofrecido)|imposible|não|nao|(?:não|nao) (?:possível|disponível|permitido)"
    r"|impossível|non (?:previsto|possibile|disponibile|consentito)|impossibile"
    r"|nee|neen|niet (?:mogelijk|beschikbaar|toegestaan)|geen|nie|nie ma|brak|niemożliw[aey]|není(?: možn[áéý])?"
    r"|nelze|nie je(?: možn[áéý])?|nej|ej möjligt|inte möjligt|ikke muligt?|nei|ingen|ei|ei ole|ei mahdollista"
    r"|nem|nincs|nem lehetséges|nu (?:este|e) posibil[ăa]?|hay[ıi]r|yok|mümkün değil"
    r"|нет|невозможн[аоы]|не (?:возможн[аоы]|предусмотрен[аоы]?|предлагается|рассматривается)|отсутствует|ні|немає"
    r"|неможлив[ао]|не|няма|невъзможн[ао]|nije|nije moguć[ae]?|ni mogoč[ae]?|negalim[aio]s?|nēra|nėra|nē|nav"
    r"|όχι|לא|אין|لا|غير متاح|ไม่|ไม่มี|ไม่ได้|tidak|tidak ada|không|không có|नहीं"
    r"|否|不|不是|不可|不可以|不支持|不支援|不接受|不能|不行|不允许|不允許|不提供|暂无|暫無|暂不支持|无|無|没有|沒有"
    r"|不可能|なし|無し|ナシ|いいえ|ng|불가|불가능|없음|아니[오요]|안 ?됨|미지원"
    r"|\x{274c}|\x{2717}|\x{2718}|\x{2716}\x{fe0f}?|\x{d7})"
)
_YES = (
    r"(?:yes|y|yep|true|ja|oui|s[íi]|sim|sì|tak|ano|áno|да|так|igen|kyllä|jah|jā|taip|evet|var|ναι|כן|نعم|có|ใช่|ya|हाँ"
    r"|是|可|可以|支持|接受|はい|可能|あり|예|네|가능"
    r"|\x{2705}|\x{2714}\x{fe0f}?|\x{2713})"
)
_QUESTION = (
    rf"(?:(?:是否|可否|能否|可以|支持)(?:可以|支持|接受|能)?(?:{_ELSEWHERE}|{_HOME})(?:办公|辦公|工作)?"
    rf"|\b(?:{_ELSEWHERE}|{_HOME})(?: work(?:ing)?)? ?(?:or not|[(\[/]? ?(?:yes ?/ ?no|y ?/ ?n|ja ?/ ?nein"
    rf"|oui ?/ ?non)))"
)
_HYBRID = rf"\b(?:hybrid|h[íi]brid[oa])(?: {WORK})?"
_LABEL = rf"(?:{_ELSEWHERE_BEGUN}|{_HOME}){LETTER}*{_WORDS}{{0,4}}"
ANSWERS = (
    (rf"{_LABEL}{_SIGN}{_TAGS}{_NO}{_END}", r" | no remote \1"),
    # NO is a country as well: Remote - NO, SE
    (rf"{_BEGIN}{_LABEL}{_DASH}{_TAGS}{_NO}({_LINE_END})", r" | no remote \1"),
    (rf"(?:{_ELSEWHERE_BEGUN}{LETTER}*{_WORDS}{{0,4}}{_SIGN}){_TAGS}{_YES}{_YES_END}", r" | remote | \1"),
    (rf"{_HYBRID}{_SIGN}{_TAGS}{_YES}{_YES_END}", r" | hybrid | \1"),
    (rf"{_HYBRID}{_SIGN}{_TAGS}{_NO}{_END}", r" \1"),
    # asked and not answered
    (rf"{_QUESTION}{_SIGN}[ \t*_`.]*(\n|<|$)", r"\1"),
)
"""An answer of a word or two to the end of its line or its part, and what it means in English."""
MAY_ANSWER = (
    rf"(?:{_ELSEWHERE_BEGUN}|{_HOME}|hybrid)[^\n]{{0,80}}?"
    r"(?:[:=?\x{ff1a}\x{ff1f}]|[ *_](?:-|\x{2013}|\x{2014}))"
)
"""A search that passes most texts by."""
