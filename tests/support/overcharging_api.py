"""A sandbox that takes more than it says: it charges pages and then fails, sends more than was asked for, miscounts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from jobhouse.sandbox.api.answers import Answer
from jobhouse.sandbox.api.catalogue import Matches
from jobhouse.sandbox.api.request import SearchRequest
from tests.support.in_process import SharedPostings, engine_of

# none of those that the contract refuses or redirects before it works on a page
STATUSES = (500, 502, 503, 504, 408, 425, 520, 204, 206, 410, 999)


@dataclass
class Tricks:
    """How the sandbox cheats: the share of charged pages that it fails to deliver, and with which statuses."""

    fails: float = 0.0
    statuses: tuple[int, ...] = STATUSES
    page: int | None = None
    """Jobs in an answer, whatever was asked for."""
    rereads_cost: bool = False
    price: int = 1
    """Credits for each job."""
    says: int | str | None = None
    """What it says that each page cost; None: the truth, an empty text: nothing."""
    seed: int = 1
    draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)


class Charging(SharedPostings):
    """Its counter `charged` is the truth about credits."""

    tricks = Tricks()

    @property
    def charged(self) -> int:
        return self.tricks.price * self.credits_charged

    def _searched(self, key: str, content: bytes, now: float) -> tuple[Answer, float]:
        answer, delay = super()._searched(key, content, now)
        if answer.status == 200 and self.tricks.draw.random() < self.tricks.fails:
            answer = Answer(self.tricks.draw.choice(self.tricks.statuses), b"")
        return answer, delay

    def _page(self, key: str, search: SearchRequest, cursor: int | None, position: str, now: float) -> Answer:
        asked = search if self.tricks.page is None else replace(search, limit=self.tricks.page)
        return super()._page(key, asked, cursor, position, now)

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, Any]:
        if self.tricks.rereads_cost:
            self.accounts[key].new_cycle()
        data = super()._data(key, search, matches, shown)
        used = data["credits_used"]
        says = used * self.tricks.price if isinstance(used, int) else used
        data["credits_used"] = says if self.tricks.says is None else self.tricks.says
        if self.tricks.price > 1 and isinstance(data["credits_remaining"], int):
            data["credits_remaining"] -= self.charged - self.charged // self.tricks.price
        return data


def charging(tricks: Tricks, switches: str = "", **sandbox: Any) -> Charging:
    """A sandbox in this process that plays these tricks."""
    plain = engine_of(switches, **sandbox)
    engine = Charging(plain.options)
    engine.tricks = tricks
    return engine
