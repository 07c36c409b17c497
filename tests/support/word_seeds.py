"""Make the seed of common words: `python -m tests.support.word_seeds LISTS`.

LISTS is the folder of word lists of SCOWL 2020.12.07 (Spell Checker Oriented Word Lists, Kevin Atkinson, free for any
purpose while its notice is kept), `usr/share/dict/scowl` in Debian's package `scowl`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.paths import SQL

SEED = SQL / "seeds" / "common_words.csv"
LANGUAGES = ("english", "american")
KINDS: dict[str, tuple[tuple[str, ...], int, range]] = {
    "frequent": (("words",), 20, range(3, 15)),
    "word": (("words",), 50, range(3, 15)),
    # companies like rare words where they are short
    "rare": (("words",), 70, range(3, 8)),
    "name": (("upper", "proper-names"), 60, range(3, 15)),
}
"""The lists of each kind, their size (the smaller, the more frequent are its words), and the letters of a word."""


def main(lists: Path) -> None:
    kinds: dict[str, str] = {}
    for kind, (names, size, lengths) in KINDS.items():
        for word in _words(lists, names, size):
            if len(word) in lengths:
                kinds.setdefault(word, kind)
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "kind"))
        writer.writerows(sorted((word, kind) for word, kind in kinds.items() if not _is_plural(word, kinds)))


def _words(lists: Path, names: Iterable[str], size_max: int) -> Iterator[str]:
    for file in sorted(lists.iterdir()):
        category, _, size = file.name.partition(".")
        if category in {f"{language}-{name}" for language in LANGUAGES for name in names} and int(size) <= size_max:
            words = file.read_text(encoding="latin-1").lower().split()
            yield from (word for word in words if re.fullmatch("[a-z]+", word))


def _is_plural(word: str, kinds: dict[str, str]) -> bool:
    """Whether the word is another one with an s, which the models know without it."""
    return word.endswith("s") and word[:-1] in kinds


if __name__ == "__main__":
    main(Path(sys.argv[1]))
