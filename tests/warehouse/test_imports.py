"""The folders of `jobhouse.warehouse` import in one direction."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import jobhouse.warehouse
from tests.support.imports import imports_of

WAREHOUSE: Final = Path(jobhouse.warehouse.__file__).parent
ORDER: Final = ("verify", "ledger", "load", "build", "runs", "serve", "spark")
"""A folder imports only folders before it; the modules beside the folders import none of them."""


def folders_imported_by(modules: list[Path]) -> set[str]:
    parts = [name.split(".") for module in modules for name in imports_of(module)]
    return {part[2] for part in parts if part[:2] == ["jobhouse", "warehouse"] and len(part) > 2} & set(ORDER)


def test_every_folder_is_in_the_order_and_described_in_it() -> None:
    assert {path.parent.name for path in WAREHOUSE.glob("*/*.py")} == set(ORDER)
    described = [line.split()[0] for line in (jobhouse.warehouse.__doc__ or "").splitlines() if line.startswith("    ")]
    assert described == list(ORDER)


@pytest.mark.parametrize("folder", ORDER)
def test_a_folder_imports_only_folders_before_it(folder: str) -> None:
    assert folders_imported_by(sorted((WAREHOUSE / folder).glob("*.py"))) <= set(ORDER[: ORDER.index(folder) + 1])


def test_the_modules_beside_the_folders_import_none_of_them() -> None:
    assert not folders_imported_by(sorted(WAREHOUSE.glob("*.py")))
