"""Adverts that were deleted on request: no load stores them again, and `verify` does not miss them.

The table `sentrion.deletions` names job versions by their ids, which are hashes, and holds no text. A load leaves out
the versions in it. It also recognises later versions of a deleted posting, by hashes of what the models know a posting
by: its address in one spelling, and the words of its title, since one address may show several adverts. Such a version
is added to the table and never stored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.sentrion.config.tables import JOB_VERSIONS, SEARCH_HITS
from jobhouse.warehouse.connect import Fetch, fetch_from
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.raw_tables import DELETIONS, relation_or_empty

DELETED: Final = f"{DATASET}.{DELETIONS.name}"
DELETED_FROM: Final = (JOB_VERSIONS.name, SEARCH_HITS.name)
"""The raw tables whose rows name job versions."""
_HAS_TABLE: Final = f"select 1 from duckdb_tables() where schema_name = '{DATASET}' and table_name = '{DELETIONS.name}'"
_HAS_DELETIONS: Final = f"select 1 from {DELETED} limit 1"
MAY_BE_STORED: Final = f"new.version_id not in (select version_id from {DELETED})"
"""The condition on a row that is called `new`."""
_IN_MARTS: Final = f"select 1 from {DELETED} where is_in_marts limit 1"
LEFT_MARTS: Final = f"update {DELETED} set is_in_marts = false where is_in_marts"
"""What a build from nothing notes, in its own transaction."""
KEYS_FILE: Final = Path(__file__).with_name("posting_keys.sql")
IS_SAME_POSTING: Final = """
new.url_hash = deleted.url_hash
and case
    -- the title in the letters as delivered is what deletions hold that were made before 2026-11-30
    when deleted.is_known_by_title then deleted.title_hash in (new.title_hash, new.written_title_hash)
    -- another role at the same address is another advert, as it is to the models
    else '' in (new.role_hashes, deleted.role_hashes)
        or list_has_any(string_split(new.role_hashes, ' '), string_split(deleted.role_hashes, ' '))
end
"""
"""Whether a version `new`, with its keys, belongs to the posting of `deleted`; NULL where that has no address."""

_RECORD_LATER: Final = f"""
insert into {DELETED} by name
select
    new.version_id, now() as deleted_at, false as has_been_stored, false as is_in_marts,
    any_value(new.url_hash) as url_hash, any_value(new.title_hash) as title_hash,
    any_value(new.role_hashes) as role_hashes,
    bool_or(deleted.is_known_by_title) as is_known_by_title
from {{keys}} as new
inner join {DELETED} as deleted on {IS_SAME_POSTING}
where {MAY_BE_STORED}
group by new.version_id
"""
_HITS_OF_LATER: Final = f"""
delete from {DATASET}.{SEARCH_HITS.name}
where version_id in (select version_id from {DELETED} where not has_been_stored)
"""


def keys_of(rows: str) -> str:
    """A subquery: the version ids and the keys of the postings of rows of `job_versions`."""
    return f"(with delivered as (from {rows}) from ({_keys()}))"


@cache
def _keys() -> str:
    return KEYS_FILE.read_text(encoding="utf-8")


def record_later_versions(rows: str) -> str:
    """A statement that adds to the deletions the later versions of deleted postings among rows of `job_versions`."""
    return _RECORD_LATER.format(keys=keys_of(rows))


def remove_hits_of_later_versions(db: duckdb.DuckDBPyConnection) -> None:
    """Remove what names such versions: a load stores it at the same time as it recognises them."""
    if has_deletions(fetch_from(db)):
        db.execute(_HITS_OF_LATER)


def has_deletions(fetch: Callable[[str], object]) -> bool:
    """Whether anything was ever deleted; `fetch` runs a query and returns its rows, dlt's client as a sequence."""
    return bool(fetch(_HAS_TABLE) and fetch(_HAS_DELETIONS))


def marts_hold_deleted(fetch: Fetch) -> bool:
    """Whether versions were deleted since the last build from nothing."""
    return bool(fetch(_HAS_TABLE) and fetch(_IN_MARTS))


def deletions_relation(db: duckdb.DuckDBPyConnection) -> str:
    """What to select from for the deletions, also where nothing was ever deleted."""
    return relation_or_empty(DELETIONS, is_there=bool(fetch_from(db)(_HAS_TABLE)))
