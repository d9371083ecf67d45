"""What was promised by whom to whom, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.answers.commitments import HORIZON, LATE, Commitment, Standing, standing
from elchi.answers.promises import Deed, Kind, Names, kinds, promised
from elchi.days import days
from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.draft import told_time
from elchi.ledger.queries import known
from elchi.ledger.queries.filters import EVERYTHING, Filter, newest
from elchi.ledger.queries.happenings import briefs, surest, told_by
from elchi.ledger.rows import parts, unpacked
from elchi.merge.accounts import stems

Json = dict[str, Any]
PROMISES = ("AGREE", "CONCEDE")
REFUSAL = "REJECT"
MADE = frozenset({"past", "background"})
"""Times of promises that were made, not denied or only thought of."""
VAGUE = 31
"""By how many days what happened in a window may be told to have ended after it."""


def commitments(ledger: Ledger, wanted: Filter = EVERYTHING, limit: int = 50, today: date | None = None,
                after: str | None = None) -> list[Json]:
    """The newest of the wanted happenings in which something was promised, at most `limit`, and how each stands on a
    day; the types of `wanted` are those of promises, whatever it says. With `after` those that come after the happening
    of this id.

    Each has what `timeline` tells of it and the `evidence`, `report` and `url` of its surest account; what is
    `promised` (ids of `promises.yaml`); the `verdict`: the analyst's where there is one, with `value`, who, why and
    when under `analyst`, else the `machine`'s; the `signs`, happenings that look like keeping or breaking it, with
    their reasons; and the `reasons`. Raises LedgerError where a party, a topic or the happening is not known.
    """
    day = (today or date.today()).toordinal()
    with ledger.reading() as connection:
        known.parties(connection, {code for codes in wanted.parties for code in codes})
        known.topics(connection, wanted.topics)
        return judged(connection, _promised(connection, replace(wanted, types=PROMISES), limit, after), day)


def judged(connection: Connection, told: Mapping[int, Json], day: int) -> list[Json]:
    """Promises, in short by their numbers, with how each stands on a day (ordinal), as `commitments` gives them."""
    accounts = told_by(connection, told)
    chief = {n: surest(own) for n, own in accounts.items()}
    made = {n: _commitment(told[n], chief[n]) for n in told}
    deeds, said = _deeds(connection, made, day), _verdicts(connection, accounts)
    return [{**told[n], **{name: chief[n][name] for name in ("evidence", "report", "url")},
             **_told(standing(c, deeds[n], day, said[n]["value"] if n in said else None), said.get(n))}
            for n, c in made.items()]


def _promised(connection: Connection, wanted: Filter, limit: int, after: str | None) -> dict[int, Json]:
    """The newest happenings that were promises, in short, by their numbers; those denied or thought of do not count."""
    found: dict[int, Json] = {}
    while True:
        numbers = newest(connection, wanted, limit, after=after)
        told = dict(zip(numbers, briefs(connection, numbers), strict=True))
        found |= {n: own for n, own in told.items() if own["time"] in MADE}
        if len(found) >= limit or len(numbers) < limit:
            return dict(islice(found.items(), limit))
        after = told[numbers[-1]]["id"]


def _told(found: Standing, analyst: Json | None) -> Json:
    return {"promised": list(found.promised), "verdict": found.verdict, "machine": found.machine, "analyst": analyst,
            "signs": [asdict(sign) for sign in found.signs], "reasons": list(found.reasons)}


def _commitment(told: Json, surest: Json) -> Commitment:
    _, made = days(told["date"])
    first, last = days(told["due"])
    due = (first, last) if first and last and first <= last else None
    actors, recipients = (frozenset(told[side]) - {"OTH"} for side in ("actors", "recipients"))
    return Commitment(
        told["id"], told["type"], actors, recipients, made or 0, due, frozenset(told["topics"]),
        stems(surest["evidence"]), surest["evidence"])


def _deeds(connection: Connection, made: Mapping[int, Commitment], today: int) -> dict[int, list[Deed]]:
    """What happened after each promise that may keep or break it: what two of its parties did, or one did alone."""
    often = Counter(code for c in made.values() for code in c.parties)
    whole = {c.parties for c in made.values()}
    numbers = {parties: _numbers(connection, parties, parties in whole, often, *of)
               for parties, of in _sought(made.values(), today).items()}
    own = {n: {number for parties in _lots(c) for number in numbers.get(parties, ())} - {n} for n, c in made.items()}
    found = dict(_happened(connection, {number for of in own.values() for number in of}))
    return {n: [found[number] for number in of] for n, of in own.items()}


def _lots(c: Commitment) -> set[Names]:
    """The parties to look for together: all of a promise, and each by itself."""
    return {c.parties, *(frozenset({code}) for code in c.parties)}


def _sought(made: Iterable[Commitment], today: int) -> dict[Names, tuple[Names, int, int]]:
    """Of which types happenings are looked for, from which day to which, by the parties of promises: once for all of
    the same parties."""
    found: dict[Names, tuple[Names, int, int]] = {}
    for c in made:
        what = [kind for kind in promised(c.words, c.contexts if c.type == "AGREE" else frozenset()) if kind.kept]
        if what and c.parties:
            own = _types(what), c.made, min(_end(c, what), today + VAGUE)
            for parties in _lots(c):
                types, first, last = found.get(parties, own)
                found[parties] = types | own[0], min(first, own[1]), max(last, own[2])
    return found


def _numbers(connection: Connection, parties: Names, whole: bool, often: Mapping[str, int], types: Names, first: int,
             last: int) -> Sequence[int]:
    """The numbers of the happenings in which two of these parties have a part; of one party, of those in which it
    acts alone, or, where that is the `whole` of a promise's parties, acts at all."""
    asked = {"parties": list(parties), "types": list(types), "first": first, "last": last}
    if len(parties) == 1:
        return connection.scalars(_BY_ONE if whole else _ALONE, asked).all()
    # Looked for from those who promise little: they have a part in little else.
    *rare, _ = sorted(parties, key=lambda code: (often[code], code))
    return connection.scalars(_TOGETHER, {**asked, "rare": rare}).all()


_P, _Q, _T = schema.part.c, schema.part.alias("other").c, schema.happening.c
_PARTIES: sa.BindParameter[Any] = sa.bindparam("parties", expanding=True)
_IN_TIME = (_P.type.in_(sa.bindparam("types", expanding=True)),
            _P.last.between(sa.bindparam("first"), sa.bindparam("last")))
_BY_ONE = sa.select(_P.happening_id).where(_P.code.in_(_PARTIES), _P.side == "actors", *_IN_TIME)
_ALONE = _BY_ONE.join(schema.happening, _T.id == _P.happening_id).where(_T.actors == _P.code, _T.recipients == "")
_TOGETHER = sa.select(_P.happening_id).where(
    _P.code.in_(sa.bindparam("rare", expanding=True)), *_IN_TIME, sa.exists().where(
        _Q.code.in_(_PARTIES), _Q.code != _P.code, _Q.last == _P.last, _Q.happening_id == _P.happening_id))


def _types(what: Iterable[Kind]) -> Names:
    return frozenset({REFUSAL, *(pattern.type for kind in what for pattern in (*kind.kept, *kind.broken))})


def _end(c: Commitment, what: Iterable[Kind]) -> int:
    """The last day on which something may be told to have happened that keeps or breaks a promise."""
    lasting = not c.due or any(kind.lasting for kind in what)
    return (c.due[1] if c.due else c.made) + (HORIZON if lasting else LATE) + VAGUE


def _happened(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, Deed]]:
    """Happenings by their numbers as what may keep a promise."""
    t = schema.happening.c
    rows = connection.execute(sa.select(
        t.id, t.uid, t.type, t.mode, t.time, t.first, t.last, t.actors, t.recipients, t.channel, t.topics).where(
        among(t.id, numbers))).all()
    by_words = {REFUSAL, *(p.type for k in kinds() for p in (*k.kept, *k.broken) if p.mode or p.told)}
    words = _words(connection, [row.id for row in rows if row.type in by_words])
    for row in rows:
        actors, recipients = (frozenset(parts(side)) - {"OTH"} for side in (row.actors, row.recipients))
        yield row.id, Deed(
            row.uid, row.type, actors, recipients, row.first or row.last, row.last, row.mode, row.time, row.channel,
            frozenset(parts(row.topics)), words.get(row.id, frozenset()))


def _words(connection: Connection, numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """The stems of all sentences that tell of happenings, by their numbers."""
    e = schema.event.c
    found: dict[int, frozenset[int]] = {}
    for row in connection.execute(sa.select(e.happening_id, e.words).where(among(e.happening_id, numbers))):
        found[row.happening_id] = found.get(row.happening_id, frozenset()) | unpacked(row.words)
    return found


def _verdicts(connection: Connection, accounts: Mapping[int, Sequence[Json]]) -> dict[int, Json]:
    """What analysts last said of happenings, under any of the ids that these have had, by their numbers."""
    d = schema.decision.c
    homes = {f"h{own['uid'][1:]}": n for n, told in accounts.items() for own in told}
    rows = connection.execute(sa.select(schema.decision).where(
        among(d.a, homes), d.kind == "verdict", d.undone.is_(None)).order_by(d.id))
    return {homes[row.a]: {"value": row.value, "who": row.who, "why": row.why, "at": told_time(row.at)} for row in rows}
