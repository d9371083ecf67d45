"""What a ledger answers, row by row: a table for a terminal, JSON or CSV elsewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, Literal, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from elchi.export.table import cell
from elchi.export.text import PartyName, clean

Form = Literal["table", "json", "csv"]
PARTIES = ("actors", "recipients", "place")
"""Columns whose codes are told by name on a terminal."""


def write_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], out: TextIO, form: Form, party: PartyName
               ) -> None:
    """Write the columns of rows; `party` names a code for a person. JSON holds all that the rows have."""
    if form == "json":
        out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in rows:
            table.add_row(*(Text(_told(column, row.get(column), party)) for column in columns))
        Console(file=out, highlight=False, markup=False, emoji=False).print(table)


def _told(column: str, value: Any, party: PartyName) -> str:
    if column in PARTIES and value:
        return ", ".join(map(party, [value] if isinstance(value, str) else value))
    return clean(cell(value))
