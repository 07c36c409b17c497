"""Openings: whether two adverts are for the same vacancy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import duckdb

from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome
from tests.truth.postings import split_of

UNDECIDED: Final = "?"
"""A reader cannot tell whether the two are one vacancy: the pair is not compared."""
WITHOUT_MARTS: Final = "similar"
"""The kind of pairs drawn without regard to what any mart joins: their recall is not flattered."""
_OPENINGS: Final = """
select posting_of.version_id, postings.opening_id
from posting_of
inner join marts.fct_job_postings as postings on posting_of.job_id = postings.job_id
"""

_REPOSTS: Final = r"""
with adverts as (
  select
    versions.version_id,
    postings.opening_id,
    versions.company_name,
    versions.job_url,
    versions.apply_url,
    versions.job_title,
    try_cast(left(versions.post_date, 10) as date) as post_date,
    trim(regexp_replace(lower(coalesce(versions.job_title, '')), '\s+', ' ', 'g')) as title,
    lower(trim(coalesce(versions.company_name, ''))) as company,
    lower(
      concat_ws('|', coalesce(versions.city, ''), coalesce(versions.state, ''), coalesce(versions.country, ''))
    ) as place,
    coalesce(versions.job_board, '') as board,
    trim(
      regexp_replace(regexp_replace(lower(versions.job_description), '<[^>]*>', ' ', 'g'), '[^\pL\pN]+', ' ', 'g')
    ) as text
  from sentrion.job_versions as versions
  inner join ({openings}) as postings on versions.version_id = postings.version_id
),

days as (
  select
    title, company, place, board, md5(text) as text_hash, post_date,
    list(distinct opening_id) as opening_ids,
    min_by(
      {{'Company Name': company_name, 'Job URL': job_url, 'Apply URL': apply_url, 'Job Title': job_title}}, version_id
    ) as job
  from adverts
  where post_date is not null and length(text) >= {length}
  group by all
),

neighbours as (
  select
    days.*,
    lag(opening_ids) over in_order as earlier_opening_ids,
    post_date - lag(post_date) over in_order as days_since
  from days
  window in_order as (partition by title, company, place, board, text_hash order by post_date)
)

select title <> '' as has_title, list_has_any(opening_ids, earlier_opening_ids) as is_joined, job
from neighbours
where days_since between 1 and {days}
order by text_hash, title, post_date
"""
TEXT_LENGTH_MIN: Final = 200
"""A shorter text, such as a list of role names, says too little to be known again."""
REPOST_DAYS_MAX: Final = 60


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    opening_of = dict(db.execute(_OPENINGS).fetchall())
    for label in labels:
        if label["true_same"] != UNDECIDED:
            yield from _outcomes(label, _is_joined(opening_of, label))
    yield from repost_outcomes(db)


def _is_joined(opening_of: dict[str, str], label: Label) -> bool:
    one, other = (opening_of.get(text_of(label, f"version_id_{side}")) for side in "ab")
    return one is not None and one == other


def _outcomes(label: Label, is_joined: bool) -> Iterator[Outcome]:
    is_same = label["true_same"] == "yes"
    measures = ["openings"]
    if text_of(label, "stratum").endswith(f"/{WITHOUT_MARTS}"):
        measures.append("openings: pairs drawn without marts")
    for measure in measures:
        yield Outcome(measure, text_of(label, "split"), is_same, is_joined, is_same and is_joined)


def repost_outcomes(db: duckdb.DuckDBPyConnection) -> Iterator[Outcome]:
    """Each day on which a text was posted again, unchanged and no later than the rule allows.

    Counted are adverts of the same text (200 letters at least, without tags, case and punctuation), title, company,
    place and board, on two neighbouring days of that text. An advert without a title is compared with others without
    one, and so is one without a company. The repost is joined when any of its adverts shares an opening with any of
    the day before.
    """
    query = _REPOSTS.format(openings=_OPENINGS, length=TEXT_LENGTH_MIN, days=REPOST_DAYS_MAX)
    for has_title, is_joined, job in db.execute(query).fetchall():
        measure = f"identical text reposted, {'with' if has_title else 'without'} a title"
        yield Outcome(measure, split_of(dict[str, Any](job)), True, is_joined, is_joined)
