"""Records as CSV (RFC 4180): a row for each event, position or official."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, Literal, TextIO

from elchi.model import Json, Record

Table = Literal["events", "positions", "officials"]

_REPORT = ("report", "published", "outlet")
COLUMNS: dict[Table, tuple[str, ...]] = {
    "events": (*_REPORT, "type", "mode", "actors", "recipients", "date", "time", "place", "channel", "contexts",
               "evidence", "start", "end", "confidence", "rules", "level", "participants", "initiator", "host",
               "mediators", "place_name", "topics", "due", "persons_low", "persons_best", "persons_high", "from", "via",
               "to", "speaker"),
    "positions": (*_REPORT, "holder", "stance", "subject", "target", "evidence", "start", "end", "confidence", "rules",
                  "speaker", "topics"),
    "officials": (*_REPORT, "name", "country", "role", "evidence", "start", "end", "office", "confidence", "rules"),
}

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(records: Iterable[Record], out: TextIO, table: Table) -> None:
    """Write one table of the records, its header first even where no row follows.

    Lists are joined by `;`, people given by their names. A text that a spreadsheet would take for a formula gets an
    apostrophe before it, as OWASP advises against CSV injection.
    """
    columns = COLUMNS[table]
    writer = csv.writer(out)
    writer.writerow(columns)
    for record in records:
        about: Json = {"report": record.report.id, "published": record.report.published,
                       "outlet": record.report.outlet}
        for row in getattr(record, table):
            cells = {**about, **flat(row.to_json())}
            writer.writerow([cell(cells.get(column)) for column in columns])
        out.flush()


def flat(row: Json) -> Json:
    """A row's members, each figure of `persons` one of its own."""
    return row | {f"persons_{key}": value for key, value in (row.get("persons") or {}).items()}


def cell(value: Any) -> str:
    """A value as it stands in CSV."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return cell(value["name"])
    if isinstance(value, list | tuple):
        return cell(";".join(v["name"] if isinstance(v, dict) else v for v in value))
    text = str(value)
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text
