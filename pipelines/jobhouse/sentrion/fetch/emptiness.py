"""Whether an answer without jobs says that there are none, or may as well say that the API fails.

The documentation does not say how the API reports that a search finds nothing: an empty list, `success: false`, 404 or
no data. A run out of credits or an outage may look the same. So only what says it, by the code `not_found` or in words,
is believed as it stands; anything else is believed with more care (`PageAttempts.means_empty`).
"""

from __future__ import annotations

import re
from typing import Final

_THINGS: Final = r"(?:jobs?|postings?|adverts?|results?|records?|match(?:es)?|data|documents?|items?|hits?|rows?)"
_NOTHING: Final = re.compile(
    rf"\b(?:no|zero|0)\s+(?:\w+\s+){{0,2}}{_THINGS}\b"
    r"|\b(?:nothing|none)\s+(?:\w+\s+){0,2}(?:found|match(?:es|ed)?)\b"
    rf"|\b{_THINGS}\s+(?:\w+\s+){{0,2}}not\s+(?:be\s+)?found\b"
    r"|\bempty\b",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"\bstatus \d+ not_found\b")
_ANOTHER_REASON: Final = re.compile(
    r"credit|quota|limit|subscri|upgrade|access|permi|allow|unavailable|unable|error|fail|later|time-?out|tempor|mainten"
    r"|body|header|token|\bkey|parameter|field|route|path|url",
    re.IGNORECASE,
)


def is_clearly_empty(reason: str) -> bool:
    """Whether a failure's reason says that there are no jobs, and names nothing else that would explain it."""
    says_so = _CODE.search(reason) or _NOTHING.search(reason.replace("_", " "))
    return bool(says_so) and not _ANOTHER_REASON.search(reason)
