"""Happenings: listed, and explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import find, reprints, schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.draft import told_time
from elchi.ledger.pool import Entry, decisions, entries, every_match
from elchi.ledger.queries.filters import EVERYTHING, Filter, counts, newest
from elchi.ledger.queries.sourced import as_told, asked
from elchi.ledger.rows import parts
from elchi.merge.decide import happenings

Json = dict[str, Any]
TOLD = ("type", "mode", "time", "dated", "place", "channel", "level", "due", "reports")
DIFFER = ("date", "mode", "channel", "place", "initiator", "host", "persons", "due")
"""What reports of one happening may tell differently."""


def timeline(ledger: Ledger, wanted: Filter = EVERYTHING, limit: int = 50, after: str | None = None) -> list[Json]:
    """The newest happenings first, at most `limit`: those that are asked for and of which a day is known; with `after`
    those that come after the happening of this id. Raises LedgerError where there is none.

    Each has its id, `date` (the day, or START/END where it lies between), whether a report gives it (`dated`), what
    its surest account tells, its parties by their side, its topics, and the number of reports.
    """
    with ledger.reading() as connection:
        return briefs(connection, newest(connection, wanted, limit, after=after))


def months(ledger: Ledger, wanted: Filter = EVERYTHING) -> list[Json]:
    """How many happenings are asked for in each `month` (`YYYY-MM`), by `type`, the oldest first; one whose day is not
    known counts on the last that it may have been on."""
    sums = Counter[tuple[str, str]]()
    with ledger.reading() as connection:
        for last, type_, count in counts(connection, wanted):
            sums[month(last), type_] += count
    return [{"month": of, "type": type_, "count": count} for (of, type_), count in sorted(sums.items())]


def briefs(connection: Connection, numbers: Sequence[int]) -> list[Json]:
    """Happenings in short, in the order of their numbers given."""
    t = schema.happening.c
    found = {row.id: brief(row) for row in connection.execute(sa.select(schema.happening).where(among(t.id, numbers)))}
    return [found[n] for n in numbers]


def brief(row: Any) -> Json:
    """A happening in short, from its columns."""
    return {"id": row.uid, "date": dates(row.first, row.last), **{name: getattr(row, name) for name in TOLD},
            **{side: parts(getattr(row, side)) for side in ("actors", "recipients", "topics")},
            "made": told_time(row.made), "altered": told_time(row.altered)}


def dates(first: int, last: int) -> str | None:
    """A day, or START/END, from numbers; None where no day is known."""
    if not last:
        return None
    days = [date.fromordinal(n).isoformat() for n in (first or last, last)]
    return days[0] if days[0] == days[1] else "/".join(days)


@lru_cache(4096)
def month(day: int) -> str:
    """The month, as `YYYY-MM`, of a day's number."""
    return date.fromordinal(day).isoformat()[:len("2026-03")]


def why(ledger: Ledger, uid: str) -> Json | None:
    """Why a happening is one: its accounts, each with its report and sentence, what brought them together, what they
    tell differently, and what analysts decided. The id may be one that the happening had before others joined it, or it
    left them. None where there is none.

    `reprints` lists the accounts whose reports are near copies of one another, a list for each text.
    """
    with ledger.reading() as connection:
        number = find.happening(connection, uid)
        if number is None:
            return None
        row = connection.execute(sa.select(schema.happening).where(schema.happening.c.id == number)).one()
        accounts = told_by(connection, [number])[number]
        every = {one.account.uid: one for one in entries(connection, [own.pop("number") for own in accounts])}
        found, *_ = happenings((one.account for one in every.values()), every_match(connection, every),
                               *decisions(connection, every))
        copies = reprints.pairs(connection, {one.row["revision_id"] for one in every.values()})
        said = decided(connection, [*every, *("h" + uid[1:] for uid in every)])
    return {**brief(row), "accounts": accounts, "reprints": _reprinted(every, copies),
            "differ": differences(accounts), "matches": [
        {"accounts": list(pair), "strength": round(match.strength, 2), "reasons": list(match.reasons)}
        for pair, match in sorted(found.held.items())], "decisions": said}


def _reprinted(every: Mapping[str, Entry], copies: reprints.Pairs) -> list[list[str]]:
    """The accounts whose reports are copies of one text, a list for each text of which there are several."""
    texts: list[set[str]] = []
    for uid, one in every.items():
        own = copies.get(one.row["revision_id"], frozenset())
        joined = [text for text in texts if any(every[other].row["revision_id"] in own for other in text)]
        texts = [text for text in texts if text not in joined] + [{uid}.union(*joined)]
    return sorted(sorted(text) for text in texts if len(text) > 1)


def told_by(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Json]]:
    """The accounts of happenings, by their numbers: each with its id, number, report and all that it tells, in the
    order in which they were published."""
    e, v, r = schema.event.c, schema.revision.c, schema.report.c
    found: dict[int, list[Json]] = {}
    for row in connection.execute(asked("event").where(among(e.happening_id, numbers)).order_by(
            v.published.nulls_last(), r.mark, e.mark)):
        found.setdefault(row.happening_id, []).append({"number": row.id, **as_told("event", row)})
    return found


def evidence(ledger: Ledger, uids: Collection[str]) -> dict[str, Json]:
    """The `evidence`, `report` and `url` of the surest account of happenings, by the ids that these have now."""
    with ledger.reading() as connection:
        named = {number: uid for uid in uids if (number := find.happening(connection, uid)) is not None}
        accounts = told_by(connection, named)
    return {named[n]: {name: surest(own)[name] for name in ("evidence", "report", "url")}
            for n, own in accounts.items()}


def surest(accounts: Iterable[Json]) -> Json:
    """The surest of some accounts; of those that are equally sure, as reprints are, the one that came out first."""
    return min(accounts, key=lambda own: (-own["confidence"], own["published"] or "9999", own["uid"]))


def differences(accounts: Sequence[Json]) -> Json:
    """What accounts of one happening tell differently: for each field of which they give several values, each of these
    with the ids of those that give it."""
    found: Json = {}
    for name in DIFFER:
        values: dict[str, Json] = {}
        for own in accounts:
            if (value := own.get(name)) is not None:
                values.setdefault(str(value), {"value": value, "accounts": []})["accounts"].append(own["uid"])
        if len(values) > 1:
            found[name] = list(values.values())
    return found


def decided(connection: Connection, uids: Iterable[str]) -> list[Json]:
    """What analysts decided on these, in the order of time, what was undone since too."""
    d = schema.decision.c
    told = list(uids)
    rows = {row.id: row for one in (d.a, d.b) for row in connection.execute(
        sa.select(schema.decision).where(among(one, told)))}
    return [{"decision": row.id, "kind": row.kind, "about": [x for x in (row.a, row.b) if x], "field": row.field,
             "value": row.value, "who": row.who, "why": row.why, "at": told_time(row.at),
             "undone": row.undone and told_time(row.undone), "undone_by": row.undone_by}
            for _, row in sorted(rows.items())]
