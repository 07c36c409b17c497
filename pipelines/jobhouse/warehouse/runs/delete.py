"""`jobhouse delete`: adverts that somebody asked to have deleted leave the raw tables and are not stored again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.warehouse.connect import reader, tables_of_dataset, writer
from jobhouse.warehouse.deletions import DELETED, DELETED_FROM, HASHES
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.raw_tables import DELETIONS, make_table
from jobhouse.warehouse.verify.judging import judged_searches
from jobhouse.warehouse.verify.stored_verdicts import JUDGE_MEMORY_MB, store_verdicts

_OF_POSTINGS: Final = """
select versions.version_id, ids.id, versions.job_id_basis
from unnest($ids) as ids(id)
inner join intermediate.int_versions__identified as versions on versions.job_id = ids.id
union all
select versions.version_id, ids.id, versions.job_id_basis
from unnest($ids) as ids(id)
inner join marts.fct_job_postings as postings on postings.opening_id = ids.id
inner join intermediate.int_versions__identified as versions on versions.job_id = postings.job_id
"""
_OF_NONE: Final = "select null::varchar as version_id, null::varchar as id, null::varchar as job_id_basis where false"
_SELECTED: Final = f"""
with

ids as (select distinct unnest($ids) as id),

stored as (select version_id, window_id, job_title, company_name, {HASHES} from {DATASET}.job_versions),

of_postings as ({{of_postings}}),

named as (
    select version_id, id, job_id_basis from of_postings
    union all
    select version_id, version_id, null from stored where version_id in (select id from ids)
    union all
    -- deleted from the table by hand, before jobhouse could
    select id, id, null
    from ids
    where substr(id, 1, {KEY_DIGITS}) in (
        select substr(lower(hex(version_keys)), 1 + {KEY_DIGITS} * place, {KEY_DIGITS})
        from (
            select version_keys, unnest(range(octet_length(version_keys) // 8)) as place
            from {DATASET}.requests
            where version_keys is not null
        )
    )
),

recognised as (
    select
        named.id, named.version_id,
        case when job_id_basis in ('job_url', 'job_url_and_title') then stored.url_hash end as url_hash,
        case when job_id_basis = 'job_url_and_title' then stored.title_hash end as title_hash
    from named
    left join stored using (version_id)
),

-- versions that were loaded since the last build
later as (
    select recognised.id, stored.version_id, recognised.url_hash, recognised.title_hash
    from stored
    inner join recognised
        on stored.url_hash = recognised.url_hash
        and (recognised.title_hash is null or recognised.title_hash = stored.title_hash)
)

select
    selected.version_id, list(distinct selected.id) as ids,
    min(selected.url_hash) as url_hash, min(selected.title_hash) as title_hash,
    any_value(stored.job_title) as title, any_value(stored.company_name) as company,
    any_value(stored.window_id) as window_id
from (select id, version_id, url_hash, title_hash from recognised union all from later) as selected
left join stored using (version_id)
group by selected.version_id
order by selected.version_id
"""
_NOTE_DELETED: Final = f"""
insert into {DELETED} (version_id, deleted_at, was_stored, url_hash, title_hash)
select version_id, now(), true, url_hash, title_hash
from (
    select
        unnest($version_ids::varchar[]) as version_id, unnest($url_hashes::varchar[]) as url_hash,
        unnest($title_hashes::varchar[]) as title_hash
)
where version_id not in (select version_id from {DELETED})
"""
_NEEDED: Final = {"job_versions", "search_hits", "requests"}


@dataclass(frozen=True)
class SelectedVersion:
    """A job version to delete; `url_hash` recognises later ones of its posting. Without window: it is not stored."""

    version_id: str
    ids: Sequence[str]
    """The given ids that select it."""
    url_hash: str | None
    title_hash: str | None
    title: str | None
    company: str | None
    window_id: str | None


def select_versions(warehouse: Warehouse, ids: Sequence[str]) -> list[SelectedVersion]:
    """The job versions that ids of versions, postings and openings name.

    Raises:
        UsageError: nothing was read yet, or nothing has one of the ids.
        Stopped: a load holds the file for longer than a reader waits.
    """
    with reader(warehouse) as db:
        if not tables_of_dataset(db) >= _NEEDED:
            raise warehouse.nothing_yet()
        found = [SelectedVersion(*row) for row in _selected(db, ids)]
    known = {one for version in found for one in version.ids}
    if unknown := [one for one in ids if one not in known]:
        others = f" and {len(unknown) - 1:,} more" if len(unknown) > 1 else ""
        query = warehouse.command("jobhouse sql \"select job_id, job_title from postings where job_url = '...'\"")
        raise UsageError(
            f"No posting, opening or job version in {warehouse.folder} has the id {unknown[0]!r}{others}, so nothing "
            f"was deleted; find the id with {query}."
        )
    return found


def _selected(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    given = {"ids": list(ids)}
    try:
        return db.execute(_SELECTED.format(of_postings=_OF_POSTINGS), given).fetchall()
    except duckdb.CatalogException:  # the models were never built
        return db.execute(_SELECTED.format(of_postings=_OF_NONE), given).fetchall()


def delete_versions(warehouse: Warehouse, selected: Sequence[SelectedVersion]) -> None:
    """Delete job versions and note that they are not to be stored again, both or neither; call it with the lock held.

    The verdicts on their windows are renewed, since the versions are not missing any more.

    Raises:
        Stopped: another program holds the file, and the wait was given up; nothing was deleted.
    """
    versions = {"version_ids": [one.version_id for one in selected]}
    hashes = {"url_hashes": [one.url_hash for one in selected], "title_hashes": [one.title_hash for one in selected]}
    windows = {one.window_id for one in selected}
    with writer(warehouse, JUDGE_MEMORY_MB) as db:
        migrate(db)
        make_table(db.execute, DELETIONS)
        db.execute("begin")
        db.execute(_NOTE_DELETED, versions | hashes)
        for table in DELETED_FROM:
            db.execute(f"delete from {DATASET}.{table} where version_id in (select unnest($version_ids))", versions)
        db.execute("commit")
        judged = judged_searches(
            db, _known_search, looks_again=lambda facts: facts.window_id in windows or facts.lost > 0
        )
        store_verdicts(db, judged)


def _known_search(name: str) -> Search | None:
    """A search as the settings have it, which deleting does not need: it goes on where they are wrong."""
    try:
        return Settings.load_without_key().known_search(name)
    except UsageError:
        return None
