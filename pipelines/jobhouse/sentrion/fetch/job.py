"""A job object as the API delivers it, and the hash of its content that identifies it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec

Job = dict[str, Any]
_canonical: Final = msgspec.json.Encoder(order="sorted")


def version_id_of(job: Job) -> str:
    """128-bit BLAKE2b of the whole job object with sorted keys, as 32 hex digits."""
    try:
        canonical = _canonical.encode(job)
    except UnicodeEncodeError:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        canonical = repr(sorted(job.items())).encode()
    return hashlib.blake2b(canonical, digest_size=16).hexdigest()


KEY_DIGITS: Final = 16
"""Hex digits of a version id that tell it from all others in one warehouse: 64 bits."""


def version_keys(ids: Sequence[str]) -> bytes:
    """The first 64 bits of each id, one after the other: what a page delivered, in 8 bytes a row."""
    return bytes.fromhex("".join(version_id[:KEY_DIGITS] for version_id in ids))
