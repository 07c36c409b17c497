"""`warehouse/posting_keys.sql`, by which loads recognise a deleted posting, made from the macros of the models.

    python -m jobhouse.warehouse.build.posting_keys

writes it again; a test compares it. A load reads the file, since it neither runs models nor waits for SQLMesh.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlglot import exp
from sqlmesh.core.dialect import parse_one
from sqlmesh.core.macros import MacroEvaluator, normalize_macro_name

from jobhouse.warehouse.deletions import KEYS_FILE
from jobhouse.warehouse.model_files import project

_HEAD: Final = "-- Written by `python -m jobhouse.warehouse.build.posting_keys` from the macros of the models.\n"
_KEYS: Final = """
with

cleaned as (
    select
        version_id,
        @known_word(@short_enough(job_url)) as job_url,
        @known_text(@short_enough(job_title)) as job_title,
        @text_as_written(@short_enough(job_title)) as written_title
    from (
        select
            version_id,
            coalesce(job_url, extra ->> '$."Job URL"') as job_url,
            coalesce(job_title, extra ->> '$."Job Title"') as job_title
        from delivered
    )
),

keyed as (
    select
        version_id,
        @url_key(job_url) as url_key,
        @title_key(job_title) as title_key,
        @title_key(written_title) as written_key
    from cleaned
)

select
    version_id,
    md5(url_key) as url_hash,
    md5(coalesce(title_key, '')) as title_hash,
    md5(coalesce(written_key, '')) as written_title_hash,
    array_to_string(list_transform(list_sort(list_distinct(list_concat(
        coalesce(@field_words(@title_core(title_key)), []),
        coalesce(@field_words(@title_core(written_key)), [])
    ))), lambda word: md5(word)), ' ') as role_hashes
from keyed
"""


def posting_keys() -> str:
    """The text of the file: a query of rows of `job_versions` that are called `delivered`."""
    evaluator = MacroEvaluator(dialect="duckdb")
    for name, function in _macros():
        evaluator.macros[normalize_macro_name(name)] = function
    rendered = evaluator.transform(parse_one(_KEYS, dialect="duckdb"))
    assert isinstance(rendered, exp.Expression)
    return f"{_HEAD}{rendered.sql(dialect='duckdb', pretty=True)}\n"


def _macros() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions of the project's macros; SQLMesh forgets those of a project that it has loaded."""
    sys.path.insert(0, str(project()))
    for module in pkgutil.iter_modules([str(project() / "macros")]):
        functions = inspect.getmembers(importlib.import_module(f"macros.{module.name}"), inspect.isfunction)
        yield from (
            (name, function) for name, function in functions if "evaluator" in inspect.signature(function).parameters
        )


if __name__ == "__main__":
    KEYS_FILE.write_text(posting_keys(), encoding="utf-8")
