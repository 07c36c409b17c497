"""Where a lake lies, by the text that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobhouse.warehouse.serve.lake.address import LakeAddress, names_lake


def test_a_tilde_leads_to_a_home_folder_that_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert LakeAddress.of("~/lake").folder == tmp_path / "lake"
    assert LakeAddress.of("~nobody-of-this-name").folder == Path.cwd() / "~nobody-of-this-name"
    assert not names_lake("~nobody-of-this-name.duckdb")
