"""What may be asked for: parties and topics that the ledger or the lexicon knows."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi import lexicon
from elchi.errors import LedgerError
from elchi.ledger import schema


def parties(connection: Connection, codes: Iterable[str]) -> None:
    """Raises LedgerError, naming codes that look like it, where one of these is the code of no party."""
    p, w = schema.part.c, schema.view.c
    for code in sorted(codes):
        _check(connection, "party", "parties", code, p.code == code, sa.and_(w.topic == "", w.code == code))


def topics(connection: Connection, ids: Iterable[str]) -> None:
    """Raises LedgerError, naming ids that look like it, where one of these is the id of no context and no subject."""
    s, w = schema.subject.c, schema.view.c
    for topic in sorted(ids):
        _check(connection, "topic", "topics", topic, s.topic == topic, w.topic == topic)


def _check(connection: Connection, what: str, folder: str, own: str, *held: sa.ColumnElement[bool]) -> None:
    # The ledger first: it may have been filled with a lexicon of its own, and to ask it is quicker.
    if any(connection.execute(sa.select(sa.literal(1)).where(one).limit(1)).first() for one in held):
        return
    every = lexicon.ids(folder)
    if not own or own not in every:
        near = get_close_matches(own.lower(), {name.lower(): name for name in every})
        told = [name for name in every if name.lower() in near]
        raise LedgerError(f"{own}: no such {what}" + (f"; there is {', '.join(told)}" if told else ""))
