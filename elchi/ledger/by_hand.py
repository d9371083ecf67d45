"""Happenings that analysts know of, or kept in a table: put into a ledger as reports of their own, in their words."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

from elchi.errors import LedgerError
from elchi.ledger import checks
from elchi.ledger.address import hashed
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
    own = {name: words.strip() for name, words in fields.items() if words.strip()}
    key = "hand:" + hashed("\x1f".join(f"{k}={v}" for k, v in sorted(own.items())))[:16]
    about = {name: own.pop(name) for name in ABOUT if name in own}
    if published := about.get("published"):
        about["published"] = stamps.normal(published) or ""
        if not about["published"]:
            raise LedgerError(f"published is no ISO date: {published[:40]}")
    text = about.pop("text", None) or "; ".join(f"{name}: {words}" for name, words in own.items())
    row = {name: checks.value("event", name, words) for name, words in own.items()}
    event = checks.whole("event", {
        "time": "past", **row, "evidence": text, "start": 0, "end": len(text), "confidence": 1.0}, row)
    found = record({"id": key, "events": [event], "report": {**about, "author": who}}, text)
    return replace(found, report=replace(found.report, given_id=key))


def table(file: Path, who: str, names: Mapping[str, str]) -> Iterator[Record | LedgerError]:
    """The happenings of a table, CSV or tab-separated, a row each, or what is at fault with a row. Columns are called
    as the fields of an event and what is told beside them; `names` says which column holds a field that is called
    otherwise there. Raises ElchiError where the file cannot be read, or has no column for the type."""
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as e:
        raise LedgerError(f"{file}: {(e.strerror or str(e)).lower()}") from None
    rows = csv.DictReader(StringIO(text, newline=""), dialect=_dialect(text))
    held = {name: column for name in (*ABOUT, *checks.fields("event"))
            if (column := names.get(name, name)) in (rows.fieldnames or ())}
    missing = [names.get(name, name) for name in ("type", *names) if name not in held]
    if missing:
        raise LedgerError(f"{file}: there is no column {missing[0]}")
    for row in rows:
        try:
            yield told({name: row[column] or "" for name, column in held.items()}, who)
        except LedgerError as e:
            yield LedgerError(f"{file}:{rows.line_num}: {e}")


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        return csv.excel
