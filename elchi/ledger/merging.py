"""Happenings in a ledger: what a report's events join, leave or begin, settled while the report is added.

Only what a changed account can touch is looked at (see `elchi/merge/decide.py`): the accounts that match it, those that
match these, and so on four steps far, through groups without a day and happenings with one in turn. What lies within
two steps of it is written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.merge.accounts import NEAR, Account, window
from elchi.merge.compare import compare
from elchi.merge.decide import Happening, Pair, happenings

STEPS = 4
"""How far around a changed account others are looked at, in steps from those with a day to those without or back."""
WRITTEN = 2
"""Up to which step happenings with a day are written anew."""
MANY = 500
"""How many values one question to the database may hold."""


def blocks(account: Account) -> set[int]:
    """The numbers of the blocks that an account is found by."""
    return {int.from_bytes(hashlib.blake2b("|".join(b).encode(), digest_size=8).digest(), signed=True)
            for b in account.blocks}


def enter(connection: Connection, accounts: Mapping[int, Account]) -> None:
    """Make accounts, by their events' numbers, such that others find them."""
    found = [{"key": key, "day": a.last, "event_id": number} for number, a in accounts.items() if a.last is not None
             for key in blocks(a)]
    if found:
        connection.execute(schema.block.insert(), found)


def settle(connection: Connection, changed: Collection[int]) -> None:
    """Let the events of these numbers, and all that hangs on them, be where they belong."""
    if changed:
        pool = _Pool(connection, changed)
        found = happenings(pool.accounts.values(), *decisions(connection, pool.accounts))
        _write(connection, pool.numbers, [h for h in found if _is_settled(h, pool)])


def decisions(connection: Connection, uids: Iterable[str]) -> tuple[list[Pair], list[Pair]]:
    """What analysts decided on these accounts: which are of one happening, which are not."""
    d, told = schema.decision.c, list(uids)
    found: dict[str, list[Pair]] = {"same": [], "apart": []}
    for some in _few(told):
        for row in connection.execute(sa.select(d.kind, d.a, d.b).where(d.undone.is_(None), d.a.in_(some))):
            found[row.kind].append((row.a, row.b))
    return found["same"], found["apart"]


def around(connection: Connection, changed: Collection[int]) -> set[int]:
    """The events that stand in one happening with these, or match one of them: what may go elsewhere without them."""
    e, found = schema.event.c, set[int]()
    for some in _few(list(changed)):
        own = sa.select(e.happening_id).where(e.id.in_(some), e.happening_id.is_not(None))
        found |= set(connection.scalars(sa.select(e.id).where(e.happening_id.in_(own))))
    going = list(accounts(connection, changed).values())
    beside = accounts(connection, _beside(connection, going) - found)
    return found | {number for number, b in beside.items() if any(compare(a, b) for a in going)}


def accounts(connection: Connection, numbers: Iterable[int]) -> dict[int, Account]:
    """The events of these numbers as merging sees them."""
    e, v, p = schema.event.c, schema.revision.c, schema.event_party.c
    wanted = (e.id, e.uid, e.type, e.time, e.first, e.last, e.published, e.channel, e.words, e.data)
    found: dict[int, Any] = {}
    sides: dict[tuple[int, str], set[str]] = {}
    for some in _few(list(numbers)):
        for row in connection.execute(sa.select(*wanted, v.report_id).join_from(
                schema.event, schema.revision).where(e.id.in_(some))):
            found[row.id] = row
        for number, side, code in connection.execute(sa.select(p.event_id, p.side, p.code).where(p.event_id.in_(some))):
            sides.setdefault((number, side), set()).add(code)
    return {n: account(row, sides.get((n, "actors"), ()), sides.get((n, "recipients"), ()), str(row.report_id))
            for n, row in found.items()}


def account(row: Any, actors: Iterable[str], recipients: Iterable[str], report: str) -> Account:
    """An event of the database as merging sees it."""
    first, last, dated = window(row.first, row.last, row.published, row.time)
    persons = frozenset(p["name"].split()[-1].lower() for p in row.data.get("participants", ()))
    return Account(
        row.uid, report, row.type, frozenset(actors) - {"OTH"}, frozenset(recipients) - {"OTH"}, row.time, first, last,
        dated, row.published, row.channel, persons, frozenset(row.words.split()))


class _Pool:
    """The accounts around changed ones, each with how many steps away it is: a match of two with a day, or of two
    without, is no step; from one with to one without is one."""

    def __init__(self, connection: Connection, changed: Collection[int]) -> None:
        self.accounts: dict[str, Account] = {}
        self.numbers: dict[str, int] = {}
        self.step: dict[str, int] = {}
        self._connection = connection
        self._block: dict[int, dict[str, Account]] = {}
        """All accounts read so far, by the blocks that they are found by."""
        self._same: dict[str, set[str]] = {}
        self._read(set(changed))
        waiting = {0: set(self.numbers)}
        for step in range(STEPS + 1):
            while near := waiting.pop(step, set()):
                self.step |= dict.fromkeys(near, step)
                for uid, away in self._reached(near):
                    if uid not in self.step and step + away <= STEPS:
                        waiting.setdefault(step + away, set()).add(uid)
            waiting.get(step + 1, set()).difference_update(self.step)
        self.accounts = {uid: self.accounts[uid] for uid in self.step}

    def _reached(self, near: Collection[str]) -> Iterator[tuple[str, int]]:
        """What matches accounts, or was said to be of one happening with them, with the steps between."""
        own = [self.accounts[uid] for uid in near]
        self._read(_beside(self._connection, own))
        self._read(self._decided(near))
        for a in own:
            others = {uid: b for key in blocks(a) for uid, b in self._block.get(key, {}).items()}
            for uid, b in others.items():
                if compare(a, b):
                    yield uid, int(a.dated != b.dated)
            yield from ((uid, 0) for uid in self._same.get(a.uid, ()))

    def _read(self, numbers: set[int]) -> None:
        for number, a in accounts(self._connection, numbers - set(self.numbers.values())).items():
            self.accounts[a.uid], self.numbers[a.uid] = a, number
            for key in blocks(a):
                self._block.setdefault(key, {})[a.uid] = a

    def _decided(self, near: Collection[str]) -> set[int]:
        """The events that an analyst joined with these, or parted from them."""
        d, e = schema.decision.c, schema.event.c
        found: set[int] = set()
        for some in _few(sorted(near)):
            for one, other in ((d.a, d.b), (d.b, d.a)):
                asked = sa.select(d.kind, one, other, e.id).join(schema.event, e.uid == other).where(
                    d.undone.is_(None), one.in_(some))
                for kind, own, beside, number in self._connection.execute(asked):
                    found.add(number)
                    if kind == "same":
                        self._same.setdefault(own, set()).add(beside)
        return found


def _beside(connection: Connection, near: Sequence[Account]) -> set[int]:
    """The events that share a block with one of these and may lie close to it in time."""
    days: dict[int, tuple[int, int]] = {}
    for a in near:
        if a.last is not None:
            for key in blocks(a):
                first, last = days.get(key, (a.last, a.last))
                days[key] = min(first, a.last), max(last, a.last)
    b, found = schema.block.c, set[int]()
    for some in _few(sorted(days.items())):
        found |= set(connection.scalars(sa.select(b.event_id).where(sa.or_(
            *(sa.and_(b.key == key, b.day.between(first - NEAR, last + NEAR)) for key, (first, last) in some)))))
    return found


def _is_settled(h: Happening, pool: _Pool) -> bool:
    dated = [pool.step[uid] for uid in h.accounts if pool.accounts[uid].dated]
    return min(dated) <= WRITTEN if dated else min(pool.step[uid] for uid in h.accounts) < STEPS


def _write(connection: Connection, numbers: Mapping[str, int], found: Sequence[Happening]) -> None:
    """Write happenings, each with its events; those that lost all their events go."""
    t, e, p = schema.happening, schema.event, schema.happening_party
    events = [numbers[uid] for h in found for uid in h.accounts]
    left = set[int]()
    for some in _few(events):
        left |= {n for n in connection.scalars(sa.select(e.c.happening_id).where(e.c.id.in_(some))) if n is not None}
    kept: set[int] = set()
    for h in found:
        number = connection.scalar(sa.select(t.c.id).where(t.c.uid == h.uid))
        values, parties = _summary(connection, [numbers[uid] for uid in sorted(h.accounts)])
        if number is None:
            number = connection.execute(t.insert().returning(t.c.id), {"uid": h.uid, **values}).scalar_one()
        else:
            connection.execute(t.update().where(t.c.id == number), values)
            connection.execute(p.delete().where(p.c.happening_id == number))
        if parties:
            connection.execute(p.insert(), [{"happening_id": number, **row} for row in parties])
        connection.execute(e.update().where(e.c.id.in_([numbers[uid] for uid in h.accounts])), {"happening_id": number})
        kept.add(number)
    drop(connection, left - kept)


def drop(connection: Connection, numbers: Collection[int]) -> None:
    """Take away those of these happenings that hold no event."""
    t, e, p = schema.happening, schema.event, schema.happening_party
    for some in _few(list(numbers)):
        empty = set(some) - set(connection.scalars(sa.select(e.c.happening_id).where(e.c.happening_id.in_(some))))
        connection.execute(p.delete().where(p.c.happening_id.in_(empty)))
        connection.execute(t.delete().where(t.c.id.in_(empty)))


def _summary(connection: Connection, numbers: Sequence[int]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a happening is told as in short: by its surest account, and what only others tell."""
    e, v, p = schema.event.c, schema.revision.c, schema.event_party.c
    rows = connection.execute(sa.select(schema.event, v.report_id).join_from(schema.event, schema.revision).where(
        e.id.in_(numbers)).order_by(e.confidence.desc(), e.uid)).all()
    told = {name: next((getattr(r, name) for r in rows if getattr(r, name) is not None), None)
            for name in ("mode", "place", "channel", "level")}
    when = sorted(((*window(r.first, r.last, r.published, r.time), r) for r in rows), key=lambda w: not w[2])[0]
    parties: dict[tuple[str, str], int] = {}
    for row in connection.execute(sa.select(p.code, p.side, p.nth).where(p.event_id.in_(numbers)).order_by(
            p.nth, p.code, p.side)):
        parties.setdefault((row.code, row.side), len(parties))
    time = "past" if any(r.time == "past" for r in rows) else rows[0].time
    return {"type": rows[0].type, "time": time, "first": when[0], "last": when[1], "dated": when[2],
            "reports": len({r.report_id for r in rows}), **told}, [
        {"code": code, "side": side, "nth": nth} for (code, side), nth in parties.items()]


def _few(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[i:i + MANY] for i in range(0, len(values), MANY))
