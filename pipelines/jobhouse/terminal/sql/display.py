"""How results are shown on a screen: what `.mode`, `.width`, `.rows` and `.pager` set at the prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

Mode = Literal["auto", "table", "record", "csv", "json", "markdown"]
ResultFormat = Literal["auto", "table", "record", "csv", "json", "markdown", "parquet"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
WIDEST: Final = 60
MOST_ROWS: Final = 40
LIMIT_OF_ROWS: Final = 10_000
"""Rows that are kept in memory for a screen; a file takes any number, batch by batch."""


@dataclass
class Display:
    """The settings of one prompt, or of one query of the command line."""

    mode: Mode = "auto"
    widest: int | None = WIDEST
    """Characters of the widest column; None clips nothing."""
    most_rows: int = MOST_ROWS
    """Rows of a table on the screen, first and last ones."""
    is_paged: bool = True
    """Whether what is larger than the screen goes through a pager."""
    everything: str = "--format csv > FILE.csv"
    """How to get all rows of a result of which only some are drawn."""

    @classmethod
    def of(cls, form: ResultFormat) -> Display:
        """For one query of the command line; what is for programs is not paged."""
        is_drawn = form in ("auto", "table", "record")
        return cls(mode=cast("Mode", form) if is_drawn else "auto", is_paged=is_drawn)

    @property
    def most_records(self) -> int:
        """Records on the screen: half as many as rows, as a record takes many lines."""
        return max(2, self.most_rows // 2)
