"""Coding a ledger's reports anew, after the lexicon or the models have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import find, schema
from elchi.ledger.database import Ledger
from elchi.ledger.edit import Edit, stored
from elchi.model import Record, Report
from elchi.read import read_text
from elchi.version import coder

TOGETHER = 100
"""How many reports are looked up in one go."""


@dataclass(frozen=True, slots=True)
class Recoded:
    """What coding a report anew changed: the ids of rows that came, of those that say something else now, of those that
    went, and of those that stay because an analyst stands for them."""

    report: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    kept: tuple[str, ...]


def recode(ledger: Ledger, code: Callable[[Iterable[Report]], Iterator[Record]]) -> Iterator[Recoded]:
    """Code anew, in place, what another coder coded, with `code`; each report is told once it is safe. Broken off and
    begun again, it goes on where it was. What analysts said of rows holds. Raises LedgerError where the database
    fails."""
    after = 0
    while waiting := _stale(ledger, after):
        after = max(waiting)
        for number, record in zip(waiting, code(waiting.values()), strict=True):
            with ledger.writing() as connection:
                found = _exchange(connection, number, record)
            if found:
                yield found


def waiting(ledger: Ledger) -> int:
    """How many reports another coder has coded."""
    with ledger.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(_stale_ones().subquery())) or 0


def _stale_ones() -> sa.Select[Any]:
    r, v = schema.report, schema.revision
    columns = (v.c.id, r.c.key, r.c.address, r.c.outlet, r.c.language, v.c.text, v.c.title, v.c.published)
    return sa.select(*columns).join_from(v, r, r.c.revision_id == v.c.id).where(v.c.coder != coder())


def _stale(ledger: Ledger, after: int) -> dict[int, Report]:
    v = schema.revision.c
    with ledger.reading() as connection:
        rows = connection.execute(_stale_ones().where(v.id > after).order_by(v.id).limit(TOGETHER)).all()
    return {row.id: read_text(row.text, id=row.key, url=row.address, outlet=row.outlet, title=row.title,
                              published=row.published, language=row.language) for row in rows}


def _exchange(connection: Connection, revision: int, record: Record) -> Recoded | None:
    """Put a record's rows in place of a revision's; None where the revision counts no more."""
    v, r = schema.revision, schema.report
    key = connection.scalar(sa.select(r.c.key).where(r.c.revision_id == revision))
    if key is None:
        return None
    place, edit = find.place(connection, revision), Edit(connection)
    before = stored(connection, place)
    edit.exchange(place, place, record.to_json())
    edit.finish()
    after = stored(connection, place)
    changed = tuple(uid for uid, old in after.items() if uid in before and old.altered != before[uid].altered)
    added = tuple(uid for uid in after if uid not in before)
    withdrawn = tuple(uid for uid in before if uid not in after)
    connection.execute(v.update().where(v.c.id == revision), {
        "coder": coder(), **({"coded": edit.draft.at} if added or changed or withdrawn else {})})
    return Recoded(key, added, changed, withdrawn, tuple(uid for uid, own in after.items() if own.state == "review"))
