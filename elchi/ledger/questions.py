"""Questions that are kept under a name, so that they can be asked again: crises."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.ledger.draft import now, told_time
from elchi.ledger.members import audit

Json = dict[str, Any]
LONGEST_TITLE, LONGEST_ASKED = 200, 4000
"""How many characters a title and the query of an address may have."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Q = schema.question.c


def keep(ledger: Ledger, name: str, title: str, asked: str, who: str) -> None:
    """Keep a question: its name, of small Latin letters, digits and hyphens; its title; what it asks, as the query of
    an address; who keeps it. Raises LedgerError where there is one of this name, or one of these cannot be so."""
    told = " ".join(title.split())
    if not told or len(told) > LONGEST_TITLE:
        raise LedgerError(f"a title has from 1 to {LONGEST_TITLE} characters")
    if not _NAME.fullmatch(name):
        raise LedgerError(f"{name[:40]}: a name is written like strait-2026")
    if len(asked) > LONGEST_ASKED:
        raise LedgerError("so much cannot be asked at once")
    with ledger.writing() as connection:
        if connection.scalar(sa.select(_Q.name).where(_Q.name == name)):
            raise LedgerError(f"{name}: a question of this name is kept already; choose another title")
        connection.execute(schema.question.insert(), {
            "name": name, "title": told, "asked": asked, "who": who, "made": now()})
        audit(connection, who, "keep", name)


def every(ledger: Ledger) -> list[Json]:
    """All that are kept, the newest first: `name`, `title`, `asked`, `who`, and when (`made`)."""
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(schema.question).order_by(_Q.made.desc(), _Q.name)).all()
    return [_told(row) for row in rows]


def get(ledger: Ledger, name: str) -> Json | None:
    """The one of a name, as `every` tells it; None where there is none."""
    with ledger.reading() as connection:
        row = connection.execute(sa.select(schema.question).where(_Q.name == name)).one_or_none()
    return None if row is None else _told(row)


def drop(ledger: Ledger, name: str, who: str) -> None:
    """Keep it no longer, as someone says. Raises LedgerError where there is none."""
    with ledger.writing() as connection:
        if not connection.execute(schema.question.delete().where(_Q.name == name)).rowcount:
            raise LedgerError(f"{name[:40]}: no question of this name is kept")
        audit(connection, who, "drop", name)


def _told(row: Any) -> Json:
    return {**row._asdict(), "made": told_time(row.made)}
