"""The set of version keys that is kept for each window under way."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.sentrion.read import key_set
from jobhouse.sentrion.read.key_set import KeySet

KEYS = st.integers(0, 2**64 - 1) | st.integers(0, 20)


@pytest.mark.parametrize("fewest_unsorted", [0, 3, 1_000])
@given(pages=st.lists(st.lists(KEYS, max_size=12), max_size=12), asked=st.lists(KEYS, max_size=12))
def test_it_knows_new_keys_from_others_as_a_plain_set_does(
    pages: list[list[int]], asked: list[int], fewest_unsorted: int
) -> None:
    kept = KeySet()
    plain: set[int] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_set, "FEWEST_UNSORTED", fewest_unsorted)
        for page in pages:
            assert kept.add(page) == set(page) - plain
            plain |= set(page)
    assert kept.missing(asked) == set(asked) - plain
    assert kept.missing(plain) == set()


def test_the_keys_of_a_large_window_take_little_memory() -> None:
    chance = random.Random(1)
    pages = [[chance.getrandbits(64) for _ in range(100)] for _ in range(1_000)]
    tracemalloc.start()
    kept = KeySet()
    for page in pages:
        kept.add(page)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2_000_000  # 800,000 bytes of keys, which take 8 MB as a Python set
    assert not kept.missing(pages[0])
