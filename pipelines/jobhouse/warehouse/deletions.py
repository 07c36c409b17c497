"""Adverts that were deleted on request: no load stores them again, and `verify` does not miss them.

The table `sentrion.deletions` names job versions by their ids, which are hashes, and holds no text. A load leaves out
the versions in it. It also recognises later versions of a deleted posting, by a hash of its address, and of its title
where the address shows several adverts; such a version is added to the table and never stored.
"""

from __future__ import annotations

from typing import Final

import duckdb

from jobhouse.sentrion.config.tables import JOB_VERSIONS, SEARCH_HITS
from jobhouse.warehouse.connect import tables_of_dataset
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.raw_tables import DELETIONS, columns_in_sql

DELETED: Final = f"{DATASET}.{DELETIONS.name}"
DELETED_FROM: Final = (JOB_VERSIONS.name, SEARCH_HITS.name)
"""The raw tables whose rows name job versions."""
HAS_DELETIONS: Final = (
    f"select 1 from duckdb_tables() where schema_name = '{DATASET}' and table_name = '{DELETIONS.name}'"
)
MAY_BE_STORED: Final = f"new.version_id not in (select version_id from {DELETED})"
"""The condition on a row that is called `new`."""
URL_HASH: Final = "md5(job_url)"
HASHES: Final = f"{URL_HASH} as url_hash, md5(coalesce(job_title, '')) as title_hash"
"""What recognises a posting, made from a row of `job_versions`; the first is NULL where it has no address."""

_RECORD_LATER: Final = f"""
insert into {DELETED} (version_id, deleted_at, was_stored, url_hash, title_hash)
select new.version_id, now(), false, min(deleted.url_hash), min(deleted.title_hash)
from (select version_id, {HASHES} from {{rows}}) as new
inner join {DELETED} as deleted
    on new.url_hash = deleted.url_hash and (deleted.title_hash is null or deleted.title_hash = new.title_hash)
where {MAY_BE_STORED}
group by new.version_id
"""
_HITS_OF_LATER: Final = f"""
delete from {DATASET}.{SEARCH_HITS.name}
where version_id in (select version_id from {DELETED} where not was_stored)
"""


def record_later_versions(rows: str) -> str:
    """A statement that adds to the deletions the later versions of deleted postings among rows of `job_versions`."""
    return _RECORD_LATER.format(rows=rows)


def remove_hits_of_later_versions(db: duckdb.DuckDBPyConnection) -> None:
    """Remove what names such versions: a load stores it at the same time as it recognises them."""
    if db.execute(HAS_DELETIONS).fetchone() and db.execute(f"from {DELETED} where not was_stored limit 1").fetchone():
        db.execute(_HITS_OF_LATER)


def deletions_relation(db: duckdb.DuckDBPyConnection) -> str:
    """What to select from for the deletions, also where nothing was ever deleted."""
    if DELETIONS.name in tables_of_dataset(db):
        return DELETED
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in columns_in_sql(DELETIONS).items())
    return f"(select {columns} where false)"
