"""Who holds which view on a topic, since when, and who changed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.answers.shifts import SIDES, Row, Shift, stands
from elchi.errors import LedgerError
from elchi.ledger import find, schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.queries import known
from elchi.ledger.queries.happenings import dates
from elchi.ledger.queries.sourced import sourced
from elchi.ledger.rows import parts

Json = dict[str, Any]
True_ = Sequence[sa.ColumnElement[bool]]
MOST_PARTIES = 10
"""Of how many parties, those that are told of most, shifts are looked for where none are named."""
MOST_ROWS = 1000
"""How many positions, the newest of each party, are looked at for shifts."""
SHOWN = 3
"""How many positions are shown on either side of a shift."""
_V, _W = schema.view.c, schema.view.alias().c


def positions(ledger: Ledger, topic: str | None, parties: Collection[str] = (), since: date | None = None,
              until: date | None = None, limit: int = 20, after: str | None = None) -> Json:
    """The views on a topic, a context's or a subject's id, or on anything, in reports from `since` to `until`; of these
    parties, or else of all.

    Gives `stances`: for each `party` and `stance` the `count` of positions and the days of the `first` and the `last`,
    what is told most first; `shifts`, the newest first: a `party`, the side that it took `from` and `to`, the days when
    it `left` the one and `came` to the other, how far the subjects are `alike`, and the positions `before` and `after`;
    `shifts_since`, for each party looked at the day from which they were looked for, None where that is the first; and
    `newest`, at most `limit` positions with their sentences and reports; with `after` those that come after the
    position of this id.

    Raises LedgerError where the topic, a party or the position is not known, or neither of the first two is given.
    """
    if not topic and not parties:
        raise LedgerError("whose views, or on what? Give a topic or a party")
    with ledger.reading() as connection:
        known.parties(connection, parties)
        known.topics(connection, [topic] if topic else [])
        true = _true(_V, topic, parties, since, until)
        cells = _cells(connection, true, _true(_W, topic, (), since, until))
        shifts, looked = _shifts(connection, true, cells)
        newest = _newest(connection, [*true, *_older(connection, after)], cells, limit)
        rows = sourced(connection, "position", {*newest, *(n for _, shift in shifts for n in _shown(shift))})
    return {
        "topic": topic, "parties": sorted(parties),
        "stances": [{"party": c.code, "stance": c.stance, "count": c.views, "first": dates(0, c.first or 0),
                     "last": dates(0, c.last)} for c in cells],
        "shifts": [_told(party, shift, rows) for party, shift in shifts], "shifts_since": looked,
        "newest": [rows[n] for n in newest]}


def _true(view: Any, topic: str | None, parties: Collection[str], since: date | None, until: date | None) -> True_:
    """What must be true of the columns of a view."""
    true = [view.topic == (topic or "")]
    if parties:
        true.append(view.code.in_(sorted(parties)))
    if since or until:
        true.append(view.day.between((since or date.min).toordinal(), (until or date.max).toordinal()))
    return true


def _older(connection: Connection, after: str | None) -> True_:
    """What must be true of views that come after the position of an id."""
    if after is None:
        return []
    row = find.row(connection, after) if after[:1] == "p" else None
    day = row and connection.scalar(sa.select(_V.day).where(
        _V.topic == "", _V.code.in_(parts(row.holder)), _V.stance == row.stance, _V.position_id == row.id).limit(1))
    if row is None or day is None:
        raise LedgerError(f"{after}: there is no such position")
    return [sa.tuple_(_V.day, _V.position_id) < sa.tuple_(day, row.id)]


def _cells(connection: Connection, true: True_, own: True_) -> list[Any]:
    """How many views there are of each party and stance, and from when to when; the most told first. `own` is what must
    be true of views of a cell beside party and stance: its first and last lie at the ends of an index, where no
    database would look for the least and the greatest beside a count."""
    def edge(order: sa.ColumnElement[Any], *also: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
        return sa.select(_W.day).where(*own, *also, _W.code == _V.code, _W.stance == _V.stance).order_by(
            order).limit(1).scalar_subquery()

    rows = connection.execute(sa.select(
        _V.code, _V.stance, sa.func.count().label("views"), edge(_W.day, _W.day > 0).label("first"),
        edge(_W.day.desc()).label("last")).where(*true).group_by(_V.code, _V.stance))
    return sorted(rows, key=lambda c: (-c.views, c.code, c.stance))


def _of(connection: Connection, true: True_, limit: int) -> Callable[[Any], list[tuple[int, int]]]:
    """What tells of a cell its newest views: their days and the numbers of their positions."""
    asked = sa.select(_V.day, _V.position_id).where(
        *true, _V.code == sa.bindparam("code"), _V.stance == sa.bindparam("stance")).order_by(
        _V.day.desc(), _V.position_id.desc()).limit(limit)
    return lambda cell: [(row.day, row.position_id) for row in connection.execute(
        asked, {"code": cell.code, "stance": cell.stance}).all()]


def _newest(connection: Connection, true: True_, cells: Iterable[Any], limit: int) -> list[int]:
    """The numbers of the newest positions. No party's and no stance's are read that has none as new as those found."""
    found, newest_of = list[tuple[int, int]](), _of(connection, true, limit)
    for cell in sorted(cells, key=lambda c: -c.last):
        if len(found) == limit and cell.last < found[-1][0]:
            break
        found = sorted({*found, *newest_of(cell)}, reverse=True)[:limit]
    return [number for _, number in found]


def _shifts(connection: Connection, true: True_, cells: Sequence[Any]
            ) -> tuple[list[tuple[str, Shift]], dict[str, str | None]]:
    """The shifts of the parties told of most, the newest first, and from which day on they were looked for."""
    own: dict[str, list[Any]] = {}
    for cell in cells:
        if cell.stance in SIDES and (cell.code in own or len(own) < MOST_PARTIES):
            own.setdefault(cell.code, []).append(cell)
    each = MOST_ROWS // max(1, len(own))
    newest_of = _of(connection, true, each)
    views = {code: sorted(((day, number, cell.stance) for cell in mine for day, number in newest_of(cell) if day),
                          reverse=True)[:each] for code, mine in own.items()}
    subjects = _subjects(connection, {number for of in views.values() for _, number, _ in of})
    found = stands(Row(f"{number:012}", code, stance, day, subjects[number])
                   for code, of in views.items() for day, number, stance in of)
    looked = {code: dates(0, of[-1][0]) if of and len(of) == each else None for code, of in views.items()}
    return sorted(((stand.party, shift) for stand in found for shift in stand.shifts),
                  key=lambda told: -told[1].came), looked


def _subjects(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    p = schema.position.c
    return {row.id: row.subject
            for row in connection.execute(sa.select(p.id, p.subject).where(among(p.id, numbers)))}


def _shown(shift: Shift) -> list[int]:
    return [int(n) for n in (*shift.before[-SHOWN:], *shift.after[:SHOWN])]


def _told(party: str, shift: Shift, rows: Mapping[int, Json]) -> Json:
    return {"party": party, "from": shift.old, "to": shift.new, "left": dates(0, shift.left),
            "came": dates(0, shift.came), "alike": round(shift.alike, 2),
            "before": [rows[int(n)] for n in shift.before[-SHOWN:]],
            "after": [rows[int(n)] for n in shift.after[:SHOWN]]}
