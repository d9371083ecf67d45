"""What became of a ledger since a moment: what was added, changed and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.draft import told_time
from elchi.ledger.ids import KINDS, parsed, row_uid

Json = dict[str, Any]
Stamp = tuple[int, str, int]
"""When, what, and its number there: by this changes are in order, and none is lost between two pages."""
Change = tuple[Stamp, str, str]
"""With its stamp what became of something, and its id."""


def changes(ledger: Ledger, since: datetime, limit: int = 1000, after: str | None = None) -> Json:
    """What was done to rows and happenings from a moment on, at most `limit`, the oldest first, so that who takes them
    in their order ends where the ledger is.

    Each of the `changes` says when (`at`), what became of it (`change`: added, changed, withdrawn), its `kind` and its
    id; of a happening that was withdrawn, `now` is the id of the one that it is part of, None where there is none.
    What was added and changed since is told once, as added. `next` is what to give as `after` for those that follow,
    None where these are all.

    Raises LedgerError where the moment has no time zone, or `after` is none of this function's.
    """
    if since.tzinfo is None:
        raise LedgerError(f"{since}: of which time zone?")
    moment, start = int(since.timestamp() * 1_000_000), _stamp(after)
    with ledger.reading() as connection:
        found = list(islice(merge(
            *(_rows(connection, letter, moment, start, limit + 1) for letter in KINDS),
            _happenings(connection, moment, start, limit + 1),
            _withdrawn(connection, moment, start, limit + 1)), limit + 1))
        now = _now(connection, {uid for (_, kind, _), _, uid in found if kind == "w" and uid[0] == "h"})
    told = [{"at": told_time(at), "change": change, "kind": _KINDS[uid[0]], "id": uid,
             **({"now": now.get(uid)} if change == "withdrawn" and uid[0] == "h" else {})}
            for (at, _, _), change, uid in found[:limit]]
    return {"changes": told, "next": ".".join(map(str, found[limit - 1][0])) if len(found) > limit else None}


_KINDS = {**KINDS, "h": "happening"}


def _stamp(after: str | None) -> Stamp:
    """The stamp after which to go on."""
    if after is None:
        return 0, "", 0
    try:
        at, kind, number = after.split(".")
        return int(at), kind, int(number)
    except ValueError:
        raise LedgerError(f"{after}: no page begins there") from None


def _later(at: Any, number: Any, kind: str, moment: int, start: Stamp) -> list[sa.ColumnElement[bool]]:
    """What is from the moment on and after a stamp."""
    if kind < start[1]:
        return [at >= moment, at > start[0]]
    last = start[2] if kind == start[1] else -1
    return [at >= moment, at >= start[0], sa.or_(at > start[0], number > last)]


def _rows(connection: Connection, letter: str, moment: int, start: Stamp, limit: int) -> Iterator[Change]:
    """Rows, in the order in which their reports were coded."""
    t, v, r = schema.METADATA.tables[KINDS[letter]], schema.revision.c, schema.report.c
    for row in connection.execute(
            sa.select(t.c.id, t.c.mark, t.c.made, v.coded, r.mark.label("report")).select_from(
                schema.revision.join(schema.report, r.id == v.report_id).join(t, t.c.revision_id == v.id)).where(
                t.c.altered >= moment, *_later(v.coded, t.c.id, letter, moment, start)).order_by(
                v.coded, v.id, t.c.id).limit(limit)):
        yield ((row.coded, letter, row.id), _became(row.made, moment), row_uid(letter, row.report, row.mark))


def _happenings(connection: Connection, moment: int, start: Stamp, limit: int) -> Iterator[Change]:
    t = schema.happening.c
    for row in connection.execute(sa.select(t.id, t.uid, t.made, t.altered).where(
            *_later(t.altered, t.id, "h", moment, start)).order_by(t.altered, t.id).limit(limit)):
        yield (row.altered, "h", row.id), _became(row.made, moment), row.uid


def _withdrawn(connection: Connection, moment: int, start: Stamp, limit: int) -> Iterator[Change]:
    w = schema.withdrawn.c
    for row in connection.execute(sa.select(w.id, w.uid, w.at).where(
            *_later(w.at, w.id, "w", moment, start)).order_by(w.at, w.id).limit(limit)):
        yield (row.at, "w", row.id), "withdrawn", row.uid


def _became(made: int, moment: int) -> str:
    return "added" if made >= moment else "changed"


def _now(connection: Connection, uids: Iterable[str]) -> dict[str, str]:
    """The happenings that those of these ids have become part of."""
    e, r, t = schema.event.c, schema.report.c, schema.happening.c
    marks = {own[1:]: uid for uid in uids if (own := parsed(uid))}
    asked = sa.select(r.mark.label("report"), e.mark, t.uid).select_from(
        schema.report.join(schema.event, e.revision_id == r.revision_id).join(
            schema.happening, t.id == e.happening_id)).where(among(r.mark, {report for report, _ in marks}))
    return {marks[row.report, row.mark]: row.uid for row in connection.execute(asked)
            if (row.report, row.mark) in marks}
