"""Tables of tab-separated values, as the field passes them on: a line a row, nothing in a cell that breaks it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from elchi.export import table
from elchi.export.text import clean

Value = str | int | float | Sequence[str | None] | None
"""What a cell may hold: a text, a number, several texts some of which may be missing, or nothing."""


def write_tsv(columns: Sequence[str], rows: Iterable[Sequence[Value]], out: TextIO, nothing: str = "") -> int:
    """Write the columns' names, then the rows; `nothing` stands where a value is missing. Returns how many rows.

    A cell with a quotation mark is quoted as in CSV, with the mark doubled.
    """
    writer = csv.writer(out, "excel-tab", lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(value, nothing) for value in row])
        count += 1
    return count


def _cell(value: Value, nothing: str) -> str:
    """A value on one line without control characters; several are joined by `; ` and hold no semicolon of their own. A
    text that a spreadsheet would run gets an apostrophe before it."""
    if not value and value != 0:
        return nothing
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return table.cell(_plain(value)) or nothing
    texts = [_plain(text or "").replace(";", ",") for text in value]
    return table.cell("; ".join(text or nothing for text in texts)) if any(texts) else nothing


def _plain(text: str) -> str:
    """The text as `clean` gives it, at once where it holds nothing to be cleaned away, as most do."""
    return " ".join(text.split()) if text.isprintable() else clean(text).strip()
