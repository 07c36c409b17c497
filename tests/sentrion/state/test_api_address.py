"""Which addresses are those of the same API."""

from __future__ import annotations

from typing import Any

import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.state.api_address import check_address, normal_address
from tests.support.in_process import quick

API = "https://api.sentrion.ai"


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        (f"{API}/", API),
        ("HTTPS://API.Sentrion.ai:443", API),
        (f"{API}:8443/V2/", f"{API}:8443/V2"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_spellings_of_an_address_are_one(address: str, normal: str) -> None:
    assert normal_address(address) == normal


@pytest.mark.parametrize("other", ["https://api.sentrion.example", f"{API}:8443", f"{API}/v2", "http://127.0.0.1:80"])
def test_another_scheme_host_port_or_path_is_another_api(other: str) -> None:
    for stored, present in ((API, other), (other, API)):
        with pytest.raises(UsageError, match="former_base_url"):
            check_address({"address": stored}, quick(base_url=present))


@pytest.mark.parametrize("state", [{}, {"address": API}], ids=["of no address", "of the same"])
def test_it_goes_on_where_no_other_address_is_known(state: dict[str, Any]) -> None:
    check_address(state, quick(base_url=API))
