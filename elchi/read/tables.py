"""Tables of reports, a row each: CSV and tab-separated, lines of JSON, Parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date
from email.utils import parsedate_to_datetime
from io import TextIOWrapper
from typing import Any, BinaryIO

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import stamps
from elchi.read.encoding import decode
from elchi.read.limits import MIB, ROW, resumed, seekable
from elchi.read.pieces import FIELDS, Found, Given, How, Piece, of_bytes, report

SAMPLE = 4 * MIB
"""Bytes by which the encoding of a table is told."""
BATCH = 32
"""Rows of Parquet that are in memory together: they may be of ROW bytes each."""
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r")
_RFC_2822 = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d")
_SURROGATE = re.compile("[\ud800-\udfff]")
Row = Mapping[str, Any]


def read_jsonl(piece: Piece, how: How) -> Iterator[Found]:
    """The reports of lines of JSON, objects with a field `text`, and any of those of `Given`."""
    with closing(piece.open()) as file:
        for number, line in enumerate(iter(lambda: file.readline(ROW + 1), b""), 1):
            at = f"{piece.name}:{number}"
            if len(line) > ROW:
                yield ReportError(at, f"the line is longer than {ROW // MIB} MiB")
                while line and not line.endswith(b"\n"):
                    line = file.readline(ROW)
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _of_line(line, at, how)


def _of_line(line: bytes, at: str, how: How) -> Report | ReportError:
    try:
        row = json.loads(decode(line, at))
    except ReportError as e:
        return e
    except (ValueError, RecursionError):
        return ReportError(at, "not a line of JSON")
    if not isinstance(row, dict):
        return ReportError(at, "not a JSON object")
    return _told(row, _columns(row, how), at, how)


def read_csv(piece: Piece, how: How) -> Iterator[Found]:
    """The reports of a table with commas, semicolons or tabs between its cells and the names of columns in its first
    line, whatever its encoding. Raises ReportError where no column holds texts, and where a row is too long."""
    with closing(piece.open()) as file:
        encoding, file = _encoding(file, piece.name)
        lines = _Lines(TextIOWrapper(file, encoding, newline=""), piece.name)
        csv.field_size_limit(ROW)
        first = lines.peek()
        rows = csv.reader(lines, delimiter=max(",;\t", key=first.count), skipinitialspace=True, strict=True)
        try:
            names = next(rows, [])
        except csv.Error as e:
            raise ReportError(f"{piece.name}:1", str(e)) from None
        yield from _of_cells(rows, names, lines, _checked(names, how, piece.name), piece, how)


def _of_cells(rows: Iterator[list[str]], names: list[str], lines: _Lines, columns: Mapping[str, str], piece: Piece,
              how: How) -> Iterator[Found]:
    while True:
        at = f"{piece.name}:{lines.next_row()}"
        try:
            cells = next(rows, None)
        except csv.Error as e:
            yield ReportError(at, str(e))
            continue
        if cells is None:
            return
        if len(cells) > len(names):
            yield ReportError(at, "there are more cells than columns")
        elif any(cells):
            yield _told(dict(zip(names, cells, strict=False)), columns, at, how)


class _Lines:
    """The lines of a file, their numbers counted; the lines of one row together are no longer than ROW."""

    def __init__(self, file: TextIOWrapper, name: str) -> None:
        self._file, self._name, self._number, self._left, self._first = file, name, 0, ROW, ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._first or self._file.readline(self._left + 1)
        self._first = ""
        self._number += 1
        self._left -= len(line)
        if self._left < 0:
            raise ReportError(f"{self._name}:{self._number}", f"the row is longer than {ROW // MIB} MiB")
        if not line:
            raise StopIteration
        return line

    def peek(self) -> str:
        """The first line, which comes again."""
        self._first = self._file.readline(ROW + 1)
        return self._first

    def next_row(self) -> int:
        """The number of the line with which the next row begins."""
        self._left = ROW
        return self._number + 1


def _encoding(file: BinaryIO, name: str) -> tuple[str, BinaryIO]:
    """In which encoding a text is, and the text from its beginning. Its first lines tell; see `decode`, which raises
    ReportError where it is none that is known."""
    begun = file.read(SAMPLE)
    lines = begun if len(begun) < SAMPLE else begun[:begun.rfind(b"\n") + 1 & ~1] or begun  # whole units of UTF-16
    text = decode(lines, name)
    return next(e for e in _ENCODINGS if lines.decode(e, "replace") == text), resumed(begun, file)


def read_parquet(piece: Piece, how: How) -> Iterator[Found]:
    """The reports of a Parquet table. Raises ReportError where no column holds texts, or it cannot be read."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    with closing(seekable(piece)) as file:
        try:
            schema = ParquetFile(file).schema_arrow
            columns = _checked(schema.names, how, piece.name)
            # Of a text that is told in many rows a dictionary holds one: it stays one.
            texts = [columns["text"]] if pa.types.is_string(schema.field(columns["text"]).type) else []
            table = ParquetFile(file, read_dictionary=texts, pre_buffer=False, buffer_size=1 << 16)
            number = 0
            for batch in table.iter_batches(BATCH, columns=list(columns.values())):
                for nth in range(batch.num_rows):
                    number += 1
                    yield _of_values(batch, nth, columns, f"{piece.name}:{number}", how)
        except (pa.ArrowException, OSError, KeyError) as e:  # the last where two columns have one name
            raise ReportError(piece.name, f"cannot be read as Parquet: {' '.join(str(e).split())[:100]}") from e


def _of_values(batch: Any, nth: int, columns: Mapping[str, str], at: str, how: How) -> Report | ReportError:
    try:
        row = {column: batch.column(column)[nth].as_py() for column in columns.values()}
    except (ValueError, OverflowError) as e:
        return ReportError(at, f"a value cannot be read: {' '.join(str(e).split())[:100]}")
    return _told(row, columns, at, how)


def _columns(there: Iterable[str], how: How) -> dict[str, str]:
    """The column of each field that a row has, whatever the case of its name."""
    known = {name.strip().casefold(): name for name in there}
    return {field: known[name] for field in ("text", *FIELDS)
            if (name := how.columns.get(field, field).strip().casefold()) in known}


def _checked(there: list[str], how: How, name: str) -> dict[str, str]:
    """The column of each field that a table has. Raises ReportError where one is missing that must be there."""
    columns = _columns(there, how)
    for field in ("text", *how.columns):
        if field not in columns:
            raise ReportError(name, f"there is no column {how.columns.get(field, field)}; the table has "
                                    f"{', '.join(there)[:200] or 'none'}")
    return columns


def _told(row: Row, columns: Mapping[str, str], at: str, how: How) -> Report | ReportError:
    """The report of a row, or what is at fault with it."""
    try:
        cells = {field: _cell(row.get(column), field, at) for field, column in columns.items()}
        text = cells.pop("text", None)
        if text is None:
            raise ReportError(at, "the report has no text")
        if len(text) > ROW:
            raise ReportError(at, f"the text is longer than {ROW // MIB} MiB")
        return report(text, of_bytes(at, b"", given=Given(**cells)), how)
    except ReportError as e:
        return e


def _cell(value: object, field: str, at: str) -> str | None:
    """What a cell says of a field, None where it is empty. Raises ReportError where it is of another type."""
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if field in ("published", "updated") and isinstance(value, date):
        value = value.isoformat()
    if value is not None and not isinstance(value, str):
        raise ReportError(at, f"{field} is not a string")
    if field == "text" or not value or not value.strip():
        return value or None
    if _SURROGATE.search(value):
        raise ReportError(at, f"{field} holds half of a surrogate pair")
    return moment(value, field, at) if field in ("published", "updated") else value.strip()


def moment(told: str, field: str, at: str) -> str:
    """A date, or a date and time, in ISO 8601, however a table tells it: so already, as a page does (`05.03.2026
    18:40`), or as a mail does (RFC 2822). Raises ReportError where it is none of these."""
    told = told.strip()
    if stamps.normal(told):
        return told
    masked, found = stamps.mask(told)
    if len(masked) == len(found) == 1 and (iso := found[0].iso()):
        return iso
    try:
        if _RFC_2822.search(told):
            return parsedate_to_datetime(told).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    raise ReportError(at, f"{field} is no date: {told[:40]!r}")
