"""Results of SQL for other programs: CSV, JSON, Markdown, Parquet. Batch by batch, so that memory stays bounded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, Final, Literal

import msgspec

from jobhouse.errors import UsageError
from jobhouse.sanitize import escape_in_json
from jobhouse.terminal.sql.cells import NUMBERS, with_text_keys
from jobhouse.warehouse.serve.statement_result import ResultColumn, StatementResult

ExportFormat = Literal["csv", "json", "markdown", "parquet"]

_ROWS_IN_A_GROUP: Final = 100_000
_LINE_ENDS: Final = re.compile("[\r\n]")
_QUOTED_IN_CSV: Final = re.compile('[",\x00-\x1f\x7f-\x9f]')
_MEANS_IN_MARKDOWN: Final = re.compile(r"[\\|<`]|(?<=])\(")
_JSON: Final = msgspec.json.Encoder(decimal_format="number")
# wider than the 64 bits that the encoder takes as int
_WIDE_INTEGERS: Final = frozenset({"hugeint", "uhugeint"})
_AS_THEY_ARE: Final = (str, int, float, Decimal)


def write(result: StatementResult, form: ExportFormat, out: BinaryIO) -> int:
    """Write a whole result to a binary stream, which need not be seekable; return how many rows it has.

    Raises:
        UsageError: Parquet has no type for one of the columns.
    """
    written = _WRITERS[form](result if form == "parquet" else result.exact(), out)  # Arrow changes no value
    out.flush()
    return written


def _write_csv(result: StatementResult, out: BinaryIO) -> int:
    """With a header; null is empty and an empty text quoted, dates are ISO 8601, lists, structs and maps JSON."""
    out.write(_csv_row(_distinct([column.name for column in result.columns])).encode())
    convert = [_csv_cell_of(column) for column in result.columns]
    written = 0
    for batch in result.rows():
        rows = ([f(value) for f, value in zip(convert, row, strict=True)] for row in batch)
        out.write("".join(map(_csv_row, rows)).encode())
        written += len(batch)
    return written


def _csv_row(cells: Sequence[object]) -> str:
    """Cells that hold a comma, a quotation mark or a control character are quoted; csv leaves the last as they are."""
    quoted = [_quoted_in_csv(cell) for cell in cells]
    return (",".join(quoted) or '""') + "\n"  # an empty line would be no row


def _quoted_in_csv(cell: object) -> str:
    if cell is None:
        return ""
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if not text or _QUOTED_IN_CSV.search(text) else text


def _csv_cell_of(column: ResultColumn) -> Callable[[object], object]:
    return (lambda value: _csv_cell(with_text_keys(value, _json_text))) if column.has_maps else _csv_cell


def _csv_cell(value: object) -> object:
    if value is None or (isinstance(value, _AS_THEY_ARE) and not isinstance(value, bool)):
        return value
    return _json_text(value)


def _json_text(value: object) -> str:
    """The value as JSON, a text without its quotation marks: in a cell, or as the key of a map."""
    return _JSON.encode(value).decode().strip('"')


def _write_json(result: StatementResult, out: BinaryIO) -> int:
    """One array of objects, a row a line."""
    names = _distinct([column.name for column in result.columns])
    convert = [_json_value(column) for column in result.columns]
    before, written = b"[\n", 0
    for batch in result.rows():
        written += len(batch)
        for row in batch:
            values = (f(value) for f, value in zip(convert, row, strict=True))
            text = _JSON.encode(dict(zip(names, values, strict=True))).decode()
            out.write(before + escape_in_json(text).encode())
            before = b",\n"
    out.write(b"\n]\n" if written else b"[]\n")
    return written


def _json_value(column: ResultColumn) -> Callable[[Any], Any]:
    if column.kind == "json":
        # white space between the parts of JSON may hold line ends, which in texts are escaped
        return lambda value: None if value is None else msgspec.Raw(_LINE_ENDS.sub(" ", value).encode())
    if column.kind in _WIDE_INTEGERS:
        return lambda value: None if value is None else Decimal(value)
    if column.has_maps:
        return lambda value: with_text_keys(value, _json_text)
    return lambda value: value


def _distinct(names: list[str]) -> list[str]:
    """Names that occur twice get a number: an object holds each key once, and who reads CSV by name would get one."""
    found: list[str] = []
    for name in names:
        number, new = 2, name
        while new in found:
            new, number = f"{name}_{number}", number + 1
        found.append(new)
    return found


def _write_markdown(result: StatementResult, out: BinaryIO) -> int:
    """A table with all of each value; null is empty, as in CSV."""
    convert = [_csv_cell_of(column) for column in result.columns]
    rules = ["---:" if column.kind in NUMBERS else "---" for column in result.columns]
    headings = [_in_markdown(column.name) for column in result.columns]
    out.write(f"{_markdown_row(headings)}{_markdown_row(rules)}".encode())
    written = 0
    for batch in result.rows():
        rows = ([_in_markdown(f(value)) for f, value in zip(convert, row, strict=True)] for row in batch)
        out.write("".join(map(_markdown_row, rows)).encode())
        written += len(batch)
    return written


def _markdown_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _in_markdown(value: object) -> str:
    """One line, in which no sign ends the cell or the table, and no advert brings an image, a link or HTML."""
    text = "" if value is None else " ".join(str(value).split())
    return _MEANS_IN_MARKDOWN.sub(r"\\\g<0>", text)


def _write_parquet(result: StatementResult, out: BinaryIO) -> int:
    if offset := next((column.name for column in result.columns if column.kind == "time with time zone"), None):
        raise UsageError(f"Parquet cannot hold the offset of a time ({offset}); cast that column, such as to varchar.")
    # the other formats need not wait for this import
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    batches = result.arrow(_ROWS_IN_A_GROUP)
    names = _distinct(batches.schema.names)
    schema = pa.schema([field.with_name(name) for field, name in zip(batches.schema, names, strict=True)])
    written = 0
    try:
        with pq.ParquetWriter(_Counted(out), schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                written += batch.num_rows
    except pa.ArrowNotImplementedError as error:
        raise UsageError(f"Parquet cannot hold this result ({error}); cast that column, such as to varchar.") from None
    return written


class _Counted(io.RawIOBase):
    """A stream that knows how much went through it: Parquet's footer holds positions, and a pipe has none."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += len(data)
        return self._out.write(data)

    def tell(self) -> int:
        return self._written


_WRITERS: Final[dict[ExportFormat, Callable[[StatementResult, BinaryIO], int]]] = {
    "csv": _write_csv,
    "json": _write_json,
    "markdown": _write_markdown,
    "parquet": _write_parquet,
}
