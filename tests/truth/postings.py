"""Files of real postings, and the warehouses that are made of them without a crawl."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from jobhouse.sandbox.postings.replay import read_jobs
from jobhouse.sentrion.fetch.job import Job
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.paths import ROOT

FOLDER: Final = ROOT.parent / "shared" / "data"
FILES: Final = (FOLDER / "real_postings.parquet", FOLDER / "real_postings_2.parquet")
ASIDE_DIGITS: Final = "01234"
_KEYS: Final = ("Company Name", "Job URL", "Apply URL", "Job Title")
_PACKAGE: Final = 5_000


def are_there() -> bool:
    return all(file.exists() for file in FILES)


def split_of(job: Job) -> str:
    """`aside` for the postings of a third of the companies, which only measurements read; else `dev`."""
    name = next((job[key] for key in _KEYS if job.get(key) is not None), "")
    digest = hashlib.md5(str(name).strip(" ").lower().encode()).hexdigest()
    return "aside" if digest[0] in ASIDE_DIGITS else "dev"


def jobs() -> list[Job]:
    """The job objects of all files."""
    return [job for file in FILES for job in read_jobs(file)]


def build(folder: Path, found: Sequence[Job]) -> Warehouse:
    """A new warehouse with these jobs as its raw rows, and the marts over them; none where a model or audit fails."""
    warehouse = raw_tables.make(folder)
    try:
        _fill(warehouse, found)
    except BaseException:
        # half a warehouse would be measured as a whole one the next time
        warehouse.database.unlink()
        raise
    return warehouse


def _fill(warehouse: Warehouse, found: Sequence[Job]) -> None:
    rest = iter(found)
    number = 0
    while package := list(islice(rest, _PACKAGE)):
        raw_tables.load(warehouse, package, number)
        number += 1
    transform(warehouse)


def count() -> int:
    """Rows in all files."""
    return sum(pq.read_metadata(file).num_rows for file in FILES)
