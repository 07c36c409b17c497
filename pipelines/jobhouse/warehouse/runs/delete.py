"""`jobhouse delete`: adverts that somebody asked to have deleted leave the raw tables and are not stored again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.durable_files import make_mark
from jobhouse.errors import UsageError
from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.warehouse.altered_rows import put_back
from jobhouse.warehouse.connect import MEMORY_MB, fetch_from, reader, tables_of_dataset, writer
from jobhouse.warehouse.connection import transaction
from jobhouse.warehouse.deletions import (
    DELETED,
    DELETED_FROM,
    IS_SAME_POSTING,
    deletions_relation,
    keys_of,
    marts_hold_deleted,
)
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.raw_tables import DELETIONS, make_table
from jobhouse.warehouse.verify.judging import judged_searches, search_in_settings
from jobhouse.warehouse.verify.stored_verdicts import store_verdicts

_IDENTIFIED: Final = "intermediate.int_versions__identified"
"""The postings of all versions; the marts hold the present version of each alone."""
_IS_BUILT: Final = f"""
select 1 from duckdb_views() where schema_name || '.' || view_name = '{_IDENTIFIED}'
"""
_OF_POSTINGS: Final = f"""
select versions.version_id, ids.id, versions.job_id_basis, postings.job_url, postings.job_title
from {_IDENTIFIED} as versions
inner join marts.fct_job_postings as postings on versions.job_id = postings.job_id
inner join ids on postings.{{kind}} = ids.id
"""
_NOT_BUILT: Final = """
select null::varchar as version_id, null::varchar as id, null::varchar as job_id_basis, null::varchar as job_url,
    null::varchar as job_title
where false
"""
_SELECTED: Final = f"""
with

ids as (select distinct unnest($ids) as id),

stored as (select version_id, job_url, job_title, company_name, extra from {DATASET}.job_versions),

named as (
    {{of_postings}}
    union all
    select version_id, version_id, null, null, null from stored where version_id in (select id from ids)
    union all
    select version_id, given_id, null, null, null from {{deletions}} where given_id in (select id from ids)
),

addressed as (
    select
        named.version_id, named.id, named.job_id_basis = 'job_url_and_title' as is_known_by_title,
        coalesce(stored.job_url, named.job_url) as job_url, coalesce(stored.job_title, named.job_title) as job_title,
        stored.extra
    from named
    left join stored using (version_id)
    where named.job_id_basis in ('job_url', 'job_url_and_title')
),

keyed as (
    select addressed.id, addressed.is_known_by_title, keys.*
    from (select distinct on (version_id) * from addressed) as addressed
    inner join {{keys_of_addressed}} as keys using (version_id)
),

-- versions that were loaded since the last build
later as (
    select deleted.id, deleted.is_known_by_title, new.*
    from {{keys_of_new}} as new
    inner join keyed as deleted on {IS_SAME_POSTING}
),

selected as (
    select version_id, id, null as url_hash, null as title_hash, null as role_hashes, null as is_known_by_title
    from named
    union all by name
    from keyed
    union all by name
    from later
)

select
    selected.version_id, list(distinct selected.id) as ids,
    any_value(url_hash), any_value(title_hash), any_value(role_hashes), bool_or(is_known_by_title),
    any_value(stored.job_title), any_value(stored.company_name), any_value(stored.version_id) is not null
from selected
left join stored using (version_id)
group by selected.version_id
order by selected.version_id
"""
_GONE: Final = f"""
select id
from (select unnest($ids) as id, substr(id, 1, {KEY_DIGITS}) as key)
where key not in (select substr(version_id, 1, {KEY_DIGITS}) from {DATASET}.job_versions)
    and exists (
        select 1
        from (select lower(hex(version_keys)) as keys from {DATASET}.requests where version_keys is not null)
        where instr(keys, key) % {KEY_DIGITS} = 1
    )
"""
"""Versions that a page delivered and that are not stored: deleted from the table by hand, before jobhouse could."""
_GIVEN: Final = """(
    select
        unnest($version_id::varchar[]) as version_id, unnest($url_hash::varchar[]) as url_hash,
        unnest($title_hash::varchar[]) as title_hash, unnest($role_hashes::varchar[]) as role_hashes,
        unnest($is_known_by_title::boolean[]) as is_known_by_title, unnest($given_id::varchar[]) as given_id
)"""
_NOTE_DELETED: Final = f"""
insert into {DELETED} by name
select
    *, now() as deleted_at, true as has_been_stored,
    exists (select 1 from duckdb_schemas() where schema_name = 'marts') as is_in_marts
from {_GIVEN}
where version_id not in (select version_id from {DELETED})
"""
_ADD_KEYS: Final = f"""
update {DELETED} as noted
set url_hash = given.url_hash, title_hash = given.title_hash, role_hashes = given.role_hashes,
    is_known_by_title = given.is_known_by_title, given_id = given.given_id
from {_GIVEN} as given
where noted.version_id = given.version_id and noted.url_hash is null and given.url_hash is not null
"""
_NEEDED: Final = {"job_versions", "search_hits", "requests"}
_VERSION_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class SelectedVersion:
    """A job version to delete, and what recognises later ones of its posting, where those are to be deleted too."""

    version_id: str
    ids: Sequence[str]
    """The given ids that select it."""
    url_hash: str | None = None
    title_hash: str | None = None
    role_hashes: str | None = None
    is_known_by_title: bool | None = None
    title: str | None = None
    company: str | None = None
    is_stored: bool = False

    @property
    def given_id(self) -> str:
        """The id to remember it by."""
        return min(self.ids)


def select_versions(warehouse: Warehouse, ids: Sequence[str], *, openings: bool = False) -> list[SelectedVersion]:
    """The job versions that ids of postings and versions name, or ids of openings.

    Those that were deleted before by one of the ids are among them.

    Raises:
        UsageError: nothing was read yet, or nothing has one of the ids.
        Stopped: a load holds the file for longer than a reader waits.
    """
    with reader(warehouse) as db:
        if not tables_of_dataset(db) >= _NEEDED:
            raise warehouse.nothing_yet()
        is_built = bool(db.execute(_IS_BUILT).fetchone())
        found = _selected(db, ids, "opening_id" if openings else "job_id", is_built=is_built)
        found += _gone(db, _unknown(ids, found))
    if unknown := _unknown(ids, found):
        others = f" and {len(unknown) - 1:,} more" if len(unknown) > 1 else ""
        if not is_built:
            build = warehouse.command("jobhouse transform")
            raise UsageError(
                f"No job version in {warehouse.folder} has the id {unknown[0]!r}{others}, so nothing was deleted; "
                f"postings and openings have ids once the marts are built, with {build}."
            )
        kind = "opening" if openings else "posting"
        query = warehouse.command("jobhouse sql \"select job_id, job_title from postings where job_url = '...'\"")
        raise UsageError(
            f"No {kind} or job version in {warehouse.folder} has the id {unknown[0]!r}{others}, so nothing was "
            f"deleted; find the id with {query}."
        )
    return found


def _unknown(ids: Sequence[str], found: Sequence[SelectedVersion]) -> list[str]:
    """The ids that select nothing of what was found."""
    known = {one for version in found for one in version.ids}
    return [one for one in ids if one not in known]


def _selected(db: duckdb.DuckDBPyConnection, ids: Sequence[str], kind: str, *, is_built: bool) -> list[SelectedVersion]:
    is_new = f"version_id not in (select version_id from {_IDENTIFIED})" if is_built else "false"
    query = _SELECTED.format(
        of_postings=_OF_POSTINGS.format(kind=kind) if is_built else _NOT_BUILT,
        deletions=deletions_relation(db),
        keys_of_addressed=keys_of("addressed"),
        keys_of_new=keys_of(f"{DATASET}.job_versions where {is_new}"),
    )
    return [SelectedVersion(*row) for row in db.execute(query, {"ids": list(ids)}).fetchall()]


def _gone(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[SelectedVersion]:
    whole = [one for one in ids if _VERSION_ID.fullmatch(one)]
    found = db.execute(_GONE, {"ids": whole}).fetchall() if whole else []
    return [SelectedVersion(version_id, [version_id]) for (version_id,) in found]


def delete_versions(warehouse: Warehouse, selected: Sequence[SelectedVersion]) -> None:
    """Delete job versions and note that they are not to be stored again, both or neither; call it with the lock held.

    The verdicts on windows are renewed, since the versions are not missing any more, and the next build rewrites the
    file.

    Raises:
        Stopped: another program holds the file, and the wait was given up; nothing was deleted.
    """
    names = ("version_id", "given_id", "url_hash", "title_hash", "role_hashes", "is_known_by_title")
    given = {name: [getattr(one, name) for one in selected] for name in names}
    make_mark(warehouse.rewrite_due)
    with writer(warehouse, 4 * MEMORY_MB) as db:
        migrate(db)
        make_table(db.execute, DELETIONS)
        put_back(db)  # a repair that was killed has set some aside
        with transaction(db):
            db.execute(_ADD_KEYS, given)
            db.execute(_NOTE_DELETED, given)
            for table in DELETED_FROM:
                gone = {"version_id": given["version_id"]}
                db.execute(f"delete from {DATASET}.{table} where version_id in (select unnest($version_id))", gone)
        store_verdicts(db, judged_searches(db, search_in_settings, looks_again=lambda facts: True))


def marts_hold_some(warehouse: Warehouse) -> bool:
    """Whether the marts hold what was deleted, until the next build."""
    if warehouse.is_unmade:
        return False
    with reader(warehouse) as db:
        return marts_hold_deleted(fetch_from(db))


def unrecognised(warehouse: Warehouse, selected: Sequence[SelectedVersion]) -> int:
    """How many of the postings' versions that were deleted have no key, so that later ones would be stored."""
    ids = {"ids": [one.version_id for one in selected if set(one.ids) != {one.version_id}]}
    query = f"select count(*) from {DELETED} where list_contains($ids, version_id) and url_hash is null"
    with reader(warehouse) as db:
        [(count,)] = db.execute(query, ids).fetchall() if ids["ids"] else [(0,)]
    return int(count)
