"""Names of skills in Cyrillic letters, and Latin letters that only look like Cyrillic ones."""

from __future__ import annotations

CYRILLIC = r"\x{400}-\x{52f}"
_ADDRESS_OF = (
    r"(?:дом|корпус|кабинет|офис|квартира|строение|литера?|секция|подъезд|категори[яи]|класс[аеу]?"
    r"|(?:д|корп|каб|оф|кв|стр|лит)[.]) ?№?"
)
CYRILLIC_NAMES = {
    "1C Enterprise": r"1[\x{421}\x{441}]",
    "MS Excel": "[эе]ксел(?:[ьяюие]|ем)?",
    "MS Word": "ворд(?:[аеу]|ом)?",
    "Photoshop": "фотошоп(?:[аеу]|ом|і)?",
    "AutoCAD": "автокад(?:[аеу]|ом|і)?",
    "Python": "питон(?:[аеу]|ом|і)?",
    "Java": "джав(?:[аыеуи]|ой|ою)",
    "Delphi": "дел(?:ь)?фи",
}
"""Names in Cyrillic letters and the names that they become. The letter of 1С is Cyrillic or Latin."""
_CYRILLIC_C = r"[\x{421}\x{441}]"
MAY_HOLD_CYRILLIC = (
    r"[\x{421}\x{441}](?:\+\+|#)|(?i:1[\x{421}\x{441}]|[эе]ксел|ворд|фотошоп|автокад|питон|джав|дел(?:ь)?фи)"
)
MAY_NEED_LATIN = rf"[A-Za-z][{CYRILLIC}]|1[Cc].{{0,3}}[{CYRILLIC}]|[{CYRILLIC}].{{0,3}}1[Cc]|{MAY_HOLD_CYRILLIC}"
_LATIN_1C = "1[Cc]([^A-Za-z0-9" + CYRILLIC + "]"
_APART = rf"(^|[^A-Za-z0-9.,№{CYRILLIC}]|[^0-9][.,])"
FROM_CYRILLIC = (
    # Cyrillic letters that look like C and C++
    (rf"(^|[^A-Za-z0-9{CYRILLIC}])(?:{_CYRILLIC_C}|C) ?([/,]) ?(?:{_CYRILLIC_C}|C)(\+\+|#)", r"\1C\2 C\3"),
    (rf"(^|[^A-Za-z0-9{CYRILLIC}]){_CYRILLIC_C}(\+\+|#)", r"\1C\2"),
    # an address and a class
    (rf"(?i)(^|[^{CYRILLIC}]){_ADDRESS_OF} ?1[\x{{421}}\x{{441}}C]([^A-Za-z{CYRILLIC}]|$)", r"\1, \2"),
    *(
        (rf"(?i){_APART}(?:{written})([^A-Za-z{CYRILLIC}]|$)", rf"\1 {name} \2")
        for name, written in CYRILLIC_NAMES.items()
    ),
    (rf"([{CYRILLIC}][^A-Za-z0-9{CYRILLIC}]{{1,3}}){_LATIN_1C}|$)", r"\1 1C Enterprise \2"),
    (rf"{_APART}{_LATIN_1C}{{1,3}}[{CYRILLIC}])", r"\1 1C Enterprise \2"),
    # a Latin letter in a Cyrillic word, which looks alike
    (r"(^|[^A-Za-z0-9])[A-Za-z]([\x{430}-\x{45f}])", r"\1\2"),
)
