"""Rows to look through: those that the coder is least sure of, one with what was said of it, what was said last."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import find, schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.queries.filters import EVERYTHING, Filter, newest
from elchi.ledger.queries.happenings import decided
from elchi.ledger.queries.sourced import sourced
from elchi.ledger.rows import TABLES

Json = dict[str, Any]
NEWEST = 300
"""Among the rows of how many reports the least sure are looked for: no index holds how sure the coder is."""


def unsure(ledger: Ledger, wanted: Filter = EVERYTHING, limit: int = 20) -> tuple[list[Json], int, int]:
    """The rows that the coder is least sure of and nobody has judged, the least sure first, at most `limit`, each with
    its `kind` (event, position, official), its report and all that it tells; how many such rows there are, and in how
    many reports they were looked for: in the NEWEST that the ledger took in last, or that it took in last of those that
    tell the newest NEWEST happenings asked for. Raises LedgerError as `timeline` does."""
    with ledger.reading() as connection:
        revisions = _revisions(connection, wanted)
        rows = [(confidence, -number, kind) for kind in TABLES.values()
                for number, confidence in _coded(connection, kind, revisions)]
        least = nsmallest(limit, rows)
        told = {kind: sourced(connection, kind, [-number for _, number, of in least if of == kind])
                for kind in TABLES.values()}
    return [{"kind": kind, **told[kind][-number]} for _, number, kind in least], len(rows), len(revisions)


def _revisions(connection: Connection, wanted: Filter) -> list[int]:
    r, e = schema.report.c, schema.event.c
    if wanted == EVERYTHING:
        asked = sa.select(r.revision_id).where(r.revision_id.is_not(None)).order_by(r.id.desc()).limit(NEWEST)
    else:
        asked = sa.select(e.revision_id).where(
            among(e.happening_id, newest(connection, wanted, NEWEST, day=False))
        ).distinct().order_by(e.revision_id.desc()).limit(NEWEST)
    return [int(number) for number in connection.scalars(asked) if number is not None]


def _coded(connection: Connection, kind: str, revisions: list[int]) -> list[tuple[int, float]]:
    own = schema.METADATA.tables[kind].c
    return [(row.id, row.confidence) for row in connection.execute(sa.select(own.id, own.confidence).where(
        among(own.revision_id, revisions), own.state == "coded"))]


def row(ledger: Ledger, uid: str) -> Json | None:
    """An event, a position or an official by its id: its `kind`, its report and all that it tells, and what analysts
    decided on it (`decisions`); of a row that is no more its state, `gone`, alone. None where there is none and nothing
    was said of it."""
    with ledger.reading() as connection:
        found, said = find.row(connection, uid) if uid[:1] in "epo" else None, decided(connection, [uid])
        if found is not None:
            told = sourced(connection, found.kind, [found.id])[found.id]
            return {"kind": found.kind, **told, "decisions": said}
    return {"uid": uid, "state": "gone", "decisions": said} if said else None


def recent(ledger: Ledger, limit: int = 20) -> list[Json]:
    """What analysts decided last, in the order of time, what was undone since too; at most `limit`, as `history` tells
    each."""
    d = schema.decision.c
    with ledger.reading() as connection:
        last = connection.execute(sa.select(d.a).order_by(d.id.desc()).limit(limit)).scalars().all()
        return decided(connection, set(last))[-limit:]
