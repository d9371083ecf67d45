"""A record's rows as a ledger holds them: each with an id that is made of what it says."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import merging, schema
from elchi.merge.accounts import stems
from elchi.model import Event, Official, Position, Record

Row = dict[str, Any]
COLUMNS = {"event": ("type", "mode", "time", "date", "place", "channel", "level"), "position": ("stance", "subject"),
           "official": ("name", "country", "role")}
"""The members of a row's JSON that are columns of their own."""
SIDES = {"event": ("actors", "recipients"), "position": ("holder", "target"), "official": ()}
"""The sides that parties stand on in a row."""
EVERYWHERE = ("start", "end", "confidence")
LEFT = frozenset({"actors", "recipients", "holder", "target", "evidence"})
"""What stands elsewhere: the parties in a table of their own, the evidence in the text."""
ID_BYTES = 10


def now() -> str:
    """The time, as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def day(when: str | None) -> int | None:
    """The number of the day that an ISO date-time names; None where it names none."""
    return date.fromisoformat(when[:10]).toordinal() if when and len(when) >= len("2026-03-02") else None


def days(when: str | None) -> tuple[int | None, int | None]:
    """The numbers of the first and the last day that `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `START/END` may mean."""
    if not when:
        return None, None
    start, _, end = when.partition("/")
    return _edge(start, last=False), _edge(end or start, last=True)


def _edge(when: str, *, last: bool) -> int:
    year, month, *rest = [int(part) for part in when.split("-")] + ([] if "-" in when else [12 if last else 1])
    return date(year, month, rest[0] if rest else monthrange(year, month)[1] if last else 1).toordinal()


@dataclass(frozen=True, slots=True)
class Touched:
    """What changes of rows have touched: the events whose happenings are to be settled, and the happenings that lost
    events."""

    events: set[int] = field(default_factory=set)
    happenings: set[int] = field(default_factory=set)

    def settle(self, connection: Connection) -> None:
        """Settle what was touched."""
        merging.settle(connection, self.events)
        merging.drop(connection, self.happenings)


def write(connection: Connection, record: Record, report: int, report_key: str, revision: int, published: int | None,
          touched: Touched) -> None:
    """Put the rows of a record under a revision of its report, published on that day, in place of those that the report
    had; what became of these is noted. What it touches is added to `touched`."""
    before, after = _remove(connection, report, touched), set[str]()
    seen: Counter[str] = Counter()
    new: set[int] = set()
    own: Sequence[Event | Position | Official]
    for name, own in (("event", record.events), ("position", record.positions), ("official", record.officials)):
        told = [{**_row(name, row, report_key, seen), "revision_id": revision,
                 **(_of_event(row, published) if isinstance(row, Event) else {"day": published})} for row in own]
        if not told:
            continue
        table = schema.METADATA.tables[name]
        put = table.insert().returning(table.c.id, sort_by_parameter_order=True)
        ids = connection.scalars(put, told).all()
        sides = [{f"{name}_id": number, "side": side, "code": code, "nth": nth}
                 for number, row in zip(ids, own, strict=True) for side in SIDES[name]
                 for nth, code in enumerate(dict.fromkeys(getattr(row, side)))]
        if sides:
            connection.execute(schema.METADATA.tables[f"{name}_party"].insert(), sides)
        after |= {row["uid"] for row in told}
        new |= set(ids) if name == "event" else set()
    merging.enter(connection, merging.accounts(connection, new))
    touched.events.update(new)
    _note(connection, before - after)


def remove(connection: Connection, report: int, touched: Touched) -> None:
    """Take all rows of a report away; that they are gone is noted. What it touches is added to `touched`."""
    _note(connection, _remove(connection, report, touched))


def _remove(connection: Connection, report: int, touched: Touched) -> set[str]:
    revisions = sa.select(schema.revision.c.id).where(schema.revision.c.report_id == report)
    gone: set[str] = set()
    for name in COLUMNS:
        table = schema.METADATA.tables[name]
        rows = connection.execute(sa.select(table).where(table.c.revision_id.in_(revisions))).all()
        numbers = {row.id for row in rows}
        gone |= {row.uid for row in rows}
        if numbers and name == "event":
            touched.happenings.update(row.happening_id for row in rows if row.happening_id is not None)
            touched.events.update(merging.around(connection, numbers))
            touched.events.difference_update(numbers)
            connection.execute(schema.block.delete().where(schema.block.c.event_id.in_(numbers)))
        if numbers and SIDES[name]:
            parties = schema.METADATA.tables[f"{name}_party"]
            connection.execute(parties.delete().where(parties.c[f"{name}_id"].in_(numbers)))
        if numbers:
            connection.execute(table.delete().where(table.c.id.in_(numbers)))
    return gone


def _note(connection: Connection, withdrawn: Set[str]) -> None:
    """Remember which rows were withdrawn."""
    if withdrawn:
        connection.execute(schema.withdrawn.insert(), [{"uid": uid, "at": now()} for uid in sorted(withdrawn)])


def _row(name: str, row: Event | Position | Official, report_key: str, seen: Counter[str]) -> Row:
    told = row.to_json()
    columns = (*COLUMNS[name], *EVERYWHERE)
    own = identity(name, report_key, told)
    seen[own] += 1
    return {"uid": own if seen[own] == 1 else f"{own}.{seen[own]}", **{c: told[c] for c in columns},
            "data": {k: v for k, v in told.items() if k not in LEFT and k not in columns and v not in (None, [])}}


def identity(name: str, report_key: str, told: Mapping[str, Any]) -> str:
    """The id of a row: the same whenever a report says the same of the same parties in the same words."""
    parts = [name, report_key, *_essence(name, told), " ".join(str(told["evidence"]).split())]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return name[0] + b32encode(digest[:ID_BYTES]).decode().lower()


def _essence(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    if name == "event":
        yield told["type"]
        yield from _listed(told["actors"], told["recipients"])
    elif name == "position":
        yield told["stance"]
        yield from _listed(told["holder"], told["target"])
    else:
        yield from (told["name"], told["country"], told["role"])


def _listed(*sides: Iterable[str]) -> Iterator[str]:
    return (",".join(sorted(side)) for side in sides)


def _of_event(event: Event, published: int | None) -> Row:
    first, last = days(event.date)
    return {"first": first, "last": last, "published": published, "words": " ".join(sorted(stems(event.evidence)))}
