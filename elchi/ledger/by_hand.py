"""Happenings that analysts know of, or kept in a table: put into a ledger as reports of their own, in their words."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

from elchi.days import day
from elchi.errors import LedgerError
from elchi.ledger import checks
from elchi.ledger.address import BY_HAND, hashed
from elchi.model import Record
from elchi.read import stamps
from elchi.read.encoding import decode
from elchi.read.record import record

ABOUT = ("text", "url", "outlet", "title", "published")
"""What is told beside the fields of the event: in which words, and where it is from."""
STATE = "added"
"""The state of rows that an analyst put in."""


def told(fields: Mapping[str, str], who: str) -> Record:
    """The record of a happening that a person tells: fields of an event as `checks.value` reads them, and of ABOUT. Its
    text is `text`, or else the fields themselves. The same happening told again has the same id. Raises LedgerError
    where it could not be so."""
    own = {name: words.strip() for name, words in sorted(fields.items()) if words.strip()}
    key = BY_HAND + hashed("\x1f".join(f"{name}={words}" for name, words in own.items()))[:16]
    about = {name: own.pop(name) for name in ABOUT if name in own}
    if published := about.get("published"):
        if (moment := stamps.normal(published)) is None:
            raise LedgerError(f"published is no ISO date: {published[:40]}")
        about["published"] = moment
    text = about.pop("text", None) or "; ".join(f"{name}: {words}" for name, words in own.items())
    row = {name: checks.value("event", name, words) for name, words in own.items()}
    event = checks.whole("event", {
        "time": "past", **row, "evidence": text, "start": 0, "end": len(text), "confidence": 1.0}, row,
        day(about.get("published")))
    found = record({"id": key, "events": [event], "report": {**about, "author": who}}, text)
    return replace(found, report=replace(found.report, given_id=key))


def table(file: Path, who: str, names: Mapping[str, str]) -> Iterator[Record | LedgerError]:
    """The happenings of a table, CSV (commas or semicolons) or tab-separated, a row each, or what is at fault with a
    row. Columns are called as the fields of an event and what is told beside them; `names` says which column holds a
    field that is called otherwise there. Raises ElchiError where the file cannot be read, is no such table, or has no
    column for the type."""
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as e:
        raise LedgerError(f"{file}: {(e.strerror or str(e)).lower()}") from None
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=max(",;\t", key=text.partition("\n")[0].count),
                          skipinitialspace=True, strict=True)
    try:
        held = _columns(rows.fieldnames or (), names, file)
        for row in rows:
            if any(row.values()):
                yield _told(row, held, who, f"{file}:{rows.line_num}")
    except csv.Error as e:
        raise LedgerError(f"{file}:{rows.reader.line_num}: {e}") from None


def _columns(there: Sequence[str], names: Mapping[str, str], file: Path) -> dict[str, str]:
    """The column of each field that a table has."""
    fields = (*ABOUT, *checks.fields("event"))
    if unknown := sorted(names.keys() - set(fields)):
        raise LedgerError(f"{unknown[0]}: a happening has {', '.join(sorted(fields))}")
    for name in ("type", *names):
        if (column := names.get(name, name)) not in there:
            raise LedgerError(f"{file}: there is no column {column}")
    return {name: column for name in fields if (column := names.get(name, name)) in there}


def _told(row: Mapping[str | None, str], held: Mapping[str, str], who: str, where: str) -> Record | LedgerError:
    """The happening of a table's row, or what is at fault with it; `held` has the column of each field."""
    try:
        if None in row:
            raise LedgerError("there are more cells than columns")
        return told({name: row[column] or "" for name, column in held.items()}, who)
    except LedgerError as e:
        return LedgerError(f"{where}: {e}")
