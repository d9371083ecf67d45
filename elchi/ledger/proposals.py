"""Reports that someone proposed, by address or by text, until an editor takes or refuses them."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa

from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.ledger.draft import now, told_time

Json = dict[str, Any]
LONGEST_TEXT, LONGEST = 50_000, 2000
"""How many characters a text may have, and how many what is told beside it."""
MOST = 20
"""How many proposals of one person may wait."""
_P = schema.proposal.c


def propose(ledger: Ledger, who: str, url: str = "", text: str = "", title: str = "", outlet: str = "",
            published: str = "") -> int:
    """Have a report wait: its address or its text, and what is known beside; its number. Raises LedgerError where it
    has both or neither, is too long, or too many of the same person wait."""
    told = {"url": url.strip(), "title": title.strip(), "outlet": outlet.strip(), "published": published.strip()}
    if bool(told["url"]) == bool(text.strip()):
        raise LedgerError("give either the address of a report or its text")
    if len(text) > LONGEST_TEXT or any(len(value) > LONGEST for value in told.values()):
        raise LedgerError(f"a text has {LONGEST_TEXT} characters at most, all else {LONGEST}")
    if "\0" in text or any("\0" in value for value in told.values()):
        raise LedgerError("the character NUL cannot be kept")
    with ledger.writing() as connection:
        waits = connection.scalar(sa.select(sa.func.count()).where(_P.state == "waiting", _P.who == who)) or 0
        if waits >= MOST:
            raise LedgerError(f"{waits} of your proposals wait: an editor has to look at them first")
        number = (connection.scalar(sa.select(sa.func.max(_P.id))) or 0) + 1
        connection.execute(schema.proposal.insert(), {
            "id": number, "at": now(), "who": who, "text": text if text.strip() else None,
            "state": "waiting", **{name: value or None for name, value in told.items()}})
    return number


def waiting(ledger: Ledger, limit: int = 100) -> list[Json]:
    """Those that wait, the oldest first, at most `limit`, each with all that was told and when (`at`)."""
    return _told(ledger, sa.select(schema.proposal).where(_P.state == "waiting").order_by(_P.id).limit(limit))


def how_many(ledger: Ledger) -> int:
    """How many wait."""
    with ledger.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).where(_P.state == "waiting")) or 0


def of(ledger: Ledger, who: str, limit: int = 20) -> list[Json]:
    """The newest proposals of a person and what became of them."""
    return _told(ledger, sa.select(schema.proposal).where(_P.who == who).order_by(_P.id.desc()).limit(limit))


def get(ledger: Ledger, number: int) -> Json:
    """The one of a number, which waits. Raises LedgerError where none does."""
    found = _told(ledger, sa.select(schema.proposal).where(_P.id == number, _P.state == "waiting"))
    if not found:
        raise LedgerError(f"no proposal {number} waits: it was settled before")
    return found[0]


def settle(ledger: Ledger, number: int, state: Literal["taken", "refused"], by: str, why: str = "", report: str = ""
           ) -> None:
    """Take a proposal, which became the report of a key, or refuse it for a reason; its text is deleted. Raises
    LedgerError where it does not wait, or is refused without a reason."""
    reason = " ".join(why.split())[:LONGEST]
    if state == "refused" and not reason:
        raise LedgerError("say why it is refused")
    with ledger.writing() as connection:
        done = connection.execute(schema.proposal.update().where(_P.id == number, _P.state == "waiting").values(
            state=state, by=by, why=reason or None, report=report or None, text=None, settled=now()))
        if not done.rowcount:
            raise LedgerError(f"no proposal {number} waits: it was settled before")


def _told(ledger: Ledger, asked: sa.Select[Any]) -> list[Json]:
    with ledger.reading() as connection:
        rows = connection.execute(asked).all()
    return [{**row._asdict(), "at": told_time(row.at)} for row in rows]
