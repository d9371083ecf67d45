"""Tables as CSV (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from elchi.export.columns import COLUMNS, Row, Table
from elchi.export.table import cell


def write_csv(rows: Iterable[Row], out: TextIO, table: Table) -> int:
    """Write the rows of a table, as `columns` gives them, its header first even where no row follows.
    Returns how many rows.

    Lists are joined by `; `, days and times are ISO 8601. A text that a spreadsheet would take for a formula gets an
    apostrophe before it, as in `table.cell`. `out` must leave line ends alone (`newline=""`).
    """
    names = COLUMNS[table]
    writer = csv.writer(out)
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
        count += 1
    return count


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return cell("; ".join(value))
    return cell(value.isoformat() if isinstance(value, date) else value)
