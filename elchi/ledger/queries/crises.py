"""What a crisis is looked at by: what happened, where, and who took which stance how often."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among, each
from elchi.ledger.database import Ledger
from elchi.ledger.queries.filters import Filter, newest
from elchi.ledger.queries.happenings import dates
from elchi.ledger.queries.sourced import sourced
from elchi.ledger.rows import parts

Json = dict[str, Any]
STANCES = ("supports", "calls_for", "offers", "thanks", "condoles", "congratulates", "expects", "neutral", "concerned",
           "denies", "opposes", "condemns")
"""All that a position may be, from assent to dissent."""
_V = schema.view.c


def happened(ledger: Ledger, wanted: Filter, limit: int, named: Collection[str]) -> list[Json]:
    """The newest of the happenings that are asked for, at most `limit`, in the order of `timeline` and no more of each
    than a crisis counts: its `id`, `day` (the last that it may have been on), type, mode, time, parties by their side,
    place, and for those of the types `named` the `place_name` that the surest account gives."""
    t = schema.happening.c
    with ledger.reading() as connection:
        numbers = newest(connection, wanted, limit)
        rows = {row.id: row for row in connection.execute(sa.select(
            t.id, t.uid, t.type, t.mode, t.time, t.last, t.actors, t.recipients, t.place).where(among(t.id, numbers)))}
        names = _place_names(connection, [n for n in numbers if rows[n].place and rows[n].type in named])
    return [{"id": row.uid, "day": dates(0, row.last), "type": row.type, "mode": row.mode, "time": row.time,
             "actors": parts(row.actors), "recipients": parts(row.recipients), "place": row.place,
             "place_name": names.get((row.id, row.place))} for row in map(rows.__getitem__, numbers)]


def _place_names(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], str]:
    """What places are called, by the numbers of happenings and the codes of the states."""
    e = schema.event.c
    rows = connection.execute(sa.select(e.happening_id, e.place, e.data).where(
        among(e.happening_id, numbers), e.place.is_not(None)).order_by(e.confidence, e.id.desc()))
    return {(row.happening_id, row.place): row.data["place_name"] for row in rows if row.data.get("place_name")}


def stances(ledger: Ledger, topics: Collection[str], parties: Collection[str], since: date | None = None,
            until: date | None = None) -> list[Json]:
    """How often each party took each stance on one of these topics, or on anything where none is given, in reports from
    `since` to `until`: `party`, `stance` and `count`; of these parties, or else of all."""
    with ledger.reading() as connection:
        own = parties or {code for topic in topics or [""]
                          for code in connection.scalars(each(_V.code, _V.topic == topic)) if code}
        # All that lies before the days in the key is told, so that no others are read.
        rows = connection.execute(sa.select(_V.code, _V.stance, _counted(topics).label("views")).where(
            *_true(topics, own, since, until), _V.stance.in_(STANCES)).group_by(_V.code, _V.stance)).all()
    return [{"party": row.code, "stance": row.stance, "count": row.views} for row in rows]


def sentences(ledger: Ledger, party: str, stance: str, topics: Collection[str], since: date | None = None,
              until: date | None = None, limit: int = 20) -> list[Json]:
    """The newest positions that `stances` counts of a party and a stance, at most `limit`, with their sentences and
    reports, as `positions` tells them."""
    with ledger.reading() as connection:
        numbers = connection.scalars(sa.select(_V.position_id).distinct().add_columns(_V.day).where(
            *_true(topics, [party], since, until), _V.stance == stance).order_by(
            _V.day.desc(), _V.position_id.desc()).limit(limit)).all()
        rows = sourced(connection, "position", numbers)
    return [rows[n] for n in numbers]


def _true(topics: Collection[str], parties: Collection[str], since: date | None, until: date | None
          ) -> list[sa.ColumnElement[bool]]:
    true: list[sa.ColumnElement[bool]] = [_V.topic.in_(sorted(topics) or [""]), _V.code.in_(sorted(parties))]
    if since or until:
        true.append(_V.day.between((since or date.min).toordinal(), (until or date.max).toordinal()))
    return true


def _counted(topics: Collection[str]) -> sa.Function[int]:
    """A position on two of the topics counts once."""
    return sa.func.count(_V.position_id.distinct()) if len(topics) > 1 else sa.func.count()
