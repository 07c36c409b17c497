"""The note of the last build: nothing is built where nothing is new, and whatever is new is built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlmesh.core.config import Config
from sqlmesh.core.config.loader import load_config_from_paths

from jobhouse.cli.messages import print_built
from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse import model_files
from jobhouse.warehouse.build import all_models
from jobhouse.warehouse.build.fingerprint import code_fingerprint
from jobhouse.warehouse.build.last_build import News, news_since_last_build, raw_table_digests
from jobhouse.warehouse.build.recording import RECORDED_SETTINGS
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.history import query
from tests.support.paths import ROOT
from tests.support.shared_warehouses import made_once

VIEWS = "select schema_name || '.' || view_name from duckdb_views() where schema_name in ('marts', 'ops') order by 1"
MODELS = {
    "staging/versions": "MODEL (name staging.versions, kind VIEW, audits (not_null(columns := (version_id))));\n"
    "select version_id, _dlt_load_id as load_id from sentrion.job_versions\n"
    "where _dlt_load_id in (select load_id from sentrion._dlt_loads where status = 0)",
    "marts/loads": "MODEL (name marts.loads, kind INCREMENTAL_BY_UNIQUE_KEY (unique_key load_id),"
    " audits (short_ids(blocking := false)));\n"
    "select load_id, count(*) as n, @least_of(version_id) as first_id from staging.versions group by load_id",
    "marts/totals": "MODEL (name marts.totals, kind FULL, audits (not_null(columns := (n))));\n"
    "select sum(n) as n from marts.loads",
    "ops/runs": "MODEL (name ops.runs, kind FULL, audits (unique_values(columns := (run_id))));\n"
    "select run_id from sentrion.runs",
    "reference/words": "MODEL (name reference.words, kind SEED (path '../../seeds/words.csv'), columns (word text),"
    " audits (not_null(columns := (word))));",
}
FILES = {
    "macros/__init__.py": "",
    "macros/least.py": (
        "from sqlmesh import macro\n\n\n@macro()\ndef least_of(evaluator, value):\n    return f'min({value})'\n"
    ),
    "audits/short.sql": (
        "AUDIT (name short_ids);\nselect load_id, first_id from @this_model where length(first_id) > 40"
    ),
    "seeds/words.csv": "word\ncook\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project of a handful of models, and a warehouse that they were built in."""
    return made_once(tmp_path_factory, "handful_of_models", _build)


def _build(folder: Path) -> None:
    texts = {f"models/{name}.sql": text for name, text in MODELS.items()} | FILES
    for name, text in texts.items():
        (folder / "sql" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sql" / name).write_text(text)
    for name in ("config.yaml", "external_models.yaml"):
        shutil.copy(model_files.project() / name, folder / "sql" / name)
    warehouse = raw_tables.make(folder / "w")
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(3)], 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model_files, "project", lambda: folder / "sql")
        transform(warehouse)


@pytest.fixture
def models(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(built / "sql", tmp_path / "sql"))
    monkeypatch.setattr(model_files, "project", lambda: folder)
    return folder


@pytest.fixture
def warehouse(built: Path, models: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(built / "w", tmp_path / "w"))


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart."""
    views = query(warehouse.folder, VIEWS)
    return {name: query(warehouse.folder, f"select * from {name} order by all") for (name,) in views}


def news(warehouse: Warehouse) -> News:
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        fetch = fetch_from(db)
        return news_since_last_build(
            fetch, code_fingerprint(model_files.project()), raw_table_digests(fetch), full=False
        )


def execute(warehouse: Warehouse, statement: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(statement)


def test_with_nothing_new_nothing_is_built_and_full_builds_all(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert news(warehouse).is_nothing
    before = contents(warehouse)
    built = transform(warehouse)
    assert (built.models, built.audits) == (0, 0)
    print_built(built)
    assert "Nothing is new since the last build: no model was built" in capsys.readouterr().out
    assert transform(warehouse, full=True).models == len(MODELS)
    assert contents(warehouse) == before
    assert transform(warehouse).models == 0


LEDGER = ("requests", "windows", "runs", "findings", "window_verdicts", "search_hits")
CHANGES = {
    "no note": "drop table sqlmesh.last_build",
    "a note that cannot be read": "update sqlmesh.last_build set note = '{}'",
    "two notes": "insert into sqlmesh.last_build from sqlmesh.last_build",
    "a mart that was dropped": "drop view marts.totals",
    "a version": "insert into sentrion.job_versions by name select 'v' as version_id, '0' as _dlt_load_id",
    "a version that is gone": "delete from sentrion.job_versions where rowid = 0",
    "a load that is recorded": (
        "insert into sentrion.job_versions by name select 'v' as version_id, 'late' as _dlt_load_id;"
        "insert into sentrion._dlt_loads by name select 'late' as load_id, 0 as status"
    ),
    "a load that is gone": "delete from sentrion._dlt_loads",
    "a build with SQLMesh's own command": "update sqlmesh._intervals set end_ts = end_ts + 1 where rowid = 0",
    "another environment": "update sqlmesh._environments set plan_id = 'x'",
    **{f"a row of {table}": f"insert into sentrion.{table} default values" for table in LEDGER},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changed_in_the_file_is_new(change: str, warehouse: Warehouse) -> None:
    execute(warehouse, change)
    assert not news(warehouse).is_nothing


def test_a_load_is_new_once_it_is_recorded(warehouse: Warehouse) -> None:
    execute(warehouse, "insert into sentrion.runs by name select 'r' as run_id, 'late' as _dlt_load_id")
    transform(warehouse)
    assert news(warehouse).is_nothing
    execute(warehouse, "insert into sentrion._dlt_loads by name select 'late' as load_id, 0 as status")
    assert news(warehouse).raw_tables == {"runs"}


@pytest.mark.parametrize(
    "file",
    ["macros/least.py", "seeds/words.csv", "models/ops/runs.sql", "audits/short.sql", "config.yaml", ".env"],
)
def test_another_model_macro_or_seed_is_new(file: str, models: Path) -> None:
    before = code_fingerprint(models)
    with (models / file).open("ab") as changed:
        changed.write(b"\n")
    assert code_fingerprint(models) != before


def test_a_setting_of_sqlmesh_is_new(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_fingerprint(model_files.project())
    monkeypatch.setenv("SQLMESH__MODEL_DEFAULTS__START", "2020-01-01")
    assert code_fingerprint(model_files.project()) != before


@pytest.mark.long
def test_a_mart_that_was_dropped_is_built_again(warehouse: Warehouse) -> None:
    before = contents(warehouse)
    built = "select table_name from duckdb_tables() where table_name like 'marts__totals__%'"
    [(table,)] = query(warehouse.folder, built)
    execute(warehouse, f"drop table sqlmesh__marts.{table}")
    assert transform(warehouse).models > 0
    assert contents(warehouse) == before
    assert transform(warehouse).models == 0


def test_the_users_own_models_are_built_each_time(warehouse: Warehouse) -> None:
    (warehouse.folder / "models").mkdir()
    (warehouse.folder / "models" / "one.sql").write_text("MODEL (name my.one);\nselect 1 as n")
    assert transform(warehouse).models == 1
    assert transform(warehouse).models == 1


@pytest.mark.long
def test_warnings_are_said_again_where_nothing_is_built_again(warehouse: Warehouse) -> None:
    warned = ("The audit short_ids of marts.loads found 1 row that does not hold",)
    long_id = "x" * 50
    execute(
        warehouse,
        f"insert into sentrion.job_versions by name select '{long_id}' as version_id, '1' as _dlt_load_id;"
        "insert into sentrion._dlt_loads by name select '1' as load_id, 0 as status",
    )
    assert transform(warehouse).warnings == warned
    again = transform(warehouse)
    assert (again.models, again.warnings) == (0, warned)
    execute(warehouse, NEW_RUN)
    assert transform(warehouse).warnings == warned


TABLES_OF_TOTALS = "select count(*) from duckdb_tables() where table_name like '%totals\\_\\_%' escape '\\'"
NEW_RUN = "insert into sentrion.runs by name select 'r' as run_id, '0' as _dlt_load_id"


def models_built(warehouse: Warehouse) -> list[str]:
    built, planned = list[str](), list[int]()
    transform(warehouse, on_built=lambda model, _seconds, _audits: built.append(model), on_planned=planned.append)
    assert planned == [len(built)]
    return sorted(built)


def test_only_what_reads_a_changed_raw_table_is_built(warehouse: Warehouse) -> None:
    execute(warehouse, NEW_RUN)
    assert models_built(warehouse) == ["ops.runs"]
    assert query(warehouse.folder, "from ops.runs") == [("r",)]
    raw_tables.load(warehouse, [raw_tables.advert(7)], 1)
    assert models_built(warehouse) == ["marts.loads", "marts.totals", "staging.versions"]
    assert query(warehouse.folder, "select n from marts.totals") == [(4,)]


@pytest.mark.long
def test_after_an_upgrade_each_model_is_built_once_with_the_new_rows(warehouse: Warehouse, models: Path) -> None:
    raw_tables.load(warehouse, [raw_tables.advert(7)], 1)
    totals = models / "models" / "marts" / "totals.sql"
    as_before = totals.read_text()
    totals.write_text(as_before.replace("sum(n) as n", "10 * sum(n) as n"))
    built = models_built(warehouse)
    assert built == sorted(set(built))
    assert query(warehouse.folder, "select n from marts.totals") == [(40,)]
    assert query(warehouse.folder, TABLES_OF_TOTALS) == [(1,)], "that of the model before is dropped"
    raw_tables.load(warehouse, [raw_tables.advert(8)], 2)
    totals.write_text(as_before)
    built = models_built(warehouse)
    assert built == sorted(set(built))
    assert query(warehouse.folder, "select n from marts.totals") == [(5,)]
    assert query(warehouse.folder, TABLES_OF_TOTALS) == [(1,)]


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each build by SQLMesh."""
    noted: list[str] = []
    build = all_models.build_all

    def note(*arguments: Any) -> Any:
        noted.append("SQLMesh")
        return build(*arguments)

    monkeypatch.setattr(all_models, "build_all", note)
    return noted


@pytest.fixture
def recorded(warehouse: Warehouse, builds: list[str]) -> Warehouse:
    """The warehouse after a build whose statements were recorded, and one more load."""
    raw_tables.load(warehouse, [raw_tables.advert(7)], 1)
    transform(warehouse)
    raw_tables.load(warehouse, [raw_tables.advert(8)], 2)
    builds.clear()
    return warehouse


def test_recorded_statements_build_what_sqlmesh_would(recorded: Warehouse, builds: list[str]) -> None:
    assert models_built(recorded) == ["marts.loads", "marts.totals", "staging.versions"]
    assert builds == []
    assert news(recorded).is_nothing
    assert query(recorded.folder, "select n from marts.totals") == [(5,)]
    repeated = contents(recorded)
    transform(recorded, full=True)
    assert contents(recorded) == repeated


UNLIKE_THE_RECORDED = {
    "a table whose readers were not recorded": NEW_RUN,
    "a recording that cannot be read": "update sqlmesh.last_statements set recording = '{}'",
    "a statement that fails": "update sqlmesh.last_statements set recording = replace(recording, 'SUM(', 'summ(')",
    "a build with SQLMesh's own command": "update sqlmesh._environments set plan_id = 'x'",
}


@pytest.mark.long
@pytest.mark.parametrize("change", UNLIKE_THE_RECORDED.values(), ids=list(UNLIKE_THE_RECORDED))
def test_sqlmesh_builds_where_something_is_not_as_recorded(change: str, recorded: Warehouse, builds: list[str]) -> None:
    execute(recorded, change)
    transform(recorded)
    assert builds == ["SQLMesh"]
    assert query(recorded.folder, "select n from marts.totals") == [(5,)]


LONG_ID = """
insert into sentrion.job_versions by name select repeat('{0}', 50) as version_id, '{0}' as _dlt_load_id;
insert into sentrion._dlt_loads by name select '{0}' as load_id, 0 as status
"""


@pytest.mark.long
def test_a_repeated_build_warns_as_one_by_sqlmesh(recorded: Warehouse, builds: list[str]) -> None:
    execute(recorded, LONG_ID.format("3"))
    assert transform(recorded).warnings == ("The audit short_ids of marts.loads found 1 row that does not hold",)
    assert builds == ["SQLMesh"], "an audit that held until then"
    execute(recorded, LONG_ID.format("4"))
    assert transform(recorded).warnings == ("The audit short_ids of marts.loads found 2 rows that do not hold",)
    assert builds == ["SQLMesh"]


def test_an_audit_that_fails_in_a_repeated_build_leaves_the_marts_as_they_were(recorded: Warehouse) -> None:
    before = contents(recorded)
    execute(recorded, "insert into sentrion.job_versions by name select null as version_id, '0' as _dlt_load_id")
    with pytest.raises(DataCheckFailed, match=r"the audit not_null of staging\.versions found 1 row"):
        transform(recorded)
    assert contents(recorded) == before


FOREIGN = {
    "a statement that writes a file": {"statements": ["copy (select 1) to '{}'"]},
    "an option": {"statements": ["set memory_limit = '1GB'"]},
}


@pytest.mark.parametrize("step", FOREIGN.values(), ids=list(FOREIGN))
def test_recorded_statements_of_somebody_else_are_not_executed(
    step: dict[str, list[str]], recorded: Warehouse, builds: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "file.txt"
    [(held,)] = query(recorded.folder, "select recording from sqlmesh.last_statements")
    recording = json.loads(held)
    for one in recording["steps"]:
        if one["statements"]:
            one["statements"] = [step["statements"][0].format(file)]
    with duckdb.connect(str(recorded.database)) as db:
        db.execute("update sqlmesh.last_statements set recording = ?", [json.dumps(recording)])
    transform(recorded)
    assert builds == ["SQLMesh"]
    assert not file.exists()
    assert query(recorded.folder, "select n from marts.totals") == [(5,)]


def test_all_settings_of_the_models_are_recorded_but_those_of_the_machine() -> None:
    config = load_config_from_paths(Config, project_paths=[ROOT / "sql" / "config.yaml"])
    of_models = {name.lower() for name in getattr(config.get_connection(), "connector_config", {})}
    assert of_models - {"memory_limit", "temp_directory"} == RECORDED_SETTINGS


def test_an_option_that_is_not_one_of_the_models_is_not_set(recorded: Warehouse, builds: list[str]) -> None:
    execute(
        recorded,
        "update sqlmesh.last_statements set recording = "
        'replace(recording, \'"settings":{\', \'"settings":{"no_such_option":"1",\')',
    )
    transform(recorded)
    assert builds == []
