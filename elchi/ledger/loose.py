"""Events of which no day is known, not even that of their report: each goes to the one happening that it matches best.

They go last and count for nothing where the others go (see `elchi/merge/decide.py`), so only those are looked at that
may match what was touched, with those of their reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import find, reprints, schema
from elchi.ledger.among import among
from elchi.ledger.draft import Draft, Row
from elchi.ledger.merging import FINDING, drop, let_find, summary
from elchi.ledger.pool import Entry, Texts, compared, decided, entries, events_of, found_at
from elchi.merge.compare import Match
from elchi.merge.decide import Pair, place


def settle(draft: Draft, touched: set[int], uids: Iterable[str]) -> None:
    """Let the events of these ids, and those in the happenings of these numbers, that are without any day and that no
    analyst spoke of, be where they belong. All else must be written."""
    connection, e = draft.connection, schema.event.c
    inside = connection.scalars(sa.select(e.id).where(among(e.happening_id, touched), e.published == 0)).all()
    first = _loose(connection, {*inside, *(n for uid in uids if (n := find.number(connection, uid)))})
    if not first:
        return
    revisions = {one.row["revision_id"] for one in first.values()}
    loose = _loose(connection, events_of(connection, revisions))
    copies = reprints.pairs(connection, revisions)
    beside = {one.account.uid: one for one in entries(connection, {
        *found_at(connection, {spot for one in loose.values() for spot in one.beside}),
        *events_of(connection, (n for own in copies.values() for n in own))})}
    for uid in _loose_among(connection, beside):
        del beside[uid]
    homes = {uid: one.row["happening_id"] for uid, one in beside.items()}
    here = _homes_of_reports(connection, revisions, set(loose))
    placed = place((one.account for one in loose.values()), _matches(connection, loose, beside, copies), homes,
                   lambda report, home: (report, home) in here)
    _write(draft, loose, {uid: homes[pair[0] if pair[1] == uid else pair[1]] for uid, (pair, _) in placed.items()},
           touched)


def _loose(connection: Connection, numbers: Iterable[int]) -> dict[str, Entry]:
    """Of the events of these numbers those without any day that no analyst spoke of."""
    found = {one.account.uid: one for one in entries(connection, set(numbers))}
    return {uid: found[uid] for uid in _loose_among(connection, found)}


def _loose_among(connection: Connection, found: Mapping[str, Entry]) -> set[str]:
    own = {uid for uid, one in found.items() if one.account.last is None}
    return own - {uid for _, a, b in decided(connection, own) for uid in (a, b)}


def _matches(connection: Connection, loose: Mapping[str, Entry], beside: Mapping[str, Entry], copies: reprints.Pairs
             ) -> dict[Pair, Match]:
    """Which of these match, of each kind one; `copies` has those of the first."""
    texts, found = Texts(connection), dict[Pair, Match]()
    index: dict[tuple[str, int], list[Entry]] = {}
    for other in beside.values():
        for key in (*(("company", n) for n in other.companies), ("revision", other.row["revision_id"])):
            index.setdefault(key, []).append(other)
    for one in loose.values():
        own = copies.get(one.row["revision_id"], frozenset())
        keys = (*(("company", n) for n in one.companies), *(("revision", n) for n in own))
        for other in {o.account.uid: o for key in keys for o in index.get(key, ())}.values():
            a, b = sorted((one, other), key=lambda entry: entry.account.uid)
            if match := compared(a, b, other.row["revision_id"] in own, texts):
                found[a.account.uid, b.account.uid] = match
    return found


def _homes_of_reports(connection: Connection, revisions: set[int], loose: set[str]) -> set[tuple[str, int]]:
    """The reports of these revisions with the happenings that hold other events of theirs."""
    told = entries(connection, events_of(connection, revisions))
    return {(one.account.report, one.row["happening_id"]) for one in told if one.account.uid not in loose}


def _write(draft: Draft, loose: Mapping[str, Entry], homes: Mapping[str, int], touched: set[int]) -> None:
    """Let events be in these happenings, those that have none in one of their own; write anew what this changes."""
    connection, t, e = draft.connection, schema.happening, schema.event
    changed: set[int] = set()
    for uid, one in loose.items():
        before, home = one.row["happening_id"], homes.get(uid)
        if home is None and before is not None and connection.scalar(
                sa.select(t.c.uid).where(t.c.id == before)) == "h" + uid[1:]:
            home = before
        if home is None:
            home = draft.add(t, uid="h" + uid[1:], **summary([one]), made=draft.at, altered=draft.at)
            draft.write(t)
        if home != before:
            connection.execute(e.update().where(e.c.id == one.row["id"]), {"happening_id": home})
        changed |= {home, *([before] if before is not None else [])} if home != before or home in touched else set()
    _rewrite(draft, changed)


def _rewrite(draft: Draft, numbers: set[int]) -> None:
    """Write happenings of these numbers anew from their events; those without any go."""
    connection, t, e = draft.connection, schema.happening, schema.event.c
    here = {row.id: row for row in connection.execute(sa.select(t).where(among(t.c.id, numbers)))}
    members: dict[int, list[Entry]] = {}
    for one in entries(connection, set(connection.scalars(sa.select(e.id).where(among(e.happening_id, numbers))))):
        members.setdefault(one.row["happening_id"], []).append(one)
    for number, own in members.items():
        values: Row = summary(own)
        old = here[number]._asdict()
        for table in FINDING:
            connection.execute(table.delete().where(table.c.happening_id == number))
        if any(old[name] != value for name, value in values.items()):
            connection.execute(t.update().where(t.c.id == number), {**values, "altered": draft.at})
        let_find(draft, number, values)
    drop(draft, {number: row.uid for number, row in here.items() if number not in members}, ())
    draft.write()
