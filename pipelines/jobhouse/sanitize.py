"""What people and programs are shown, without characters that steer a terminal or reorder a line.

Adverts, answers of the API, names of files and messages of libraries may hold any character. `cleaned_output` cleans
all that is written to stdout and stderr as text, `terminal.console.Terminal` all that is drawn with rich, and
`json_text` writes such characters as escapes, which a program reads back as what they were.
"""

from __future__ import annotations

import errno
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, TextIO, cast

from jobhouse.errors import NO_ROOM
from jobhouse.standard_streams import lead_nowhere

# C0 but tab and line end, DEL and C1; marks, embeddings, overrides and isolates of direction; separators of lines and
# paragraphs; halves of surrogate pairs, which no encoding can write
_STEERING: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff"
_STEERS: Final = re.compile(f"[{_STEERING}]")
_OUTSIDE_ASCII: Final = re.compile("[^\n\x20-\x7e]")
_CANNOT_BE_WRITTEN: Final = NO_ROOM | {errno.EPIPE, errno.EIO}
"""Nobody reads any more, the disk is full, or the terminal is gone."""
_SHOWN_INSTEAD: Final = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text with a replacement character for each one that could steer a terminal; line ends and tabs stay."""
    return _STEERS.sub(_SHOWN_INSTEAD, text)


def json_text(value: Any, *, indent: int | None = None, default: Callable[[Any], Any] | None = None) -> str:
    """JSON in ASCII, on one line without `indent`; half a surrogate pair becomes a replacement character."""
    return _OUTSIDE_ASCII.sub(_escape, json.dumps(value, indent=indent, default=default, ensure_ascii=False))


def escape_in_json(text: str) -> str:
    """JSON that was written by something else, with steering characters as escapes."""
    return _STEERS.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass").hex()
    if "\ud800" <= found.group() <= "\udfff":
        return r"\ufffd"
    return "".join(rf"\u{units[start : start + 4]}" for start in range(0, len(units), 4))


class CleanedStream:
    """A text stream that cleans what is written to it, and is the stream itself in all else.

    Where its reader is gone, as `head` is once it has seen enough, or its disk is full, what is written is dropped and
    the work goes on: a message that nobody reads must not end a build, which has an exit code of its own.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lost: OSError | None = None
        """Why output is lost that somebody may miss; None where it is not, or only its reader is gone."""

    @property
    def rich_proxied_file(self) -> TextIO:
        """Where rich finds the stream that it may draw on."""
        return self._stream

    def write(self, text: str) -> int:
        try:
            self._stream.write(clean(text))
        except OSError as error:
            self._drop_from_now_on(error)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._drop_from_now_on(error)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _drop_from_now_on(self, error: OSError) -> None:
        """Lead the stream nowhere: Python flushes it once more at exit, and ends with code 120 where that fails."""
        if error.errno not in _CANNOT_BE_WRITTEN:
            raise error
        if not isinstance(error, BrokenPipeError):
            self.lost = self.lost or error
        lead_nowhere(self._stream.fileno())


class CleanedBytes:
    """A binary stream that cleans the UTF-8 written to it, and is the stream itself in all else."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: bytes) -> int:
        return self._stream.write(clean(text.decode()).encode())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def cleaned_output() -> Iterator[CleanedStream]:
    """Clean what is written to stdout and stderr while the block runs, whoever writes it; yield the former."""
    before = sys.stdout, sys.stderr
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of another encoding shows what it can
    output, errors = map(CleanedStream, before)
    sys.stdout, sys.stderr = cast("TextIO", output), cast("TextIO", errors)
    try:
        yield output
    finally:
        sys.stdout, sys.stderr = before
