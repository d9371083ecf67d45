"""Which reports of a ledger are near copies of one another: reprints of one text, published within some days.

Found by bands of their texts (see `elchi/merge/copies.py`), filed by the week of publication, so that the ledger looks
only where a copy may be; then compared word by word. A pair is noted from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among, among_those, listed
from elchi.ledger.draft import Draft
from elchi.ledger.rows import Place
from elchi.merge.copies import distinct_runs, overlap, signature

COPIED = 0.6
"""From which likeness of their texts two reports are of one source."""
WEEK, NEAR = 7, 1
"""Days that are filed together, and how many such weeks away a copy is looked for."""
BITS = 41
"""Bits of a filed number that are its band's; those above are its week's."""

_BAND = (1 << BITS) - 1

_PAIRS = sa.select(schema.reprint.c.one, schema.reprint.c.other).where(among_those(schema.reprint.c.one, "wanted"))

Pairs = Mapping[int, frozenset[int]]
"""The revisions that each is a near copy of, by numbers."""


class Reprints:
    """The near copies that a change brings."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._new: dict[int, tuple[Place, tuple[int, ...]]] = {}

    def add(self, place: Place, bands: tuple[int, ...]) -> None:
        """Let a revision, whose text has these bands, be compared with others."""
        self._new[place.revision] = place, bands

    def drop(self, place: Place) -> None:
        """Let a revision that is written be nobody's copy any more."""
        c, r, connection = schema.copy, schema.reprint, self._draft.connection
        connection.execute(c.delete().where(
            c.c.revision_id == place.revision, c.c.spot.in_(list(_spots(place.day, signature(place.text), 0)))))
        others = pairs(connection, [place.revision]).get(place.revision, ())
        connection.execute(r.delete().where(r.c.one == place.revision))
        connection.execute(r.delete().where(among(r.c.one, others), r.c.other == place.revision))

    def settle(self) -> None:
        """Note which are copies of which, and write it."""
        here: dict[int, list[int]] = {}
        wanted: dict[int, list[int]] = {}
        for number, (place, bands) in self._new.items():
            for spot in dict.fromkeys(_spots(place.day, bands, 0)):
                here.setdefault(spot, []).append(number)
                self._draft.put(schema.copy, {"spot": spot, "revision_id": number})
            for spot in dict.fromkeys(_spots(place.day, bands, NEAR)):
                wanted.setdefault(spot, []).append(number)
        c = schema.copy.c
        for spot, number in self._draft.connection.execute(
                sa.select(c.spot, c.revision_id).where(among(c.spot, wanted))) if wanted else ():
            here.setdefault(spot, []).append(number)
        beside = {(min(number, other), max(number, other)) for spot in here.keys() & wanted.keys()
                  for number in wanted[spot] for other in here[spot] if other != number}
        told = {n: distinct_runs(text) for n, text in self._texts({n for pair in beside for n in pair}).items()}
        for one, other in sorted(beside):
            if overlap(told[one], told[other]) >= COPIED:
                self._draft.put(schema.reprint, {"one": one, "other": other})
                self._draft.put(schema.reprint, {"one": other, "other": one})
        self._draft.write(schema.copy, schema.reprint)

    def _texts(self, numbers: set[int]) -> dict[int, str]:
        found = {number: place.text for number, (place, _) in self._new.items() if number in numbers}
        v = schema.revision.c
        others = numbers - set(found)
        return found | {row.id: row.text for row in self._draft.connection.execute(
            sa.select(v.id, v.text).where(among(v.id, others)))} if others else found


def pairs(connection: Connection, revisions: Iterable[int]) -> Pairs:
    """The revisions that these are near copies of."""
    found: dict[int, set[int]] = {}
    for one, other in connection.execute(_PAIRS, {"wanted": listed(revisions)}):
        found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


def _spots(day: int, bands: tuple[int, ...], around: int) -> Iterator[int]:
    """Where a text is filed, or those that it may be a copy of; reports without a day lie in a week of their own."""
    week = day // WEEK
    weeks = range(week - around, week + around + 1) if day else (0,)
    return (w << BITS | band & _BAND for w in weeks for band in bands)
