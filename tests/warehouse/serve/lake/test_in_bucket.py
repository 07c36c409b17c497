"""A lake in a bucket of a real S3 server: whole files or none, and one sentence for whatever goes wrong."""

from __future__ import annotations

import io
import os
import random
import resource
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem
from s3fs import S3FileSystem

from jobhouse.warehouse import over_lake
from jobhouse.warehouse.buckets import open_bucket
from jobhouse.warehouse.connect import reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import OverLake, make_reachable
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from tests.support import raw_tables
from tests.support.commands import Command, run, start
from tests.support.lakes import loaded, rows_of_lake, rows_of_warehouse
from tests.support.s3 import SECRET, CuttingProxy, S3Server, as_dlt_settings, s3_server
from tests.support.small_marts import command
from tests.support.tiers import rest_long


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


@pytest.fixture
def bucket(server: S3Server, request: pytest.FixtureRequest) -> str:
    return server.make_bucket(f"b{abs(hash(request.node.nodeid))}")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return loaded(tmp_path / "w")


@pytest.fixture
def credentials(server: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the server, for what this process opens once the bucket is made."""
    S3FileSystem.clear_instance_cache()  # one of an earlier test may lead to a server that is gone
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)


def secrets_file_of_dlt(folder: Path, settings: dict[str, str]) -> None:
    """The credentials as the documents show them."""
    lines = [f'{name.rpartition("__")[2].lower()} = "{value}"' for name, value in settings.items()]
    (folder / ".dlt").mkdir()
    (folder / ".dlt" / "secrets.toml").write_text("\n".join(["[destination.filesystem.credentials]", *lines]))


def publish(
    warehouse: Warehouse, url: str, environment: dict[str, str], *more: str
) -> subprocess.CompletedProcess[str]:
    return run("--warehouse", str(warehouse.folder), "publish", "--to", url, *more, environment=environment)


def started(warehouse: Warehouse, url: str, environment: dict[str, str]) -> Command:
    return start("--warehouse", str(warehouse.folder), "publish", "--to", url, environment=environment)


def assert_same_rows(server: S3Server, url: str, warehouse: Warehouse, tmp_path: Path) -> None:
    copy = server.download(url, tmp_path / "copy")
    assert rows_of_lake(copy) == rows_of_warehouse(warehouse.folder)
    assert not (copy / "_lake" / "publishing").exists()


def assert_one_sentence(done: subprocess.CompletedProcess[str], code: int, *said: str) -> None:
    complaint = [line for line in done.stderr.splitlines() if "loads are in the lake" not in line]
    assert done.returncode == code, done.stderr
    assert len(complaint) == 1, done.stderr
    for words in said:
        assert words in complaint[0]
    assert SECRET not in done.stderr + done.stdout


@pytest.mark.parametrize("place", rest_long(["the cloud's variables", "dlt's variables", "dlt's file"], 1))
def test_a_lake_in_a_bucket_holds_the_rows_and_grows_by_the_new(
    place: str, server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = as_dlt_settings(server.environment()) if place == "dlt's variables" else server.environment()
    if place == "dlt's file":
        monkeypatch.chdir(tmp_path)
        secrets_file_of_dlt(tmp_path, as_dlt_settings(given))
        given = {}
    done = publish(warehouse, f"{bucket}/some/lake", given)
    assert done.returncode == 0, done.stderr
    assert_same_rows(server, f"{bucket}/some/lake", warehouse, tmp_path / "first")
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(50, 60)], 3)
    assert "3 files written" in publish(warehouse, f"{bucket}/some/lake/", given).stdout
    assert "nothing new for the lake" in publish(warehouse, f"{bucket}/some/lake", given).stdout
    assert_same_rows(server, f"{bucket}/some/lake", warehouse, tmp_path / "second")


@pytest.mark.long
def test_a_connection_that_is_lost_in_mid_upload_leaves_whole_files_and_the_next_run_goes_on(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    with CuttingProxy(server.port, 40_000, for_good=True).running() as proxy:
        done = publish(warehouse, f"{bucket}/lake", server.environment(proxy.url))
    assert proxy.was_cut
    assert_one_sentence(done, 6, f"The lake {bucket}/lake could not be reached", "run the same command again")
    there = server.download(f"{bucket}/lake", tmp_path / "half")
    for file in there.rglob("*.parquet"):
        assert file.read_bytes()[-4:] == b"PAR1"
    again = publish(warehouse, f"{bucket}/lake", server.environment())
    assert again.returncode == 0, again.stderr
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


def test_a_connection_that_is_lost_once_is_not_noticed(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    with CuttingProxy(server.port, 40_000, for_good=False).running() as proxy:
        done = publish(warehouse, f"{bucket}/lake", server.environment(proxy.url))
    assert proxy.was_cut
    assert done.returncode == 0, done.stderr
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


@pytest.mark.long
def test_no_answer_at_all_is_one_sentence(server: S3Server, bucket: str, warehouse: Warehouse) -> None:
    with CuttingProxy(server.port, 1, for_good=True).running() as proxy:
        done = publish(warehouse, f"{bucket}/lake", server.environment(proxy.url))
    assert_one_sentence(done, 6, f"The lake {bucket}/lake could not be reached")


def test_wrong_credentials_are_one_sentence(server: S3Server, bucket: str, warehouse: Warehouse) -> None:
    with server.checking_keys():
        done = publish(warehouse, f"{bucket}/lake", server.environment())
    assert_one_sentence(done, 2, f"The lake {bucket}/lake refuses these credentials", "check the key")


def test_no_credentials_are_one_sentence(server: S3Server, bucket: str, warehouse: Warehouse) -> None:
    none = {**server.environment(), "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    done = publish(warehouse, f"{bucket}/lake", none)
    assert_one_sentence(done, 2, f"There are no credentials for {bucket}/lake", "[destination.filesystem.credentials]")


def test_a_bucket_that_is_not_there_is_one_sentence(server: S3Server, warehouse: Warehouse) -> None:
    done = publish(warehouse, "s3://no-such-bucket/lake", server.environment())
    assert_one_sentence(done, 2, "The bucket of the lake s3://no-such-bucket/lake is not there", "make it")


def test_a_name_that_no_bucket_can_have_is_one_sentence(server: S3Server, warehouse: Warehouse) -> None:
    done = publish(warehouse, "s3://no such bucket!/lake", server.environment())
    assert_one_sentence(done, 2, "s3://no such bucket!/lake")


def test_other_things_in_the_place_of_a_lake_are_refused(server: S3Server, bucket: str, warehouse: Warehouse) -> None:
    server.files().pipe_file(f"{bucket.removeprefix('s3://')}/lake/letter.txt", b"mine")
    done = publish(warehouse, f"{bucket}/lake", server.environment())
    assert_one_sentence(done, 2, "other things, such as letter.txt")


@pytest.mark.long
def test_a_full_disk_on_the_way_to_the_bucket_is_one_sentence(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    done = subprocess.run(
        command(warehouse, "publish", "--to", f"{bucket}/lake"), capture_output=True, check=False, text=True,
        env={**os.environ, **server.environment()},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert_one_sentence(done, 3, f"The lake {bucket}/lake could not be written", "run the same command again")
    assert not (warehouse.folder / ".publishing").exists()
    assert publish(warehouse, f"{bucket}/lake", server.environment()).returncode == 0
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


@pytest.mark.long
def test_two_publishers_of_one_warehouse_do_the_work_once(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    both = [started(warehouse, f"{bucket}/lake", server.environment()) for _ in range(2)]
    said = [one.communicate()[1] for one in both]
    codes = sorted(one.returncode or 0 for one in both)
    assert codes in ([0, 0], [0, 3]), said
    assert codes == [0, 0] or any("Another jobhouse publish writes to" in errors for errors in said)
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


@pytest.mark.long
def test_two_copies_of_a_warehouse_publish_at_once_and_each_row_is_there_once(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    """As from two machines, which no lock keeps apart."""
    other = loaded(tmp_path / "other")
    both = [started(one, f"{bucket}/lake", server.environment()) for one in (warehouse, other)]
    for one in both:
        _, errors = one.communicate()
        assert one.returncode == 0, errors
    assert publish(warehouse, f"{bucket}/lake", server.environment()).returncode == 0
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


def test_a_kill_in_mid_publish_is_nothing_to_the_next_run(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    proxy = CuttingProxy(server.port, 40_000, for_good=True)
    with proxy.running():
        process = started(warehouse, f"{bucket}/lake", server.environment(proxy.url))
        while not proxy.was_cut:
            assert process.poll() is None
        process.kill()
        process.wait()
    done = publish(warehouse, f"{bucket}/lake", server.environment())
    assert done.returncode == 0, done.stderr
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


def test_a_deleted_advert_is_gone_from_the_bucket(
    server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    publish(warehouse, f"{bucket}/lake", server.environment())
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where job_title = 'Cook 1' or post_date = 'soon'")
    done = publish(warehouse, f"{bucket}/lake", server.environment())
    assert "1 file removed" in done.stdout, done.stderr
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


@pytest.mark.long
def test_large_files_go_up_in_parts(server: S3Server, bucket: str, warehouse: Warehouse, tmp_path: Path) -> None:
    noise = random.Random(1)
    advert = raw_tables.advert(70, **{"Job Description": noise.randbytes(25_000_000).hex()})
    raw_tables.load(warehouse, [advert], 3)
    done = publish(warehouse, f"{bucket}/lake", server.environment())
    assert done.returncode == 0, done.stderr
    assert_same_rows(server, f"{bucket}/lake", warehouse, tmp_path)


@pytest.mark.long
def test_marts_are_built_and_read_over_a_bucket_without_an_extension(
    server: S3Server, bucket: str, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    warehouse = raw_tables.make(folder)
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(4)], 0)
    assert publish(warehouse, f"{bucket}/lake", server.environment()).returncode == 0
    over = Warehouse(tmp_path / "over")
    build = ("--warehouse", str(over.folder), "transform", "--gateway", "lake", "--lake", f"{bucket}/lake")
    done = run(*build, environment=server.environment())
    assert done.returncode == 0, done.stderr
    query = ("--warehouse", str(over.folder), "sql", "--format", "csv")
    postings = run(
        *query, "select count(*) from postings join job_descriptions using (job_id)", environment=server.environment()
    )
    assert postings.stdout.splitlines() == ["count_star()", "4"], postings.stderr
    elsewhere = server.make_bucket(f"{bucket.removeprefix('s3://')}x")
    server.files().pipe_file(f"{elsewhere.removeprefix('s3://')}/letter.txt", b"private")
    for place in (f"{elsewhere}/letter.txt", f"{bucket}/lake/../../{elsewhere.removeprefix('s3://')}/letter.txt"):
        done = run(*query, f"select content from read_text('{place}')", environment=server.environment())
        assert "private" not in done.stdout
    gone = {**server.environment("http://127.0.0.1:9")}
    assert_one_sentence(run(*build, environment=gone), 6, f"{bucket}/lake", "could not be reached")
    assert_one_sentence(run(*query, "from postings", environment=gone), 6, f"{bucket}/lake", "could not be reached")
    assert run(*query, "select count(*) from fct_job_postings", environment=gone).stdout.endswith("4\n")


@pytest.mark.usefixtures("credentials")
def test_a_query_asks_for_no_facts_of_files_that_were_listed(
    bucket: str, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_lake(warehouse, LakeAddress.of(bucket))
    asked: Counter[str] = Counter()
    call = S3FileSystem._call_s3

    async def counted(self: S3FileSystem, method: str, *arguments: Any, **options: Any) -> Any:
        asked[method] += 1
        return await call(self, method, *arguments, **options)

    monkeypatch.setattr(S3FileSystem, "_call_s3", counted)
    query = f"select filename, count(job_description) from read_parquet('{bucket}/job_versions/*/*.parquet') group by 1"
    for _ in range(2):
        with duckdb.connect() as db:
            make_reachable(db, bucket)
            asked.clear()
            files = len(db.execute(query).fetchall())
        assert asked["head_object"] <= 1
        assert asked["get_object"] == 2 * files  # what the file holds, and its rows


class NamedTwice(DirFileSystem):  # type: ignore[misc]
    """Azure's library in this: DuckDB asks for files by its first name, whatever the user wrote."""

    protocol = ("abfs", "az")

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.partition("://")[2] or path


def test_a_lake_is_within_the_fence_by_each_name_of_its_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jobs" / "lake").mkdir(parents=True)
    (tmp_path / "jobs" / "other").mkdir()
    files = NamedTwice(str(tmp_path), LocalFileSystem())
    monkeypatch.setattr(over_lake, "open_bucket", lambda _: (files, "jobs/lake"))
    warehouse = Warehouse(tmp_path)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sentrion")
        OverLake("az://jobs/lake").write(db.execute)
        for name in ("lake", "other"):
            db.execute(f"copy (select 7 as number) to '{tmp_path}/jobs/{name}/a.parquet'")
    with reader(warehouse) as db:
        query = "select number from read_parquet('az://jobs/{}/*.parquet')"
        assert db.execute(query.format("lake")).fetchall() == [(7,)]
        with pytest.raises(duckdb.PermissionException):
            db.execute(query.format("other"))


@pytest.mark.usefixtures("credentials")
def test_a_file_that_is_rewritten_is_read_as_it_is_now(bucket: str) -> None:
    files, root = open_bucket(bucket)
    with duckdb.connect() as db:
        make_reachable(db, bucket)
        for rows in (3, 30_000, 2):
            for name in ("job_versions/month=2026-01/1.parquet", "runs/current.parquet"):
                content = io.BytesIO()
                pq.write_table(pa.table({"number": [f"row {number}" for number in range(rows)]}), content)
                files.pipe_file(f"{root}/{name}", content.getvalue())
                pattern = f"{bucket}/{name.rpartition('/')[0]}/*.parquet"
                assert db.execute(f"select count(number) from read_parquet('{pattern}')").fetchall() == [(rows,)]
