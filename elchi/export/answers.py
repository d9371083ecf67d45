"""What a ledger answers: words and tables for a person, JSON, CSV or Parquet for a program."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TextIO

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from elchi.errors import ElchiError
from elchi.export.table import cell
from elchi.export.text import PartyName, clean, line

Form = Literal["text", "json", "csv", "parquet"]
Row = dict[str, Any]
PARTIES = frozenset({"actors", "recipients", "party", "by", "citizens", "helped", "thanked", "country", "place",
                     "initiator", "host"})
"""The columns that hold codes of parties, which a person is shown by name."""
HAPPENING = ("id", "date", "type", "mode", "actors", "recipients", "channel", "level", "place", "reports")
"""The columns of a timeline."""
WIDE = 160
"""Columns of text where no terminal says how many it has."""


@dataclass(frozen=True, slots=True)
class Table:
    """A part of an answer: its rows, of which these columns are shown."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to: all of it, ready for JSON; sentences that sum it up; tables, the main one first."""

    whole: Any
    said: tuple[str, ...]
    tables: tuple[Table, ...]


def write_answer(answer: Answer, out: TextIO, form: Form, party: PartyName) -> None:
    """Write an answer: for a person, with names for the codes of parties, what sums it up and all its tables; as JSON
    the whole; as CSV or Parquet the main table. Raises ElchiError where a terminal would be given Parquet."""
    main = answer.tables[0]
    if form == "json":
        out.write(json.dumps(answer.whole, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        writer = csv.writer(out)
        writer.writerow(main.columns)
        writer.writerows([cell(row.get(column)) for column in main.columns] for row in main.rows)
    elif form == "parquet":
        _write_parquet(main)
    else:
        console = Console(file=out, highlight=False, markup=False, emoji=False,
                          width=None if out.isatty() else WIDE)
        for sentence in answer.said:
            console.print(clean(sentence))
        for table in answer.tables:
            if table.rows:
                console.print(_grid(table, party))


def write_happenings(rows: Sequence[Row], out: TextIO, party: PartyName) -> None:
    """Write happenings as `ledger.queries.timeline` gives them for a person, a line each."""
    console = Console(file=out, highlight=False, markup=False, emoji=False)
    for row in rows:
        console.print(_line(row, party), soft_wrap=True)


def write_why(found: Row, out: TextIO, party: PartyName) -> None:
    """Write a happening as `ledger.queries.why` gives it for a person: its accounts, what brought them together, what
    they tell differently, which are reprints, and what analysts decided."""
    for own in found["accounts"]:
        about = " · ".join(clean(own[name]) for name in ("published", "outlet", "report") if own[name])
        print(f"{own['uid']}  {about}\n    {clean(own['evidence'])}", file=out)
    for match in found["matches"]:
        print(f"{' = '.join(match['accounts'])}: {'; '.join(map(clean, match['reasons']))}", file=out)
    for name, values in found["differ"].items():
        named = party if name in PARTIES else str
        told = (f"{_shown(one['value'], named)} ({', '.join(one['accounts'])})" for one in values)
        print(f"{name} differs: {'; '.join(told)}", file=out)
    for copies in found["reprints"]:
        print(f"reprints of one text: {', '.join(copies)}", file=out)
    for said in found["decisions"]:
        undone = f", undone by {said['undone_by']}" if said["undone"] else ""
        print(clean(f"{said['at']} {said['who']}: {said['kind']} {' '.join(said['about'])}{undone}"
                    + (f" ({said['why']})" if said["why"] else "")), file=out)


def _write_parquet(table: Table) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if sys.stdout.isatty():
        raise ElchiError("Parquet is not for a terminal: send it to a file with >")
    rows = [{column: row.get(column) for column in table.columns} for row in table.rows]
    pq.write_table(pa.Table.from_pylist(rows) if rows else pa.table({c: [] for c in table.columns}), sys.stdout.buffer)


def _grid(table: Table, party: PartyName) -> Grid:
    grid = Grid(*table.columns, title=table.title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for row in table.rows:
        grid.add_row(*(_shown(row.get(column), party if column in PARTIES else str) for column in table.columns))
    return grid


def _shown(value: Any, name: Callable[[str], str]) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(one, name) for one in value)
    if isinstance(value, dict):
        return " ".join(f"{key} {told}" for key, told in value.items())
    if isinstance(value, float):
        return f"{value:.2f}"
    return clean(name(value)) if isinstance(value, str) and value else "" if value is None else str(value)


def _line(row: Row, party: PartyName) -> Text:
    """Day, type, parties, how and where; then how many reports tell it, and its id."""
    sides = [", ".join(map(party, row[side])) for side in ("actors", "recipients") if row[side]]
    told = [" ".join(filter(None, (row["type"], row["mode"]))), " → ".join(sides), row["channel"],
            row["place"] and party(row["place"]), row["time"] if row["time"] != "past" else None]
    return line(row["date"], "bold cyan", *told).append(f"  {row['reports']} ×  {row['id']}", "dim")
