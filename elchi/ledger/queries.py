"""What a ledger is asked: the one place that reads it for the command line, Python and the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import merging, schema
from elchi.ledger.database import Ledger
from elchi.ledger.rows import COLUMNS, EVERYWHERE, SIDES
from elchi.ledger.store import find
from elchi.merge.decide import happenings

Json = dict[str, Any]


def report(ledger: Ledger, wanted: str) -> Json | None:
    """A report by its key or any form of its address: what is known of it, its text, its revisions and its rows, each
    with its id, in the order of the text; None where there is none. Raises LedgerError where the database fails."""
    r, v = schema.report, schema.revision
    with ledger.reading() as connection:
        number = find(connection, wanted)
        if number is None:
            return None
        found = connection.execute(sa.select(r).where(r.c.id == number)).one()
        texts = connection.execute(sa.select(v).where(v.c.report_id == found.id).order_by(v.c.number)).all()
        newest = next((t for t in texts if t.id == found.revision_id), None)
        told = {f"{name}s": _rows(connection, name, newest) if newest else [] for name in COLUMNS}
    about = {"url": found.address, "outlet": found.outlet, "language": found.language}
    if newest:
        about |= {"title": newest.title, "published": newest.published, **newest.data}
    return {"id": found.key, "report": about, "text": newest and newest.text, **told, "revisions": [
        {"number": t.number, "hash": t.hash, "added": t.added, "coder": t.coder, "purged": t.purged,
         "reason": t.reason} for t in texts]}


def _rows(connection: Connection, name: str, revision: Any) -> list[Json]:
    table = schema.METADATA.tables[name]
    rows = connection.execute(sa.select(table).where(table.c.revision_id == revision.id).order_by(
        table.c.start, table.c.id)).all()
    sides: dict[int, Json] = {row.id: {side: [] for side in SIDES[name]} for row in rows}
    if rows and SIDES[name]:
        parties = schema.METADATA.tables[f"{name}_party"]
        own = parties.c[f"{name}_id"]
        for row in connection.execute(sa.select(own, parties.c.side, parties.c.code).where(
                own.in_(sides)).order_by(parties.c.nth)):
            sides[row[0]][row.side].append(row.code)
    return [{"uid": row.uid, **{c: getattr(row, c) for c in (*COLUMNS[name], *EVERYWHERE)}, **sides[row.id],
             **row.data, "evidence": revision.text[row.start:row.end]} for row in rows]


def timeline(ledger: Ledger, parties: Sequence[str] = (), types: Sequence[str] = (), since: date | None = None,
             until: date | None = None, limit: int = 50) -> list[Json]:
    """The newest happenings first, at most `limit`: those in which all of `parties` have a part, of one of `types`,
    that may have been on a day from `since` to `until`.

    Each has its id, `date` (the day, or START/END where it lies between), whether a report gives it (`dated`), what
    its surest account tells, its parties by their side, and the number of reports. Raises LedgerError where the
    database fails.
    """
    t, p = schema.happening.c, schema.happening_party
    asked = sa.select(schema.happening).where(t.last.is_not(None)).order_by(t.last.desc(), t.uid).limit(limit)
    for code in parties:
        asked = asked.where(sa.exists().where(p.c.happening_id == t.id, p.c.code == code))
    if types:
        asked = asked.where(t.type.in_(types))
    if since:
        asked = asked.where(t.last >= since.toordinal())
    if until:
        asked = asked.where(t.first <= until.toordinal())
    with ledger.reading() as connection:
        rows = connection.execute(asked).all()
        sides: dict[int, dict[str, list[str]]] = {row.id: {side: [] for side in SIDES["event"]} for row in rows}
        for row in connection.execute(sa.select(p).where(p.c.happening_id.in_(sides)).order_by(p.c.nth)):
            sides[row.happening_id][row.side].append(row.code)
    return [{"id": row.uid, "date": _date(row.first, row.last), "dated": row.dated, "type": row.type, "mode": row.mode,
             **sides[row.id], "time": row.time, "channel": row.channel, "level": row.level, "place": row.place,
             "reports": row.reports} for row in rows]


def why(ledger: Ledger, uid: str) -> Json | None:
    """Why a happening is one: its accounts, each with its report and sentence, and what brought them together. The id
    may be one that the happening had before others joined it, or it left them. None where there is none.

    Raises LedgerError where the database fails.
    """
    e, v, r = schema.event.c, schema.revision.c, schema.report.c
    with ledger.reading() as connection:
        number = connection.scalar(sa.select(e.happening_id).where(e.uid == "e" + uid[1:]))
        if number is None:
            return None
        told = schema.event.join(schema.revision, v.id == e.revision_id).join(schema.report, r.id == v.report_id)
        rows = connection.execute(sa.select(
            e.id, e.uid, e.start, e.end, v.text, v.published, r.key, r.outlet).select_from(told).where(
            e.happening_id == number).order_by(v.published.nulls_last(), e.uid)).all()
        accounts = merging.accounts(connection, [row.id for row in rows]).values()
        found, *_ = happenings(accounts, *merging.decisions(connection, [a.uid for a in accounts]))
    return {"id": found.uid, "accounts": [
        {"uid": row.uid, "report": row.key, "outlet": row.outlet, "published": row.published,
         "evidence": row.text[row.start:row.end]} for row in rows], "matches": [
        {"accounts": list(pair), "strength": round(match.strength, 2), "reasons": list(match.reasons)}
        for pair, match in sorted(found.held.items())]}


def _date(first: int, last: int) -> str:
    days = [date.fromordinal(n).isoformat() for n in (first, last)]
    return days[0] if first == last else "/".join(days)
