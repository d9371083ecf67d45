"""One report, as the ledger holds it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from elchi.ledger import find, schema
from elchi.ledger.database import Ledger
from elchi.ledger.draft import told_time
from elchi.ledger.edit import rows_of
from elchi.ledger.ids import report_uid, row_uid
from elchi.ledger.rows import LETTERS, TABLES, told

Json = dict[str, Any]


def report(ledger: Ledger, wanted: str) -> Json | None:
    """A report by its key, its id or any form of its address: what is known of it, its text, its revisions and its
    rows, each with its id and its state, in the order of the text; None where there is none."""
    r, v = schema.report, schema.revision
    with ledger.reading() as connection:
        number = find.report(connection, wanted)
        if number is None:
            return None
        found = connection.execute(sa.select(r).where(r.c.id == number)).one()
        texts = connection.execute(sa.select(v).where(v.c.report_id == found.id).order_by(v.c.number)).all()
        newest = next((t for t in texts if t.id == found.revision_id), None)
        rows = {name: [
            {"uid": row_uid(LETTERS[table], found.mark, row.mark), "state": row.state, **told(table, row, newest.text)}
            for row in connection.execute(rows_of(table).where(
                schema.METADATA.tables[table].c.revision_id == newest.id).order_by("start", "id"))] if newest else []
            for name, table in TABLES.items()}
    about = {"url": found.address, "outlet": found.outlet, "language": found.language}
    if newest:
        about |= {"title": newest.title, "published": newest.published, **newest.data}
    return {"id": found.key, "uid": report_uid(found.mark), "report": about, "text": newest and newest.text, **rows,
            "revisions": [
                {"number": t.number, "hash": t.hash, "added": told_time(t.added), "coded": told_time(t.coded),
                 "coder": t.coder, "purged": t.purged and told_time(t.purged), "reason": t.reason} for t in texts]}


def revisions(ledger: Ledger, wanted: str) -> Json | None:
    """The texts that a report, found as `report` finds it, had, the oldest first, each with its `number`, when it was
    `added`, its `title` and its `text`, None where it was taken out; None where there is no such report."""
    r, v = schema.report.c, schema.revision.c
    with ledger.reading() as connection:
        number = find.report(connection, wanted)
        if number is None:
            return None
        own = connection.execute(sa.select(r.key, r.mark).where(r.id == number)).one()
        texts = connection.execute(sa.select(v.number, v.added, v.title, v.text).where(
            v.report_id == number).order_by(v.number)).all()
    return {"id": own.key, "uid": report_uid(own.mark), "revisions": [
        {"number": t.number, "added": told_time(t.added), "title": t.title, "text": t.text} for t in texts]}
