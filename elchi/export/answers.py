"""What a ledger answers, row by row: lines for a person, JSON or CSV for a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, Literal, TextIO

from rich.console import Console
from rich.text import Text

from elchi.export.table import cell
from elchi.export.text import PartyName, line

Form = Literal["text", "json", "csv"]


def write_happenings(rows: Sequence[dict[str, Any]], columns: Sequence[str], out: TextIO, form: Form, party: PartyName
                     ) -> None:
    """Write happenings as `ledger.queries.timeline` gives them: for a person a line each, `party` naming a code; as CSV
    their `columns`; as JSON all that they have."""
    if form == "json":
        out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    else:
        console = Console(file=out, highlight=False, markup=False, emoji=False)
        for row in rows:
            console.print(_line(row, party), soft_wrap=True)


def _line(row: dict[str, Any], party: PartyName) -> Text:
    """Day, type, parties, how and where; then how many reports tell it, and its id."""
    sides = [", ".join(map(party, row[side])) for side in ("actors", "recipients") if row[side]]
    told = [" ".join(filter(None, (row["type"], row["mode"]))), " → ".join(sides), row["channel"],
            row["place"] and party(row["place"]), row["time"] if row["time"] != "past" else None]
    return line(row["date"], "bold cyan", *told).append(f"  {row['reports']} ×  {row['id']}", "dim")
