"""What was announced for a day, as entries of a calendar: iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import IO, Any

from icalendar import Calendar
from icalendar import Event as Entry

from elchi.export.columns import Row, address, changed, happenings, heading
from elchi.export.text import PartyName, clean

_STATUS = {"negated": "CANCELLED", "hypothetical": "TENTATIVE"}


def write_calendar(found: Iterable[Mapping[str, Any]], out: IO[bytes], party: PartyName) -> int:
    """Write an entry for each happening with `due` among those that `ledger.queries.timeline` gives. Returns how many.

    It takes the whole of its days and blocks none of them for other things; its UID is made of the happening's id, its
    words are the parties, by the name that `party` gives, and the sentence. Raises LedgerError for what is no date or
    time, and where a happening does not say when it was altered.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Elchi//Ledger//EN")
    calendar.add("version", "2.0")
    for row in happenings(found):
        if row["due"]:
            calendar.add_component(_entry(row, party))
    out.write(calendar.to_ical())
    return len(calendar.subcomponents)


def _entry(row: Row, party: PartyName) -> Entry:
    entry = Entry()
    entry.add("uid", f"{row['id']}@elchi")
    entry.add("summary", heading(row, party))
    entry.add("description", clean(row["evidence"] or ""))
    entry.add("dtstart", row["due_first"])
    entry.add("dtend", row["due_last"] + timedelta(days=1))
    entry.add("dtstamp", changed(row))
    entry.add("last-modified", changed(row))
    entry.add("status", _STATUS.get(row["time"], "CONFIRMED"))
    entry.add("transp", "TRANSPARENT")
    if row["contexts"]:
        entry.add("categories", [clean(context) for context in row["contexts"]])
    if url := address(row):
        entry.add("url", url)
    return entry
