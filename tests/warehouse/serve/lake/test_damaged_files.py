"""A build over a lake one of whose files is cut or damaged says which, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from tests.support.lakes import loaded


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.5, r"{file} has [\d,]+ bytes of [\d,]+\. .* put the files back"),
        (1.0, r"cannot be read \(.*{file}.*put that"),
    ],
    ids=["cut", "overwritten"],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(share: float, said: str, tmp_path: Path) -> None:
    lake = LakeAddress.of(str(tmp_path / "lake"))
    publish_lake(loaded(tmp_path / "w", 1), lake)
    file = min((tmp_path / "lake/job_versions").glob("*/*.parquet"))
    file.write_bytes(b"x" * int(share * file.stat().st_size))
    name = file.relative_to(tmp_path / "lake").as_posix()
    with pytest.raises(DataCheckFailed, match=said.replace("{file}", name)):
        transform_over_lake(Warehouse(tmp_path / "over"), lake)
