"""The folders of `jobhouse.sentrion` import in one direction, and dates and settings need no heavy library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import jobhouse
import jobhouse.sentrion
from tests.support.imports import imports_of

PACKAGE: Final = Path(jobhouse.__file__).parent
SENTRION: Final = PACKAGE / "sentrion"
ORDER: Final = ("config", "plan", "state", "fetch", "probe", "read", "estimate")
"""A folder imports only folders before it; the modules beside the folders are dlt sources and may import all."""
CHECKS_THE_NETWORK: Final = SENTRION / "config" / "settings.py"
"""It lets `fetch.connection` look at the environment's proxy, inside a function, before a command does any work."""
DLT_MODULES: Final = {"batches.py", "pipeline.py", "source.py", "probe_source.py", "resources.py"}
HEAVY: Final = ("dlt", "httpx", "pyarrow")
FOREIGN: Final = {"sentrion": ("duckdb", "sqlmesh", "sqlglot"), "warehouse": ("httpx",)}
"""Libraries that a folder of the package must not know."""


def folders_in(modules: set[str]) -> set[str]:
    parts = [module.split(".") for module in modules]
    return {part[2] for part in parts if part[:2] == ["jobhouse", "sentrion"] and len(part) > 2}


def modules_of(folder: str) -> list[Path]:
    return sorted((SENTRION / folder).glob("*.py"))


def test_every_folder_is_in_the_order_and_described_in_it() -> None:
    assert {path.parent.name for path in SENTRION.glob("*/*.py")} == set(ORDER)
    described = [line.split()[0] for line in (jobhouse.sentrion.__doc__ or "").splitlines() if line.startswith("    ")]
    assert [word for word in described if word in ORDER] == list(ORDER)


@pytest.mark.parametrize("folder", ORDER)
def test_a_folder_imports_only_folders_before_it(folder: str) -> None:
    allowed = set(ORDER[: ORDER.index(folder) + 1])
    for module in modules_of(folder):
        allowed_here = allowed | {"fetch"} if module == CHECKS_THE_NETWORK else allowed
        assert folders_in(imports_of(module)) <= allowed_here, module.name


def test_only_the_dlt_sources_import_dlt() -> None:
    importing = {
        str(path.relative_to(SENTRION))
        for path in SENTRION.rglob("*.py")
        if any(name.split(".")[0] == "dlt" for name in imports_of(path))
    }
    # `config` reads settings from dlt's providers, and imports them inside functions
    assert {name for name in importing if not name.startswith("config/")} == DLT_MODULES


@pytest.mark.parametrize("folder", FOREIGN)
def test_a_folder_does_not_know_the_libraries_of_another(folder: str) -> None:
    for module in (PACKAGE / folder).rglob("*.py"):
        assert not {name.split(".")[0] for name in imports_of(module)} & set(FOREIGN[folder]), module


def test_what_runs_the_models_names_none_of_them() -> None:
    models = {path.stem for path in (PACKAGE.parents[1] / "sql" / "models").rglob("*.sql")}
    named = {
        (module.name, model)
        for module in (PACKAGE / "warehouse" / "build").glob("*.py")
        for model in models
        if f".{model}" in module.read_text() or f'"{model}"' in module.read_text()
    }
    assert models
    assert not named


@pytest.mark.parametrize(
    "module", [f"{folder}.{path.stem}" for folder in ("config", "plan") for path in modules_of(folder)]
)
def test_dates_and_settings_load_no_heavy_library(module: str) -> None:
    name = f"jobhouse.sentrion.{module}".removesuffix(".__init__")
    program = f"import sys, {name}; print(*sys.modules.keys() & {set(HEAVY)})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_build_in_spark_that_finds_nothing_new_loads_no_heavy_library() -> None:
    program = "import sys, jobhouse.warehouse.spark.build; print(*sys.modules.keys() & {'dlt', 'pyspark', 'sqlmesh'})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
