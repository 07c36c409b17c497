"""One HTTP request, as the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4


@dataclass(frozen=True)
class RequestRecord:
    """One HTTP request, as the `requests` table shows it: no body and no key.

    Where the checkpoint counts its page, the record holds the page's receipt: `reading_id` and `page` of the window,
    the `total` that it announced, and `version_keys`, the keys of the versions that it delivered.

    `was_sent` is False where the request never left this machine (refused connection, unknown name, failed proxy), and
    `was_refused` is True where the API refused it before any work, or said that it found nothing: neither can have been
    charged.
    `unread_price` is what the API says that the page cost, where that is no number that jobhouse reads.
    `credits_reserved` is what the limits count: the price, or a full page where the request may have been charged.
    """

    window_id: str
    attempt: int
    status: int | None
    latency_ms: int
    rows: int | None = None
    credits_used: int | None = None
    credits_remaining: int | None = None
    error: str | None = None
    was_sent: bool = True
    was_refused: bool = False
    unread_price: str | None = None
    credits_reserved: int | None = None
    reading_id: str | None = None
    page: int | None = None
    total: int | None = None
    version_keys: bytes | None = None
    request_id: str = field(default_factory=lambda: uuid4().hex)
    requested_at: datetime = field(default_factory=lambda: datetime.now(UTC))
