"""What analysts said."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from elchi.ledger import find, schema
from elchi.ledger.database import Ledger
from elchi.ledger.edit import stored
from elchi.ledger.queries.happenings import decided
from elchi.ledger.settings import PURGED

Json = dict[str, Any]


def history(ledger: Ledger, uid: str) -> list[Json] | None:
    """What analysts decided on a row or a happening, in the order of time, what was taken back too. None where nothing
    has this id and nothing was said of it."""
    with ledger.reading() as connection:
        said = decided(connection, {uid, "e" + uid[1:]} if uid[:1] == "h" else {uid})
        return said if said or find.row(connection, uid) is not None else None


def state(ledger: Ledger) -> tuple[object, ...]:
    """Something that is another after each decision of an analyst, each that is taken back and each text taken out."""
    d, s = schema.decision.c, schema.setting.c
    with ledger.reading() as connection:
        purged = sa.select(s.value).where(s.name == PURGED).scalar_subquery()
        return tuple(connection.execute(sa.select(sa.func.max(d.id), sa.func.max(d.undone), purged)).one())


def review(ledger: Ledger) -> list[Json]:
    """The rows that analysts accepted or corrected and the coder gives no more, in the order in which they spoke: those
    that stay in force (`review`), with their report and sentence, and those that are gone with the words they stood
    on (`gone`)."""
    d = schema.decision.c
    with ledger.reading() as connection:
        said = connection.execute(sa.select(d.a, d.kind).where(
            d.kind.in_(("correct", "accept", "reject")), d.undone.is_(None)).order_by(d.id)).all()
        last = {row.a: row.kind for row in said}
        return [found for uid in last if last[uid] != "reject" and (found := _in_review(connection, uid))]


def _in_review(connection: sa.Connection, uid: str) -> Json | None:
    row = find.row(connection, uid)
    if row is None:
        return {"uid": uid, "state": "gone", "report": None, "evidence": None}
    if row.state != "review":
        return None
    place = find.place(connection, row.revision_id)
    key = connection.scalar(sa.select(schema.report.c.key).where(schema.report.c.mark == place.report))
    return {"uid": uid, "state": row.state, "report": key, "evidence": stored(connection, place)[uid].row["evidence"]}
