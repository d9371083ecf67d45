"""Reports and rows found by what they are called."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.address import BY_HAND, canonical
from elchi.ledger.ids import KINDS, parsed, report_mark
from elchi.ledger.rows import Place


def report(connection: Connection, wanted: str) -> int | None:
    """The number of the report with this key, or else this id, or else this address in any form; None where there is
    none."""
    r, own = schema.report.c, parsed(wanted)
    marks = [report_mark(wanted), *([own[1]] if own and own[0] == "r" else []), report_mark(canonical(wanted))]
    found = {row.mark: int(row.id) for row in connection.execute(sa.select(r.mark, r.id).where(r.mark.in_(marks)))}
    return next((found[mark] for mark in marks if mark in found), None)


def row(connection: Connection, uid: str) -> Any | None:
    """The columns of the row with this id, and its table's name as `kind`; None where there is none. Where an id is a
    happening's, the event that it is called by."""
    own = parsed(uid)
    if own is None or own[2] is None:
        return None
    letter, report_mark, mark = own
    kind = KINDS["e" if letter == "h" else letter]
    table, r = schema.METADATA.tables[kind], schema.report.c
    return connection.execute(sa.select(table, sa.literal(kind).label("kind")).join_from(
        table, schema.report, table.c.revision_id == r.revision_id).where(
        r.mark == report_mark, table.c.mark == mark)).one_or_none()


def number(connection: Connection, uid: str) -> int | None:
    """The number of the row with this id, in its table; None where there is none."""
    found = row(connection, uid)
    return None if found is None else int(found.id)


def happening(connection: Connection, uid: str) -> int | None:
    """The number of the happening that has this id, or had it before others joined it or it left them; None where there
    is none."""
    found = row(connection, uid) if uid[:1] == "h" else None
    return None if found is None or found.happening_id is None else int(found.happening_id)


def place(connection: Connection, revision: int) -> Place:
    """Where the rows of a revision that counts belong."""
    r, v = schema.report.c, schema.revision.c
    row = connection.execute(sa.select(r.mark, r.key, r.day, v.id, v.text).join_from(
        schema.report, schema.revision, r.revision_id == v.id).where(v.id == revision)).one()
    return Place(row.mark, row.day, row.id, row.text, row.key.startswith(BY_HAND))
