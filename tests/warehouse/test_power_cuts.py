"""What is left after a power cut: contents of files and names in folders as they were when they were last synced."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from jobhouse.durable_files import make_mark, write_whole
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.file_format import make_file
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import load_loop, pipeline
from tests.support.history import backfill, history, write
from tests.support.in_process import InProcess, engine_of, transport

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the name of an open file is read from /proc")


class Disk:
    """What reached the disk: contents by inode, and the names of each folder."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.contents: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, self._noting(getattr(os, name)))

    def _noting(self, sync: Callable[[int], None]) -> Callable[[int], None]:
        def sync_and_note(handle: int) -> None:
            sync(handle)
            path = Path(os.readlink(f"/proc/self/fd/{handle}"))
            if path.is_dir():
                self.names[path] = {one.name: one.stat().st_ino for one in path.iterdir()}
            else:
                self.contents[os.fstat(handle).st_ino] = path.read_bytes()

        return sync_and_note

    def has(self, path: Path) -> bool:
        """Whether the folder has the name after a power cut."""
        return path.name in self.names.get(path.parent, {})

    def read(self, path: Path) -> bytes:
        """The content after a power cut; nothing where the name or the content never reached the disk."""
        return self.contents.get(self.names.get(path.parent, {}).get(path.name, 0), b"")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


class Watched(InProcess):
    """The sandbox, which looks at the disk before each answer."""

    engine: Engine
    look: Callable[[int], None]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        self.look(self.engine.credits_charged)
        return answer


def test_what_the_api_has_charged_is_on_the_disk_when_its_answer_leaves(tmp_path: Path, disk: Disk) -> None:
    engine, warehouse = engine_of(data=write(history(600, seed=4), tmp_path / "jobs.jsonl")), Warehouse(tmp_path / "w")
    api = Watched(transport(engine).app)
    run = Run("backfill", transport=api)
    short = []

    def look(charged: int) -> None:
        line = disk.read(warehouse.spending / run.run_id).split()
        short.append(charged - (int(line[1]) if line else 0))

    api.engine, api.look = engine, look
    backfill("http://127.0.0.1", warehouse.folder, run)
    assert engine.credits_charged > 500
    assert max(short) <= 0
    assert warehouse.spending.name in disk.names[warehouse.folder]
    assert warehouse.folder.name in disk.names[tmp_path]


def test_who_a_run_is_that_sends_requests_is_on_the_disk(tmp_path: Path, disk: Disk) -> None:
    warehouse, run = Warehouse(tmp_path / "w"), Run("backfill", transport=transport(engine_of(jobs=50)))
    backfill("http://127.0.0.1", warehouse.folder, run)
    under_way = warehouse.spending / "under-way"
    assert run.run_id in disk.names[under_way]
    assert b'"command": "backfill"' in disk.contents[disk.names[under_way][run.run_id]]
    assert under_way.name in disk.names[warehouse.spending]


def test_a_load_is_marked_on_the_disk_before_it_begins(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, extract, marked = Warehouse(tmp_path / "w"), pipeline.extract, []

    def extract_and_look(*given: object) -> None:
        marked.append(disk.has(warehouse.load_in_progress))
        extract(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(load_loop, "extract", extract_and_look)
    backfill("http://127.0.0.1", warehouse.folder, Run("backfill", transport=transport(engine_of(jobs=50))))
    assert marked
    assert all(marked)


def test_a_new_database_has_its_name_on_the_disk(tmp_path: Path, disk: Disk) -> None:
    make_file(tmp_path / "jobs.duckdb")
    assert disk.has(tmp_path / "jobs.duckdb")


def test_a_mark_has_its_name_on_the_disk(tmp_path: Path, disk: Disk) -> None:
    make_mark(tmp_path / "mark")
    assert disk.has(tmp_path / "mark")


def test_a_file_system_that_cannot_say_what_is_on_the_disk_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(handle: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", unknown)
    monkeypatch.setattr(os, "fdatasync", unknown)
    warehouse = Warehouse(tmp_path / "w")
    run = Run("backfill", transport=transport(engine_of(jobs=50)))
    backfill("http://127.0.0.1", warehouse.folder, run)
    assert (warehouse.spending / run.run_id).exists()


def test_a_file_that_is_written_whole_is_the_old_one_or_the_new_one(tmp_path: Path, disk: Disk) -> None:
    file, seen = tmp_path / "page.html", []
    write_whole(b"old", file, tmp_path / "page.part")
    rename = Path.replace

    def look_and_rename(path: Path, target: Path) -> Path:
        seen.append(disk.contents[path.stat().st_ino])
        return rename(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", look_and_rename)
        write_whole(b"new", file, tmp_path / "page.part")
    assert (seen, disk.read(file)) == ([b"new"], b"new")
