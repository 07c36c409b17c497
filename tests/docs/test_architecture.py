"""The table of folders in the description of the architecture is what the code imports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.sentrion.test_imports import ORDER as SENTRION_ORDER
from tests.support.imports import imports_of
from tests.support.markdown import code, page
from tests.support.paths import ROOT
from tests.warehouse.test_imports import ORDER as WAREHOUSE_ORDER

PACKAGE: Final = ROOT / "pipelines" / "jobhouse"
LIBRARIES: Final = {"dlt", "duckdb", "httpx", "jinja2", "marimo", "rich", "sqlmesh", "starlette", "typer"}
"""Those that tell what a folder is about; the others may be used anywhere."""

FOLDERS: Final = {
    code(row[0])[0].strip("/"): row for row in page("pipelines/README.md").rows("folder") if len(row) == 4
}


def folders_and_libraries_of(file: Path) -> set[str]:
    """Folders of the package, and libraries, that a file imports; for types alone or inside a function too."""
    parts = [name.split(".") for name in imports_of(file)]
    ours = {part[1] for part in parts if part[0] == "jobhouse" and len(part) > 1}
    return (ours & set(FOLDERS)) | ({part[0] for part in parts} & LIBRARIES)


def imported_by(folder: str) -> set[str]:
    return {name for file in (PACKAGE / folder).rglob("*.py") for name in folders_and_libraries_of(file)} - {folder}


def test_every_folder_is_listed() -> None:
    assert set(FOLDERS) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_the_rooms_of_the_two_large_folders_are_listed_in_the_order_of_their_imports() -> None:
    listed = [code(row[0])[0].strip("/") for row in page("pipelines/README.md").rows("folder") if len(row) == 3]
    rooms = (("sentrion", SENTRION_ORDER), ("warehouse", WAREHOUSE_ORDER))
    assert listed == [f"{folder}/{room}" for folder, order in rooms for room in order]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_what_its_row_names_and_no_more(folder: str) -> None:
    _, _, folders, libraries = FOLDERS[folder]
    assert imported_by(folder) == {*code(folders), *code(libraries)}


def test_an_import_inside_a_function_counts(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("def work():\n    from jobhouse.warehouse import read\n    import duckdb\n")
    assert folders_and_libraries_of(file) == {"warehouse", "duckdb"}
