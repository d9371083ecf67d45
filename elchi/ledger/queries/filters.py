"""Which happenings are asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import find, schema
from elchi.ledger.among import among
from elchi.schema import event_types

MANY = 5000
"""More happenings than this are many, of whichever party."""
RARE = 1000
"""Fewer reports or happenings than this are rare, whatever is asked for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What must be true of a happening: of each of `parties`, a set of codes, one has a part in it; it is of one of
    `types` and about one of `topics`; it may have been on a day from `since` to `until`; a report of one of `outlets`,
    in one of `languages`, tells it. What is empty asks nothing."""

    parties: Sequence[Collection[str]] = ()
    types: Collection[str] = ()
    topics: Collection[str] = ()
    since: date | None = None
    until: date | None = None
    outlets: Collection[str] = ()
    languages: Collection[str] = ()


EVERYTHING = Filter()


def newest(connection: Connection, wanted: Filter, limit: int, *, day: bool = True, after: str | None = None
           ) -> list[int]:
    """The numbers of the newest happenings that are asked for, those of later days first, at most `limit`; with `day`
    those alone of which a day is known; those alone that come after the happening of the id `after`. Raises LedgerError
    where there is none of this id.

    Looked for from the least common thing asked for: each lot is read from an index in its order, and no further than
    the limit.
    """
    t, begin, low = schema.happening.c, _begin(connection, after), _lowest(wanted, day)
    few = rare_reports(connection, wanted)
    if few is not None:
        return _told_by(connection, few, wanted, limit, day, begin)
    lots = _lots(wanted)
    if not lots:
        asked = sa.select(t.id, t.last).where(*_holds(wanted), t.last >= low, *_older(t.last, t.id, begin))
        rows = connection.execute(asked.order_by(t.last.desc(), t.id.desc()).limit(limit))
        return [row.id for row in rows]
    lots.sort(key=lambda lot: _how_many(connection, *lot))
    (table, name, values), *others = lots
    found: dict[int, int] = {}
    for value in sorted(values):
        found |= {row.happening_id: row.last for row in connection.execute(
            _lot(table, table.c[name] == value, wanted, others, low).where(
                *_older(table.c.last, table.c.happening_id, begin)).limit(limit))}
    return sorted(found, key=lambda n: (-found[n], -n))[:limit]


def rare_reports(connection: Connection, wanted: Filter) -> Sequence[int] | None:
    """The newest revisions of the reports of the outlets asked for, and of the languages, where these are rare; None
    where they are not: what they tell must not be looked for among all that happened."""
    r = schema.report.c
    for column, values in ((r.outlet, wanted.outlets), (r.language, wanted.languages)):
        if values:
            found = connection.scalars(sa.select(r.revision_id).where(column.in_(values)).limit(RARE)).all()
            if len(found) < RARE:
                return found
    return None


def counts(connection: Connection, wanted: Filter) -> list[tuple[int, str, int]]:
    """How many happenings are asked for, by their last day that is known and their type; no order is kept."""
    t, low = schema.happening.c, _lowest(wanted, known=True)
    few, lots = rare_reports(connection, wanted), _lots(wanted)
    if few is not None:
        own = sa.select(t.last, t.type).where(
            t.last > 0, among(t.id, _told(connection, few)), *_until(t.last, wanted), *holds_all(wanted)).subquery().c
    elif not lots:
        # Type by type, the index of types and days tells all; that of days alone would have every row looked up.
        own = sa.select(t.last, t.type).where(
            t.type.in_(wanted.types or event_types()), t.last >= low, *_until(t.last, wanted),
            *_holds(replace(wanted, types=(), until=None))).subquery().c
    else:
        lots.sort(key=lambda lot: _how_many(connection, *lot))
        (table, name, values), *others = lots
        lot = _lot(table, table.c[name].in_(sorted(values)), wanted, others, low).order_by(None).where(
            *_until(table.c.last, wanted))
        own = (lot.add_columns(table.c.type).subquery() if table is schema.part else _typed(lot.subquery())).c
    rows = connection.execute(sa.select(own.last, own.type, sa.func.count()).group_by(own.last, own.type))
    return [(last, type_, count) for last, type_, count in rows]


def _typed(each: sa.Subquery) -> sa.Subquery:
    t = schema.happening.c
    return sa.select(t.last, t.type).select_from(each.join(schema.happening, t.id == each.c.happening_id)).subquery()


def _begin(connection: Connection, after: str | None) -> tuple[int, int] | None:
    """The day and the number of the happening of an id, after which a page begins."""
    if after is None:
        return None
    t, number = schema.happening.c, find.happening(connection, after)
    if number is None:
        raise LedgerError(f"{after}: there is no such happening")
    row = connection.execute(sa.select(t.last, t.id).where(t.id == number)).one()
    return row.last, row.id


def _older(last: sa.ColumnElement[int], number: sa.ColumnElement[int], begin: tuple[int, int] | None
           ) -> list[sa.ColumnElement[bool]]:
    return [] if begin is None else [sa.tuple_(last, number) < sa.tuple_(*begin)]


def _told(connection: Connection, revisions: Sequence[int]) -> Sequence[int | None]:
    """The happenings that these revisions tell."""
    e = schema.event.c
    return connection.scalars(sa.select(e.happening_id).where(among(e.revision_id, revisions)).distinct()).all()


def _told_by(connection: Connection, revisions: Sequence[int], wanted: Filter, limit: int, day: bool,
             begin: tuple[int, int] | None) -> list[int]:
    """What `newest` gives, looked for among that which these revisions tell."""
    t = schema.happening.c
    asked = sa.select(t.id).where(among(t.id, _told(connection, revisions)), t.last >= int(day), *holds_all(wanted),
                                  *_older(t.last, t.id, begin))
    return list(connection.scalars(asked.order_by(t.last.desc(), t.id.desc()).limit(limit)))


def _lots(wanted: Filter) -> list[tuple[sa.Table, str, Collection[str]]]:
    """The tables in which what is asked for stands in the order of days, with the column and the values of each."""
    parties: list[tuple[sa.Table, str, Collection[str]]] = [(schema.part, "code", codes) for codes in wanted.parties]
    return [*parties, (schema.subject, "topic", wanted.topics)] if wanted.topics else parties


def _lot(table: sa.Table, own: sa.ColumnElement[bool], wanted: Filter, others: Sequence[Any],
         low: int) -> sa.Select[Any]:
    asked = sa.select(table.c.last, table.c.happening_id).distinct().where(own, table.c.last >= low)
    for other, name, values in others:
        o = other.alias()
        asked = asked.where(sa.exists().where(
            o.c[name].in_(values), o.c.last == table.c.last, o.c.happening_id == table.c.happening_id))
    true = _holds(wanted)
    if true:
        asked = asked.join(schema.happening, schema.happening.c.id == table.c.happening_id).where(*true)
    return asked.order_by(table.c.last.desc(), table.c.happening_id.desc())


def holds_all(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a happening: all that is asked for."""
    t = schema.happening.c
    since = [t.last >= wanted.since.toordinal()] if wanted.since else []
    return [*_holds(wanted), *since, *(sa.exists().where(
        table.c[name].in_(values), table.c.last == t.last, table.c.happening_id == t.id)
        for table, name, values in _lots(wanted))]


def _lowest(wanted: Filter, known: bool) -> int:
    """The least last day of what is asked for; 0 where it need not be known. One bound, not two: SQLite may begin to
    read an index at the lower one."""
    return max(int(known), wanted.since.toordinal() if wanted.since else 0)


def _until(last: sa.ColumnElement[int], wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """That something counts on a day that is asked for."""
    return [last <= wanted.until.toordinal()] if wanted.until else []


def _holds(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a happening's columns and reports: all that is asked for but its parties, its topics and
    `since`."""
    t, e, r, v = schema.happening.c, schema.event.c, schema.report.c, schema.revision.c
    true: list[sa.ColumnElement[bool]] = []
    if wanted.types:
        true.append(t.type.in_(wanted.types))
    if wanted.until:
        true.append(t.first <= wanted.until.toordinal())
    if wanted.outlets or wanted.languages:
        told = sa.exists().where(e.happening_id == t.id, v.id == e.revision_id, r.id == v.report_id)
        if wanted.outlets:
            told = told.where(r.outlet.in_(wanted.outlets))
        if wanted.languages:
            told = told.where(r.language.in_(wanted.languages))
        true.append(told)
    return true


def _how_many(connection: Connection, table: sa.Table, name: str, values: Collection[str]) -> int:
    """How many happenings there are for some values, counted no further than what is many."""
    some = sa.select(sa.literal(1)).select_from(table).where(table.c[name].in_(values)).limit(MANY).subquery()
    return connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0
