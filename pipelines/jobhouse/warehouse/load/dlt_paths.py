"""Folders of any name for dlt, which makes the names of its files by putting a number into a path with `%`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

from dlt.common.storages.load_storage import LoadItemStorage
from dlt.extract.storage import ExtractorItemStorage

Template = Callable[[Any, str, str, str], str]

_MAKER: Final = "_get_data_item_path_template"


def allow_percent_signs() -> None:
    """Let dlt write into folders with percent signs in their names; called again, it changes nothing."""
    for storage in (ExtractorItemStorage, LoadItemStorage):
        made = getattr(storage, _MAKER)
        if not hasattr(made, "__wrapped__"):
            setattr(storage, _MAKER, _doubled_in_folder(made))


def _doubled_in_folder(make: Template) -> Template:
    """The template of dlt, in which `%` stands for itself but in the name of the file."""

    def template(storage: Any, load_id: str, schema_name: str, table_name: str) -> str:
        folder, name = os.path.split(make(storage, load_id, schema_name, table_name))
        return os.path.join(folder.replace("%", "%%"), name)

    template.__wrapped__ = make  # type: ignore[attr-defined]
    return template
