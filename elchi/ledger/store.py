"""Putting coded reports into a ledger, and taking texts out of it for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError, ReportError
from elchi.ledger import rows, schema
from elchi.ledger.address import canonical, hashed, key
from elchi.ledger.database import Ledger
from elchi.model import Record, Report

Outcome = Literal["new", "changed", "known", "purged"]
"""What adding a report came to: it is new, its text has changed, it was there as it is, its text may not come back."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of a report: its id, the number of its newest text, the hashes of all that it had and of
    those that were taken out."""

    id: int
    number: int
    hashes: frozenset[str]
    purged: frozenset[str]


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
            outcome = _outcome(report, _known(connection, {own}).get(own))
        if outcome in ("new", "changed"):
            yield report
        else:
            on_known(outcome)


def add(ledger: Ledger, records: Iterable[Record], together: int = 1) -> Iterator[tuple[Record, Outcome]]:
    """Put records into the ledger, in their order, each whole or not at all; what became of each is told once it is
    safe.

    A report that is there with the same text is left as it is; another text makes a new revision, and the old one is
    kept. `together` are written in one transaction: many, where they come fast. Raises LedgerError where the database
    fails: what was told before is in it.
    """
    waiting = iter(records)
    while batch := list(islice(waiting, together)):
        with ledger.writing() as connection:
            outcomes = _add(connection, batch)
        yield from zip(batch, outcomes, strict=True)


def purge(ledger: Ledger, wanted: str, reason: str) -> int:
    """Take the texts of a report, by its key or address, out for good, with all rows coded from them; that it was
    there, when it went and why stays. Returns how many texts went. Raises LedgerError where there is no such report, or
    the database fails."""
    with ledger.writing() as connection:
        number = find(connection, wanted)
        if number is None:
            raise LedgerError(f"{ledger.name}: there is no report {wanted}")
        revisions = connection.scalars(sa.select(schema.revision.c.id).where(
            schema.revision.c.report_id == number, schema.revision.c.purged.is_(None))).all()
        touched = rows.Touched()
        rows.remove(connection, number, touched)
        touched.settle(connection)
        connection.execute(schema.revision.update().where(schema.revision.c.id.in_(revisions)).values(
            text=None, title=None, data=None, purged=rows.now(), reason=reason))
        connection.execute(schema.report.update().where(schema.report.c.id == number).values(revision_id=None))
    return len(revisions)


def find(connection: Connection, wanted: str) -> int | None:
    """The number of the report with this key, or else with this address in any form; None where there is none."""
    r = schema.report.c
    found = {row.key: row.id for row in connection.execute(sa.select(r.key, r.id).where(
        r.key.in_({wanted, canonical(wanted)})))}
    return found.get(wanted, found.get(canonical(wanted)))


def _add(connection: Connection, batch: Sequence[Record]) -> list[Outcome]:
    keys = [key(r.report) for r in batch]
    known = _known(connection, set(keys))
    outcomes: list[Outcome] = []
    touched = rows.Touched()
    for record, own in zip(batch, keys, strict=True):
        outcome = _outcome(record.report, known.get(own))
        if outcome in ("new", "changed"):
            known[own] = _write(connection, record, own, known.get(own), touched)
        outcomes.append(outcome)
    touched.settle(connection)
    return outcomes


def _outcome(report: Report, here: Known | None) -> Outcome:
    if here is None:
        return "new"
    own = hashed(report.text)
    return "purged" if own in here.purged else "known" if own in here.hashes else "changed"


def _known(connection: Connection, keys: set[str]) -> dict[str, Known]:
    r, v = schema.report.c, schema.revision.c
    found: dict[str, list[Any]] = {}
    for row in connection.execute(sa.select(r.key, r.id, v.number, v.hash, v.purged).join_from(
            schema.report, schema.revision).where(r.key.in_(keys)).order_by(v.number)):
        found.setdefault(row.key, []).append(row)
    return {own: Known(told[-1].id, told[-1].number, frozenset(t.hash for t in told),
                       frozenset(t.hash for t in told if t.purged))
            for own, told in found.items()}


def _write(connection: Connection, record: Record, report_key: str, here: Known | None, touched: rows.Touched) -> Known:
    report, day = record.report, rows.day(record.report.published)
    about = {"address": report.url, "outlet": report.outlet, "language": report.language, "day": day}
    number = here.id if here else _put(connection, schema.report, key=report_key, **about)
    facts = report.to_json()
    own = hashed(report.text)
    found = Known(number, here.number + 1, here.hashes | {own}, here.purged) if here else \
        Known(number, 1, frozenset({own}), frozenset())
    revision = _put(
        connection, schema.revision, report_id=number, number=found.number, hash=own, text=report.text,
        title=report.title, published=report.published, coder=version("elchi"), added=rows.now(),
        data={name: facts[name] for name in ("author", "updated", "views", "sources")})
    connection.execute(schema.report.update().where(schema.report.c.id == number).values(
        revision_id=revision, **(about if here else {})))
    rows.write(connection, record, number, report_key, revision, day, touched)
    return found


def _put(connection: Connection, table: sa.Table, **values: object) -> int:
    """Put a row into a table; returns its number."""
    return int(connection.execute(table.insert().returning(table.c.id), values).scalar_one())
