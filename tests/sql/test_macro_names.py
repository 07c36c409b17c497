"""SQLMesh keeps what a model's macros use in one list of names, in which a name of two modules means one of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.support.sql_models import macros_kept_apart, project


def names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from names_in(part)


def misunderstood(env: dict[str, Any]) -> Iterator[str]:
    """The names that a model's function finds to be something else than in its own module."""
    for held in env.values():
        if not held.is_definition or not held.path:
            continue
        module = vars(importlib.import_module(f"macros.{Path(held.path).stem}"))
        function = module[held.name]
        function = getattr(function, "__wrapped__", function)
        for name in names_in(function.__code__):
            meant, found = module.get(name), env.get(name)
            if found is None or meant is None:
                continue
            if isinstance(getattr(meant, "__wrapped__", meant), FunctionType):
                is_meant = not found.is_definition or f"macros.{Path(found.path).stem}" == meant.__module__
            else:
                is_meant = not found.is_value or found.payload == repr(meant)
            if not is_meant:
                yield f"{name} in {held.path}"


def test_each_name_means_the_same_to_all_macros_of_a_model() -> None:
    with macros_kept_apart():
        found = {(model.name, name) for model in project().models.values() for name in misunderstood(model.python_env)}
    assert found == set()
