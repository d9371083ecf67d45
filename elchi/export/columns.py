"""The flat tables that a ledger exports: what each column holds, and the rows, each value of its column's type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal

from elchi.days import days
from elchi.errors import LedgerError
from elchi.export import table as coded
from elchi.export.text import PartyName, clean
from elchi.model import Event, Json, Official, Position, Told

Table = Literal["events", "positions", "officials", "happenings"]
Kind = Literal["text", "texts", "whole", "share", "flag", "day", "moment"]
"""What a column holds: str, list[str], int, float from 0 to 1, bool, date, datetime in UTC; any but a list, or None."""
Row = dict[str, Any]

_DAYS = ("first", "last", "due_first", "due_last")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("actors", "recipients", "contexts", "rules", "participants", "mediators", "topics", "holder",
                     "target"), "texts"),
    **dict.fromkeys(("start", "end", "persons_low", "persons_best", "persons_high", "reports"), "whole"),
    **dict.fromkeys(_DAYS, "day"), **dict.fromkeys(("made", "altered"), "moment"),
    "confidence": "share", "dated": "flag"}
_TOLD = ("id", "state", "report", "published", "outlet", "url", "title", "language", "hash", "coder")
_NAMES: dict[Table, tuple[str, ...]] = {
    "events": (*_TOLD, "happening", *_DAYS, *coded.COLUMNS["events"]),
    "positions": (*_TOLD, *coded.COLUMNS["positions"]),
    "officials": (*_TOLD, *coded.COLUMNS["officials"]),
    "happenings": ("id", "date", *_DAYS, "dated", "type", "mode", "actors", "recipients", "time", "channel",
                   "level", "place", "place_name", "contexts", "topics", "due", "reports", "evidence", "url", "made",
                   "altered")}
COLUMNS: dict[Table, dict[str, Kind]] = {
    table: {name: _KINDS.get(name, "text") for name in names} for table, names in _NAMES.items()}
"""The columns of each table in their order, with what each holds."""

_CLASSES = {"events": Event, "positions": Position, "officials": Official}
_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f<>\"]+", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def happenings(found: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of the table of happenings, from happenings as `ledger.queries.timeline` gives them; what one lacks is
    None. Raises LedgerError for what is no date or time.

    In `events` and `happenings`, `first` and `last` are the days between which it lies, `due_first` and `due_last`
    those between which what is announced is to be.
    """
    return (_row("happenings", one) for one in found)


def told(rows: Iterable[Told], table: coded.Table) -> Iterator[Row]:
    """The rows of one table among coded rows of a ledger: people by their names, the report by its key. Raises
    LedgerError for what is no date."""
    return (_row(table, {**_about(own), **coded.flat(own.row.to_json())}) for own in rows
            if isinstance(own.row, _CLASSES[table]))


def _about(own: Told) -> Json:
    report = own.report
    return {"id": own.uid, "state": own.state, "report": own.key, "published": report.published,
            "outlet": report.outlet, "url": report.url, "title": report.title, "language": report.language,
            "hash": own.hash, "coder": own.coder or None, "happening": own.happening}


def _row(table: Table, cells: Mapping[str, Any]) -> Row:
    try:
        ends = dict(zip(_DAYS, (*span(cells.get("date")), *span(cells.get("due"))), strict=True))
        return {name: _value(kind, ends.get(name, cells.get(name))) for name, kind in COLUMNS[table].items()}
    except ValueError as fault:
        raise LedgerError(f"{cells['id']}: no date or time: {fault}") from fault


def _value(kind: Kind, value: Any) -> Any:
    if kind == "texts":
        return [_text(one) for one in value or ()]
    if value is None:
        return None
    if kind == "moment":
        when = datetime.fromisoformat(value)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return _text(value) if kind == "text" else value


def _text(value: Any) -> str:
    return legal(value["name"] if isinstance(value, dict) else value)


def legal(text: str) -> str:
    """The text with U+FFFD in the place of each code point that XML 1.0 has no way to write: most control codes, half
    surrogate pairs, U+FFFE and U+FFFF. No other form needs more, and offsets stay true."""
    return _ILLEGAL.sub("\ufffd", text)


def span(when: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that a date or span of dates may mean (`elchi.days`); None for both where there is
    none. Raises ValueError for what is no date, ends before it begins, or has no day after it."""
    first, last = days(when)
    if first is None or last is None:
        return None, None
    if not first <= last < date.max.toordinal():
        raise ValueError(f"{when!r} does not end after it begins, or never ends")
    return date.fromordinal(first), date.fromordinal(last)


def changed(row: Row) -> datetime:
    """When a happening was last altered. Raises LedgerError where it does not say so."""
    when = row["altered"]
    if not isinstance(when, datetime):
        raise LedgerError(f"{row['id']}: it is not known when it was altered")
    return when


def address(row: Row) -> str | None:
    """Where the report stands that tells of a happening, if that is on the web: other links may be traps."""
    return row["url"] if row["url"] and _WEB.fullmatch(row["url"]) else None


def heading(row: Row, party: PartyName) -> str:
    """An event or happening in a few words on one line, parties by the name that `party` gives their codes."""
    sides = " → ".join(", ".join(map(party, row[side])) for side in ("actors", "recipients") if row[side])
    kind = " ".join(filter(None, (row["type"].lower(), row["mode"] or row["channel"])))
    return legal(clean(f"{sides}: {kind}" if sides else kind))
