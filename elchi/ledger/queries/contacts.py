"""Who was in contact with whom: how often, how, on which level, and whether it becomes more frequent.

A contact counts once, however many parties of a group had a part in it, and on the last day that it may have been on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.answers.trend import WORDS, sentence, trend
from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.ledger.queries import known
from elchi.ledger.queries.happenings import briefs, dates, month

Json = dict[str, Any]
True_ = Sequence[sa.ColumnElement[bool]]
_C = schema.contact.c


def contacts(ledger: Ledger, a: Collection[str], b: Collection[str] = (), since: date | None = None,
             until: date | None = None, limit: int = 20) -> Json:
    """The contacts of `a`, codes of parties taken together, with `b`, or else with all others, on the days from `since`
    to `until`.

    Gives the `total`; `partners`, each with the `count` of its contacts and the days of the `first` and the `last`; and
    `channels`, `levels` and `months` (`YYYY-MM`), each with its `count`; of those under None no report tells it. With
    `b` also the `newest`, at most `limit` happenings, and the `trend` of those that were news, not recalled: the fields
    of `answers.trend.Trend` and a `sentence` by language; None where there is none.

    Raises LedgerError where a code is no party's, none is given, or `since` is after `until`.
    """
    if not a or (since and until and since > until):
        raise LedgerError(f"no day is from {since} to {until}" if a else "of whose contacts? No party is given")
    with ledger.reading() as connection:
        known.parties(connection, {*a, *b})
        true = between(a, b, since, until)
        told = _told(connection, true)
        found: Json = {
            "a": sorted(a), "b": sorted(b), "total": sum(count for *_, count in told),
            "partners": _partners(connection, true, several=len(a) > 1),
            "channels": _counted("channel", ((channel, count) for _, channel, _, count in told)),
            "levels": _counted("level", ((level, count) for _, _, level, count in told)),
            "months": sorted(_counted("month", ((month(last) if last else None, count) for last, _, _, count in told)),
                             key=lambda of: of["month"] or "")}
        if b:
            newest = connection.scalars(_each(true, _C.happening_id).order_by(
                _C.last.desc(), _C.happening_id.desc()).limit(limit)).all()
            found |= {"newest": briefs(connection, newest), "trend": _trend(connection, true, since, until)}
    return found


def trend_of(ledger: Ledger, a: Collection[str], b: Collection[str], since: date, until: date) -> Json | None:
    """The `trend` that `contacts` gives of the contacts of `a` with `b`, and no more. Raises LedgerError as it does."""
    with ledger.reading() as connection:
        known.parties(connection, {*a, *b})
        return _trend(connection, between(a, b, since, until), since, until)


def between(a: Collection[str], b: Collection[str], since: date | None, until: date | None) -> True_:
    """What must be true of rows of `contact` that tell of contacts of `a` with `b`, or else with all others."""
    true = [_C.code.in_(sorted(a)), _C.partner.in_(sorted(b)) if b else _C.partner.not_in(sorted(a))]
    if since or until:
        true.append(_C.last.between((since or date.min).toordinal(), (until or date.max).toordinal()))
    return true


def _each(true: True_, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Each contact once."""
    return sa.select(*columns, *(c for c in (_C.last, _C.happening_id) if c not in columns)).where(*true).distinct()


def _told(connection: Connection, true: True_) -> Sequence[Any]:
    """How many contacts there were, by day, channel and level."""
    own = _each(true, _C.channel, _C.level).subquery().c
    by = (own.last, own.channel, own.level)
    return connection.execute(sa.select(*by, sa.func.count()).group_by(*by)).all()


def _partners(connection: Connection, true: True_, several: bool) -> list[Json]:
    """With whom, the most frequent first."""
    # Of one party's rows each is a contact of its own: they are only counted, in the order of the key.
    count = sa.func.count(_C.happening_id.distinct()) if several else sa.func.count()
    rows = connection.execute(sa.select(
        _C.partner, count.label("contacts"), sa.func.min(sa.func.nullif(_C.last, 0)).label("first"),
        sa.func.max(_C.last).label("last")).where(*true).group_by(_C.partner))
    return [{"party": row.partner, "count": row.contacts, "first": dates(0, row.first or 0), "last": dates(0, row.last)}
            for row in sorted(rows, key=lambda row: (-row.contacts, row.partner))]


def _counted(name: str, told: Iterable[tuple[str | None, int]]) -> list[Json]:
    """How many there are of each value, the most frequent first."""
    sums = Counter[str | None]()
    for value, count in told:
        sums[value] += count
    return [{name: value, "count": sums[value]} for value in sorted(sums, key=lambda v: (-sums[v], v or ""))]


def _trend(connection: Connection, true: True_, since: date | None, until: date | None) -> Json | None:
    """The trend from the day asked for, or else the first contact, to the last day of which the ledger tells: who
    stopped adding reports did not stop talking."""
    own, t = _each([*true, _C.last > 0]).subquery().c, schema.happening.c
    days = connection.scalars(sa.select(own.last).join(schema.happening, t.id == own.happening_id).where(
        t.time == "past").order_by(own.last)).all()
    if not days:
        return None
    end = min(connection.scalar(sa.select(sa.func.max(t.last))) or 0, (until or date.today()).toordinal())
    found = trend(days, since.toordinal() if since else days[0], max(end, days[-1]))
    return {**asdict(found), "sentence": {language: sentence(found, language) for language in WORDS}}
