"""What a page about a party shows at a glance: whom it talked to, when, how, about what, and the sentence that says so.

A contact is counted as `contacts` counts it: once, on the last day that it may have been on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from heapq import nlargest
from typing import Any

import sqlalchemy as sa

from elchi.ledger import schema
from elchi.ledger.among import among, each
from elchi.ledger.database import Ledger
from elchi.ledger.queries import known
from elchi.ledger.queries.contacts import between
from elchi.ledger.queries.crises import STANCES
from elchi.ledger.queries.happenings import briefs, dates, month, surest, told_by
from elchi.ledger.queries.sourced import sourced
from elchi.ledger.rows import parts

Json = dict[str, Any]
NAMED = 60
"""In how many of the newest reports that name a person it is looked up in which contacts he took part."""
LOOKED_AT = 1000
"""How many contacts, the newest, say what contacts are about."""
_C, _H, _S, _V = schema.contact.c, schema.happening.c, schema.subject.c, schema.view.c
_E, _N, _O = schema.event.c, schema.naming.c, schema.official.c


def newest_day(ledger: Ledger) -> date | None:
    """The day, up to today, of the newest contact that was news; None where the ledger tells of none."""
    with ledger.reading() as connection:
        last = connection.scalar(sa.select(_H.last).where(
            _H.type == "CONSULT", _H.time == "past", _H.last.between(1, date.today().toordinal())).order_by(
            _H.last.desc()).limit(1))
    return date.fromordinal(last) if last else None


def busiest(ledger: Ledger, since: date, until: date) -> list[Json]:
    """Each `party` that was in contact with another from `since` to `until` and the `count` of its contacts, the most
    frequent first."""
    with ledger.reading() as connection:
        rows = Counter(tuple(row) for row in connection.execute(sa.select(_H.actors, _H.recipients).where(
            _H.type == "CONSULT", _H.time.in_(("past", "background")),
            _H.last.between(since.toordinal(), until.toordinal()))))
    sums = Counter[str]()
    for (actors, recipients), count in rows.items():
        talking = {*parts(actors), *parts(recipients)} - {"OTH"}
        if len(talking) > 1:
            for code in talking:
                sums[code] += count
    return [{"party": code, "count": sums[code]} for code in sorted(sums, key=lambda code: (-sums[code], code))]


def meetings(ledger: Ledger, a: Collection[str], b: Collection[str], since: date, until: date) -> Sequence[Any]:
    """The contacts of `a`, codes of parties taken together, with `b`, or else with all others, from `since` to `until`,
    once for each partner: rows of the `partner`, the `last` day (ordinal) that a contact may have been on, the `number`
    of its happening, its `channel` and its `level`. Raises LedgerError where a code is no party's."""
    with ledger.reading() as connection:
        known.parties(connection, {*a, *b})
        # Of each partner the days asked for are a stretch of the key, and no others are read.
        partners = b or {code for own in a for code in connection.scalars(each(_C.partner, _C.code == own))
                         if code} - {*a}
        asked = sa.select(_C.partner, _C.last, _C.happening_id.label("number"), _C.channel, _C.level).where(
            *between(a, partners, since, until))
        return connection.execute(asked.distinct() if len(a) > 1 else asked).all() if partners else []


def over_time(met: Sequence[Any], since: date, until: date, limit: int) -> Json:
    """Contacts (`meetings`) from `since` to `until`, counted: the `total`; `days`, from a day (ISO 8601) to a number;
    `channels` and `levels`, each a list of (month as `YYYY-MM`, code or "" where none is told, number) in the order of
    time; and `partners`, at most `limit`, the most frequent first: each `party` with the `count` of its contacts, their
    number in each of the `months` of the period and the day of the `last`."""
    each = {number: (last, channel, level) for _, last, number, channel, level in met}.values()
    days, of = Counter(last for last, _, _ in each), months(since, until)
    return {"total": len(each), "days": {dates(0, last): count for last, count in days.items()}, "months": of,
            "channels": _by_month((last, channel) for last, channel, _ in each),
            "levels": _by_month((last, level) for last, _, level in each), "partners": _partners(met, of, limit)}


def topics(ledger: Ledger, met: Iterable[Any]) -> list[Json]:
    """What the newest of these contacts, at most LOOKED_AT, were about: each `topic` with its `count`, the most
    frequent first."""
    numbers = [number for _, number in nlargest(LOOKED_AT, {(last, number) for _, last, number, *_ in met})]
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(_S.topic, sa.func.count().label("contacts")).where(
            among(_S.happening_id, numbers)).group_by(_S.topic)).all()
    return [{"topic": row.topic, "count": row.contacts} for row in sorted(rows, key=lambda r: (-r.contacts, r.topic))]


def talked(ledger: Ledger, met: Iterable[Any], limit: int) -> list[Json]:
    """With whom these contacts were, at most `limit` partners, the most frequent first: each `party` with the `count`
    of contacts, what they were about (`topics`, the most frequent first), the `happening` that shows it best, and the
    surest `account` of it, with its sentence and report."""
    own: dict[str, set[int]] = {}
    for partner, _, number, *_ in met:
        own.setdefault(partner, set()).add(number)
    partners = sorted(own, key=lambda code: (-len(own[code]), code))[:limit]
    with ledger.reading() as connection:
        told = {row.id: row for row in connection.execute(sa.select(
            _H.id, _H.time, _H.last, _H.actors, _H.recipients, _H.topics, _H.reports).where(
            among(_H.id, {number for code in partners for number in own[code]})))}
        best = {code: max(own[code], key=lambda number: _telling(told[number])) for code in partners}
        numbers = sorted({*best.values()})
        shown = dict(zip(numbers, briefs(connection, numbers), strict=True))
        accounts = told_by(connection, numbers)
    return [{"party": code, "count": len(own[code]), "topics": _about(told[number].topics for number in own[code]),
             "happening": shown[best[code]],
             "account": surest(accounts[best[code]])}
            for code in partners]


def stances(ledger: Ledger, codes: Collection[str], since: date, until: date) -> list[Json]:
    """Each `stance` that one of these parties took in reports from `since` to `until`, the most frequent first: the
    `count` of positions, the day of the `last`, and the `newest` of them with its sentence and report."""
    true = [_V.topic == "", _V.code.in_(sorted(codes)), _V.day.between(since.toordinal(), until.toordinal())]
    cells = []
    with ledger.reading() as connection:
        known.parties(connection, codes)
        for stance in STANCES:  # one by one: each is a stretch of the index
            newest = connection.execute(sa.select(_V.day, _V.position_id).where(*true, _V.stance == stance).order_by(
                _V.day.desc(), _V.position_id.desc()).limit(1)).first()
            if newest:
                cells.append((stance, connection.scalar(sa.select(sa.func.count()).where(
                    *true, _V.stance == stance)) or 0, *newest))
        rows = sourced(connection, "position", [number for *_, number in cells])
    return [{"stance": stance, "count": count, "last": dates(0, last), "newest": rows[number]}
            for stance, count, last, number in sorted(cells, key=lambda cell: (-cell[1], cell[0]))]


def took_part(ledger: Ledger, person: str, limit: int) -> list[Json]:
    """The newest contacts, at most `limit`, in which the person of this id took part, as the NAMED newest reports that
    name him under each of his names tell it; in short, as `timeline` gives them."""
    with ledger.reading() as connection:
        namings = connection.execute(sa.select(_N.id, _N.name).where(_N.person == person)).all()
        revisions = {number for own in namings for number in connection.scalars(sa.select(_O.revision_id).where(
            _O.naming_id == own.id, _O.state != "rejected").order_by(_O.day.desc(), _O.id.desc()).limit(NAMED))}
        names = {own.name for own in namings}
        numbers = {row.happening_id for row in connection.execute(sa.select(_E.happening_id, _E.data).where(
            among(_E.revision_id, revisions), _E.type == "CONSULT", _E.happening_id.is_not(None)))
            if any(one["name"] in names for one in row.data.get("participants", ()))}
        newest = connection.scalars(sa.select(_H.id).where(among(_H.id, numbers)).order_by(
            _H.last.desc(), _H.id.desc()).limit(limit)).all()
        return briefs(connection, newest)


def months(since: date, until: date) -> list[str]:
    """The months (`YYYY-MM`) of which a day lies from `since` to `until`."""
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def _by_month(told: Iterable[tuple[int, str | None]]) -> list[tuple[str, str, int]]:
    """How many there are of each value in each month."""
    sums = Counter[tuple[str, str]]()
    for (last, value), count in Counter(told).items():
        sums[month(last), value or ""] += count
    return [(of, value, count) for (of, value), count in sorted(sums.items())]


def _partners(met: Sequence[Any], of: Sequence[str], limit: int) -> list[Json]:
    sums = Counter(one[0] for one in met)
    days: dict[str, list[int]] = {code: [] for code in sorted(sums, key=lambda code: (-sums[code], code))[:limit]}
    for partner, last, *_ in met:
        if partner in days:
            days[partner].append(last)
    by_month = {code: Counter(map(month, own)) for code, own in days.items()}
    return [{"party": code, "count": sums[code], "months": [by_month[code][one] for one in of],
             "last": dates(0, max(own))} for code, own in days.items()]


def _telling(row: Any) -> tuple[Any, ...]:
    """How well a contact shows that two parties talked: news before what is recalled, few parties before many, what
    many reports tell before what one does."""
    return row.time == "past", -len({*parts(row.actors), *parts(row.recipients)}), row.reports, row.last, row.id


def _about(told: Iterable[str]) -> list[str]:
    sums = Counter(topic for topics in told for topic in parts(topics))
    return sorted(sums, key=lambda topic: (-sums[topic], topic))
