"""`sql/external_models.yaml`, from which SQLMesh knows the raw tables, made from their definitions.

    python -m jobhouse.warehouse.build.external_models

writes it again; a test compares it.
"""

from __future__ import annotations

from typing import Final

import yaml

from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.raw_tables import RAW_TABLES, columns_in_sql

_HEAD: Final = "# Written by `python -m jobhouse.warehouse.build.external_models`; the definitions are in Python.\n"


def external_models() -> str:
    """The text of the file."""
    models = [
        {
            "name": f"{DATASET}.{table.name}",
            "description": table.description,
            "columns": columns_in_sql(table),
            "column_descriptions": {column.name: column.description for column in table.columns},
        }
        for table in RAW_TABLES
    ]
    text: str = yaml.safe_dump(models, sort_keys=False, allow_unicode=True, width=10_000)
    return _HEAD + text


if __name__ == "__main__":
    (project() / "external_models.yaml").write_text(external_models(), encoding="utf-8")
