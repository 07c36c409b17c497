"""A warehouse file that is cut short or damaged: said at once, in one sentence, by readers and writers alike."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import Settings
from jobhouse.warehouse import connect
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import analyst, on_opening, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.serve.publish import publish
from jobhouse.warehouse.serve.query import every_result, one_sentence_errors
from jobhouse.warehouse.verify.verify import verify

SENTENCE = (
    r"jobs\.duckdb is damaged or cut short \(DuckDB says: .+\); put a backup back, or move it away and read again"
)
HEADERS = 3 * 4096
EVERY_VALUE = "select count(columns(*)), max(columns(*)) from s.numbers"


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "READER_WAIT_SECONDS", 0.0)
    monkeypatch.setattr(connect, "WRITER_WAIT_SECONDS", 0.0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A warehouse of several blocks with a schema of its own."""
    file = tmp_path_factory.mktemp("whole") / "jobs.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute("create schema s")
        db.execute("create table s.numbers as select range as n, md5(range::varchar) as text from range(60_000)")
    return file.read_bytes()


def asked(warehouse: Warehouse) -> None:
    with analyst(warehouse) as db, one_sentence_errors(warehouse, db):
        for result in every_result(db, EVERY_VALUE):
            list(result.rows())


def written(warehouse: Warehouse) -> None:
    with writer(warehouse) as db:
        db.execute(f"create table s.others as {EVERY_VALUE}")


@pytest.mark.parametrize("use", [asked, written])
@pytest.mark.parametrize("size", [12, 4_096, 5_000, 8_192, HEADERS, HEADERS + 12, 100_000, 300_000, -1])
def test_a_file_that_is_cut_short(use: Callable[[Warehouse], None], size: int, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "jobs.duckdb").write_bytes(whole[:size])
    with pytest.raises(UsageError, match=SENTENCE):
        use(Warehouse(tmp_path))


@pytest.mark.parametrize("use", [asked, written])
@pytest.mark.parametrize("at", [0, 12, 4_104, 8_200, HEADERS + 8, 300_000, 500_000])
def test_a_file_with_random_bytes_in_it(
    use: Callable[[Warehouse], None], at: int, whole: bytes, tmp_path: Path
) -> None:
    noise = random.Random(at).randbytes(8 if at == 0 else 40)
    (tmp_path / "jobs.duckdb").write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    with pytest.raises(UsageError, match=SENTENCE):
        use(Warehouse(tmp_path))


def test_blocks_that_pass_their_checksums_and_are_none_of_duckdbs(tmp_path: Path) -> None:
    """DuckDB raises these where a checksum is right and the content is not."""
    for kind in (duckdb.SerializationException, duckdb.InvalidInputException, duckdb.InternalException):
        error = on_opening(Warehouse(tmp_path), kind("whatever it says"), "reading")
        assert "is damaged or cut short (DuckDB says: whatever it says)" in str(error)
    assert "mend that" in str(on_opening(Warehouse(tmp_path), duckdb.IOException("Too many open files"), "reading"))


def built_cut_short(built_warehouse: Path, folder: Path, size: int) -> Warehouse:
    warehouse = Warehouse(shutil.copytree(built_warehouse, folder))
    with warehouse.database.open("r+b") as file:
        file.truncate(size)
    return warehouse


@pytest.mark.parametrize("size", [20_000, 300_000])
def test_every_command_says_the_same(built_warehouse: Path, size: int, tmp_path: Path) -> None:
    warehouse = built_cut_short(built_warehouse, tmp_path / "w", size)
    commands: list[Callable[[], object]] = [
        lambda: read_status(warehouse, Settings(api_key="k")),
        lambda: verify(warehouse, "default"),
        lambda: publish(warehouse),
        lambda: transform(warehouse),
    ]
    for command in commands:
        with pytest.raises(UsageError, match=SENTENCE):
            command()
