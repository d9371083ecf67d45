"""Happenings in a ledger: what changed events join, leave or begin, settled in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, permutations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import reprints, schema
from elchi.ledger.among import among
from elchi.ledger.draft import Draft, Row
from elchi.ledger.pool import STEPS, WRITTEN, Entry, Pool, decisions, entries, events_of, found_at
from elchi.ledger.rows import parts
from elchi.merge.compare import compare
from elchi.merge.decide import Happening, happenings
from elchi.model import ALIKE

FINDING = (schema.part, schema.subject, schema.contact)
"""The tables by which happenings are found."""


@dataclass(slots=True)
class Change:
    """What changes of rows have touched: events to be written, by their ids; the numbers of events whose place may be
    another now; of happenings the numbers, with the ids of the events that left them."""

    new: dict[str, Entry] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    left: dict[int, set[str]] = field(default_factory=dict)


def enter(draft: Draft, change: Change, one: Entry) -> None:
    """Let an event that is to be written be found by others, and settled."""
    change.new[one.account.uid] = one
    for number, gone in change.left.items():
        if one.account.uid in gone:
            one.row["happening_id"] = number
    for spot in one.spots:
        draft.put(schema.block, {"spot": spot, "event_id": one.row["id"]})


def leave(draft: Draft, change: Change, numbers: Collection[int]) -> None:
    """Let the events of these numbers, which are about to be deleted, be found no more; those that they leave, or that
    may go elsewhere without them, are to be settled."""
    connection, e, b = draft.connection, schema.event.c, schema.block
    going = entries(connection, numbers)
    for one in going:
        connection.execute(b.delete().where(b.c.event_id == one.row["id"], b.c.spot.in_(one.spots)))
        change.left.setdefault(one.row["happening_id"], set()).add(one.account.uid)
    homes = {one.row["happening_id"] for one in going}
    stay = set(connection.scalars(sa.select(e.id).where(among(e.happening_id, homes))))
    copies = reprints.pairs(connection, {one.row["revision_id"] for one in going})
    near = entries(connection, (found_at(connection, {s for one in going for s in one.beside})
                                | events_of(connection, chain(*copies.values()))) - stay)
    change.touched |= stay | {o.row["id"] for o in near for one in going if o.account.last is None or compare(
        o.account, one.account, o.row["revision_id"] in copies.get(one.row["revision_id"], ()))}
    change.touched.difference_update(numbers)


def settle(draft: Draft, change: Change) -> tuple[set[int], set[int]]:
    """Let all changed events, and all that hang on them, be where they belong, but for those without any day. Returns
    the numbers of the happenings that this touched, and of events without a day that may go elsewhere now."""
    pool = Pool(draft.connection, change.new.values(), change.touched)
    accounts = [one.account for one in pool.entries.values()]
    found = happenings(accounts, pool.matches, *decisions(draft.connection, pool.entries))
    settled = {h.uid: h for h in found if _is_settled(h, pool)}
    here = by_number(draft.connection, {
        n for h in settled.values() for uid in h.accounts if (n := pool.entries[uid].row["happening_id"])}
        | set(change.left))
    before = {number: {*change.left.get(number, ())} for number in here}
    for uid, one in pool.entries.items():
        if one.row["happening_id"] in before:
            before[one.row["happening_id"]].add(uid)
    kept = {h.uid: _write(draft, pool, change, h, here, before) for h in settled.values()}
    _move(draft, pool, change, {uid: kept[h.uid] for h in settled.values() for uid in h.accounts})
    filled = {*kept.values(), *(one.row["happening_id"] for uid, one in pool.loose.items() if uid in change.new)}
    drop(draft, {number: row.uid for number, row in here.items() if number not in filled}, kept)
    return {*here, *kept.values()}, {one.row["id"] for one in pool.loose.values()}


def _is_settled(h: Happening, pool: Pool) -> bool:
    dated = [pool.step[uid] for uid in h.accounts if pool.entries[uid].account.dated]
    return min(dated) <= WRITTEN if dated else min(pool.step[uid] for uid in h.accounts) < STEPS


def by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, Any]:
    """The columns of the happenings of these numbers."""
    t = schema.happening
    return {row.id: row for row in connection.execute(sa.select(t).where(among(t.c.id, numbers)))}


def _write(draft: Draft, pool: Pool, change: Change, h: Happening, here: dict[int, Any], before: dict[int, set[str]]
           ) -> int:
    """Have a happening written where it is not there as it is; returns its number."""
    members = [pool.entries[uid] for uid in h.accounts]
    numbers = [one.row["happening_id"] for one in members]
    number: int | None = next((n for n in numbers if n in here and here[n].uid == h.uid), None)
    same = number is not None and before[number] == h.accounts
    if number is not None and same and number not in change.left:
        return number
    values = summary(members)
    if number is None:
        number = draft.add(schema.happening, uid=h.uid, **values, made=draft.at, altered=draft.at)
        _let_find(draft, number, values)
    else:
        renew(draft, here[number], values, altered=not same)
    return number


def renew(draft: Draft, old: Any, values: Row, altered: bool = False) -> None:
    """Have a happening, given as it stands in the ledger, be told as in `values`; it is altered where that is another
    way, or its events are others."""
    for table in FINDING:
        draft.connection.execute(table.delete().where(table.c.happening_id == old.id))
    before = old._asdict()
    if altered or any(before[name] != value for name, value in values.items()):
        draft.connection.execute(schema.happening.update().where(schema.happening.c.id == old.id), {
            **values, "altered": draft.at})
    _let_find(draft, old.id, values)


def _move(draft: Draft, pool: Pool, change: Change, homes: Mapping[str, int]) -> None:
    """Let events be where they belong: those that are there already, and those that are to be written."""
    draft.write(schema.happening)
    moved: list[Row] = []
    for uid, number in homes.items():
        row = pool.entries[uid].row
        if row["happening_id"] != number and uid not in change.new:
            moved.append({"event": row["id"], "happening": number})
        row["happening_id"] = number
    if moved:
        draft.connection.execute(schema.event.update().where(schema.event.c.id == sa.bindparam("event")).values(
            happening_id=sa.bindparam("happening")), moved)


def summary(members: Sequence[Entry]) -> Row:
    """What a happening is told as in short: by its surest account, and what only others tell."""
    told = sorted(members, key=lambda one: (-one.row["confidence"], one.account.uid))
    rows, first = [one.row for one in told], told[0].account
    actors, recipients = (_together(rows, side) for side in ("actors", "recipients"))
    if first.type in ALIKE:  # who stands on either side is the report's choice
        recipients = [code for code in recipients if code not in actors]
    when = min((one.account for one in told), key=lambda a: (not a.dated, a.last is None))
    return {
        "type": first.type, "time": "past" if any(row["time"] == "past" for row in rows) else first.time,
        **{name: next((row[name] for row in rows if row[name] is not None), None)
           for name in ("mode", "place", "channel", "level", "due")},
        "first": when.first or 0, "last": when.last or 0, "dated": when.dated, "reports": len(rows),
        "actors": ";".join(actors), "recipients": ";".join(recipients),
        "topics": ";".join(sorted({t for row in rows for name in ("contexts", "topics") for t in parts(row[name])}))}


def _together(rows: Iterable[Row], side: str) -> list[str]:
    """All parties of a side, those that stand before others in a report before them."""
    told = sorted((nth, code) for row in rows for nth, code in enumerate(parts(row[side])))
    return list(dict.fromkeys(code for _, code in told))


def _let_find(draft: Draft, number: int, values: Row) -> None:
    """Have a happening be found by its parties, its topics, and whom it brought in contact."""
    own = {"last": values["last"], "happening_id": number}
    sides = {side: parts(values[side]) for side in ("actors", "recipients")}
    for side, codes in sides.items():
        for code in codes:
            draft.put(schema.part, {"code": code, **own, "side": side, "type": values["type"]})
    for topic in parts(values["topics"]):
        draft.put(schema.subject, {"topic": topic, **own})
    if values["type"] == "CONSULT" and values["time"] in ("past", "background"):
        parties = sorted({*sides["actors"], *sides["recipients"]} - {"OTH"})
        for code, partner in permutations(parties, 2):
            draft.put(schema.contact, {"code": code, "partner": partner, **own, "first": values["first"],
                                       "channel": values["channel"], "level": values["level"]})


def drop(draft: Draft, numbers: dict[int, str], kept: Collection[str]) -> None:
    """Take away those of these happenings, by their numbers and ids, that hold no event any more."""
    e, connection = schema.event.c, draft.connection
    if not numbers:
        return
    empty = set(numbers) - set(connection.scalars(sa.select(e.happening_id).where(among(e.happening_id, numbers))))
    for table in FINDING:
        connection.execute(table.delete().where(among(table.c.happening_id, empty)))
    connection.execute(schema.happening.delete().where(among(schema.happening.c.id, empty)))
    draft.withdraw({numbers[n] for n in empty} - set(kept))
