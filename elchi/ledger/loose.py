"""Events of which no day is known, not even that of their report: each goes to the one happening that it matches best.

They go last and count for nothing where the others go (see `elchi/merge/decide.py`), so only those are looked at that
may match what was touched, with those of their reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import reprints, schema
from elchi.ledger.among import among
from elchi.ledger.draft import Draft
from elchi.ledger.merging import by_number, drop, renew, summary
from elchi.ledger.pool import Entry, Texts, compared, crowded, decided, entries, events_of, found_at
from elchi.merge.compare import Match
from elchi.merge.decide import Pair, left, place


def settle(draft: Draft, touched: set[int], events: Iterable[int]) -> None:
    """Let these events, and those in the happenings touched, by their numbers, that are without any day and that no
    analyst spoke of, be where they belong. All else must be written."""
    connection, e = draft.connection, schema.event.c
    inside = connection.scalars(sa.select(e.id).where(among(e.happening_id, touched), e.published == 0)).all()
    first = _loose(connection, {*inside, *events})
    if not first:
        return
    copies = _copies(connection, {one.row["revision_id"] for one in first.values()})
    loose = _loose(connection, events_of(connection, copies))
    beside = {one.account.uid: one for one in entries(connection, {
        *found_at(connection, {spot for one in loose.values() for spot in one.beside}),
        *events_of(connection, (n for own in copies.values() for n in own))})}
    without_day = _loose_among(connection, beside)
    timed = {uid: one for uid, one in beside.items() if uid not in without_day}
    homes = {uid: one.row["happening_id"] for uid, one in timed.items()}
    here = _homes_of_reports(connection, set(copies), set(loose))
    matches = _matches(connection, loose, timed, copies)
    accounts = {uid: one.account for uid, one in loose.items()}
    placed = place(accounts.values(), matches, homes, lambda report, home: (report, home) in here)
    _write(draft, loose, {uid: home for uid, (home, *_) in placed.items()},
           left([a for uid, a in accounts.items() if uid not in placed], matches), touched)


def _copies(connection: Connection, revisions: set[int]) -> dict[int, frozenset[int]]:
    """These revisions and all that are copies of one, or of a copy, each with those that it is a copy of."""
    found: dict[int, frozenset[int]] = {}
    while waiting := revisions - set(found):
        own = reprints.pairs(connection, waiting)
        found |= {n: own.get(n, frozenset()) for n in waiting}
        revisions = {n for others in own.values() for n in others}
    return found


def _loose(connection: Connection, numbers: Iterable[int]) -> dict[str, Entry]:
    """Of the events of these numbers those without any day that no analyst spoke of."""
    found = {one.account.uid: one for one in entries(connection, set(numbers))}
    return {uid: found[uid] for uid in _loose_among(connection, found)}


def _loose_among(connection: Connection, found: Mapping[str, Entry]) -> set[str]:
    own = {uid for uid, one in found.items() if one.account.last is None}
    return own - {uid for _, a, b in decided(connection, own) for uid in (a, b)}


def _matches(connection: Connection, loose: Mapping[str, Entry], timed: Mapping[str, Entry], copies: reprints.Pairs
             ) -> dict[Pair, Match]:
    """Which of the first match one of the second, or one another."""
    texts, found = Texts(connection), dict[Pair, Match]()
    often = crowded(connection, {n for one in loose.values() for n in one.companies})
    index: dict[tuple[str, int], list[Entry]] = {}
    for other in (*timed.values(), *loose.values()):
        for key in (*(("company", n) for n in other.companies), ("revision", other.row["revision_id"])):
            index.setdefault(key, []).append(other)
    for one in loose.values():
        own = copies.get(one.row["revision_id"], frozenset())
        keys = (*(("company", n) for n in one.companies if n not in often), *(("revision", n) for n in own))
        for other in {o.account.uid: o for key in keys for o in index.get(key, ())}.values():
            a, b = sorted((one, other), key=lambda entry: entry.account.uid)
            if match := compared(a, b, other.row["revision_id"] in own, texts):
                found[a.account.uid, b.account.uid] = match
    return found


def _homes_of_reports(connection: Connection, revisions: set[int], loose: set[str]) -> set[tuple[str, int]]:
    """The reports of these revisions with the happenings that hold other events of theirs."""
    told = entries(connection, events_of(connection, revisions))
    return {(one.account.report, one.row["happening_id"]) for one in told if one.account.uid not in loose}


def _write(draft: Draft, loose: Mapping[str, Entry], homes: Mapping[str, int], leads: Mapping[str, str],
           touched: set[int]) -> None:
    """Let events be in these happenings, or else with those that they are called by; write anew what this changes."""
    connection, e = draft.connection, schema.event
    own = {lead: _own(draft, lead, loose) for lead in set(leads.values())}
    changed: set[int] = set()
    for uid, one in loose.items():
        before, home = one.row["happening_id"], homes[uid] if uid in homes else own[leads[uid]]
        if home != before:
            connection.execute(e.update().where(e.c.id == one.row["id"]), {"happening_id": home})
        if home != before or home in touched:
            changed |= {n for n in (home, before) if n is not None}
    _rewrite(draft, changed)


def _own(draft: Draft, uid: str, loose: Mapping[str, Entry]) -> int:
    """The number of the happening that is called by an event, made where there is none."""
    t, before = schema.happening, loose[uid].row["happening_id"]
    called = draft.connection.scalar(sa.select(t.c.uid).where(t.c.id == before)) if before is not None else None
    if before is not None and called == "h" + uid[1:]:
        return int(before)
    number = draft.add(t, uid="h" + uid[1:], **summary([loose[uid]]), made=draft.at, altered=draft.at)
    draft.write(t)
    return number


def _rewrite(draft: Draft, numbers: set[int]) -> None:
    """Write happenings of these numbers anew from their events; those without any go."""
    connection, e = draft.connection, schema.event.c
    here = by_number(connection, numbers)
    members: dict[int, list[Entry]] = {}
    for one in entries(connection, set(connection.scalars(sa.select(e.id).where(among(e.happening_id, numbers))))):
        members.setdefault(one.row["happening_id"], []).append(one)
    for number, own in members.items():
        renew(draft, here[number], summary(own))
    drop(draft, {number: row.uid for number, row in here.items() if number not in members}, ())
    draft.write()
