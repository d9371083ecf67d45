"""Putting coded reports into a ledger, and taking texts out of it for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError, ReportError
from elchi.ledger import find, schema, search, settings
from elchi.ledger.address import BY_HAND, hashed, key
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.edit import Edit
from elchi.ledger.ids import report_mark
from elchi.ledger.prepared import Prepared, as_json, prepared
from elchi.ledger.rows import Place
from elchi.model import Record, Report
from elchi.version import coder

Outcome = Literal["new", "changed", "known", "purged"]
"""What adding a report came to: it is new, its text has changed, it was there as it is, its text may not come back."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of a report: its number, how many texts it had, the hashes of all and of those that were
    taken out, and the place of the rows of the one that counts."""

    id: int
    texts: int
    hashes: frozenset[str]
    purged: frozenset[str]
    place: Place | None


def unknown(ledger: Ledger, reports: Iterable[Report], on_known: Callable[[Outcome], None],
            on_fault: Callable[[ReportError], None]) -> Iterator[Report]:
    """Of the reports those whose text the ledger does not hold, in their order, so that no other need be coded; what
    became of each other is told to `on_known`, and to `on_fault` which one no database can keep. Raises LedgerError
    where the database fails."""
    for report in reports:
        told = (report.text, report.url, report.title, report.outlet, report.given_id)
        if any("\0" in (x or "") for x in told):
            on_fault(ReportError(report.id, "the character NUL cannot be kept"))
            continue
        own = key(report)
        with ledger.reading() as connection:
            outcome = _outcome(hashed(report.text), _known(connection, {report_mark(own)}).get(report_mark(own)))
        if outcome in ("new", "changed"):
            yield report
        else:
            on_known(outcome)


def add(ledger: Ledger, records: Iterable[Record], together: int = 1, state: str = "coded"
        ) -> Iterator[tuple[Record, Outcome]]:
    """Put records into the ledger, in their order, each whole or not at all; what became of each is told once it is
    safe.

    A report that is there with the same text is left as it is; another text makes a new revision, and the old one is
    kept. `together` are written in one transaction: many, where they come fast. `state` says whose rows they are.
    Raises LedgerError where the database fails: what was told before is in it.
    """
    waiting = iter(records)
    while batch := list(islice(waiting, together)):
        yield from zip(batch, put(ledger, map(prepared, batch), together, state), strict=True)


def put(ledger: Ledger, ready: Iterable[Prepared], together: int, state: str = "coded") -> Iterator[Outcome]:
    """Put records that were made ready, elsewhere maybe, into the ledger, as `add` does."""
    waiting = iter(ready)
    while batch := list(islice(waiting, together)):
        with ledger.writing() as connection:
            outcomes = [o for lot in _each_once(batch) for o in _put(connection, lot, state)]
        yield from outcomes


def purge(ledger: Ledger, wanted: str, reason: str) -> int:
    """Take the texts of a report, by its key, id or address, out for good, with all rows coded from them; that it was
    there, when it went and why stays. Returns how many texts went. Raises LedgerError where there is no such report, or
    the database fails."""
    with ledger.writing() as connection:
        number = find.report(connection, wanted)
        if number is None:
            raise LedgerError(f"{ledger.name}: there is no report {wanted}")
        r, v = schema.report, schema.revision
        mark = connection.execute(sa.select(r.c.mark).where(r.c.id == number)).scalar_one()
        known, edit = _known(connection, {mark})[mark], Edit(connection)
        if known.place:
            edit.draft.withdraw(edit.take(known.place))
            edit.unindex(known.place, _title(connection, known.place))
        edit.finish()
        gone = connection.execute(v.update().where(v.c.report_id == number, v.c.purged.is_(None)).values(
            text=None, title=None, data=None, purged=edit.draft.at, reason=reason)).rowcount
        connection.execute(r.update().where(r.c.id == number).values(revision_id=None))
        search.forget(connection)
        settings.put(connection, settings.PURGED, str(edit.draft.at))
    if ledger.engine.dialect.name == "sqlite":
        ledger.outside("PRAGMA wal_checkpoint(TRUNCATE)")  # the log holds what the file held before
    return int(gone)


def _each_once(batch: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Records in lots in which no report comes twice."""
    lot: dict[int, Prepared] = {}
    for ready in batch:
        if ready.mark in lot:
            yield list(lot.values())
            lot = {}
        lot[ready.mark] = ready
    yield list(lot.values())


def _put(connection: Connection, lot: Iterable[Prepared], state: str) -> Iterator[Outcome]:
    known, edit = _known(connection, {ready.mark for ready in lot}), Edit(connection)
    for ready in lot:
        here = known.get(ready.mark)
        outcome = _outcome(ready.revision["hash"], here)
        if outcome in ("new", "changed"):
            _write(edit, ready, here, state)
        yield outcome
    edit.finish()


def _outcome(own: str, here: Known | None) -> Outcome:
    if here is None:
        return "new"
    return "purged" if own in here.purged else "known" if own in here.hashes else "changed"


def _known(connection: Connection, marks: set[int]) -> dict[int, Known]:
    r, v = schema.report.c, schema.revision.c
    found: dict[int, list[Any]] = {}
    for row in connection.execute(sa.select(
            r.mark, r.id, r.day, r.revision_id, v.id.label("own"), v.hash, v.purged).join_from(
            schema.report, schema.revision).where(among(r.mark, marks)).order_by(v.number)):
        found.setdefault(row.mark, []).append(row)
    return {mark: Known(
        told[-1].id, len(told), frozenset(t.hash for t in told), frozenset(t.hash for t in told if t.purged),
        next((find.place(connection, t.own) for t in told if t.own == t.revision_id), None))
        for mark, told in found.items()}


def _write(edit: Edit, ready: Prepared, here: Known | None, state: str) -> None:
    draft, r = edit.draft, schema.report
    number = here.id if here else draft.number(r)
    revision = draft.add(
        schema.revision, report_id=number, number=here.texts + 1 if here else 1, **ready.revision,
        coder=coder() if state == "coded" else None, added=draft.at, coded=draft.at, purged=None, reason=None)
    place = Place(ready.mark, ready.report["day"], revision, ready.revision["text"], ready.key.startswith(BY_HAND))
    if here:
        draft.connection.execute(r.update().where(r.c.id == number), {"revision_id": revision, **ready.report})
    else:
        draft.put(r, {"id": number, "revision_id": revision, **ready.report})
    if here:
        edit.exchange(here.place, place, as_json(ready), state)
    else:
        edit.put(place, ready, state)
    if here and here.place:
        edit.unindex(here.place, _title(draft.connection, here.place))
    edit.index(place, ready)


def _title(connection: Connection, place: Place) -> str | None:
    return connection.scalar(sa.select(schema.revision.c.title).where(schema.revision.c.id == place.revision))
