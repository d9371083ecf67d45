"""What parties think of a topic over time, and where a party's side changed and stayed changed.

A shift is told only where a party stood on one side on days at least a week apart, and then so on another, single days
to the contrary aside. Support for a truce and blame for a strike are no change of mind: a shift says how far the
subjects on either side are the same, and where they have no word in common, none is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from elchi.merge.accounts import likeness, stems

Side = Literal["for", "against", "concerned", "neutral"]

SIDES: dict[str, Side] = {
    "supports": "for", "offers": "for", "thanks": "for", "congratulates": "for",
    "opposes": "against", "condemns": "against", "denies": "against",
    "concerned": "concerned", "neutral": "neutral"}
"""The side that a stance takes. What is called for, expected or condoled is counted, but takes none."""
LASTING = 7
"""Days from the first to the last statement of a side from which it counts as held."""


@dataclass(frozen=True, slots=True)
class Row:
    """A position of one party, a joint one once for each of its holders; `day` is an ordinal, None where not known."""

    id: str
    party: str
    stance: str
    day: int | None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A stance of a party: how many rows tell it, and the first and the last day (ordinals) of those that have one."""

    stance: str
    count: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A lasting change of side: last known on the old one on day `left`, first on the new one on `came` (ordinals).

    `before` and `after` are the ids of the rows on either side by their days; `alike` is what the words of their
    subjects share, above 0 to 1.
    """

    old: Side
    new: Side
    left: int
    came: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Stand:
    """What a party thinks of the topic: its stances, the commonest first, and its shifts in time."""

    party: str
    stances: tuple[Held, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Days one after the other on which a party stood on one side, with the rows that say so."""

    side: Side
    rows: tuple[Row, ...]

    @property
    def days(self) -> list[int]:
        return sorted({r.day for r in self.rows if r.day is not None})

    @property
    def lasts(self) -> bool:
        return self.days[-1] - self.days[0] >= LASTING


def stands(rows: Iterable[Row]) -> list[Stand]:
    """The stand of each party on the topic that all the rows, in any order, are about; parties by the alphabet."""
    told = sorted(rows, key=lambda r: (r.party, r.day or 0, r.id))
    return [_stand(party, list(own)) for party, own in groupby(told, key=lambda r: r.party)]


def _stand(party: str, rows: Sequence[Row]) -> Stand:
    stances = []
    for stance, count in sorted(Counter(r.stance for r in rows).items(), key=lambda item: (-item[1], item[0])):
        days = [r.day for r in rows if r.stance == stance and r.day is not None]
        stances.append(Held(stance, count, min(days, default=None), max(days, default=None)))
    return Stand(party, tuple(stances), _shifts(rows))


def _shifts(rows: Sequence[Row]) -> tuple[Shift, ...]:
    """The changes between neighbouring lasting runs."""
    runs = _joined([run for run in _joined(_without_strays(_runs(rows))) if run.lasts])
    told = (Shift(old.side, new.side, old.days[-1], new.days[0], tuple(r.id for r in old.rows),
                  tuple(r.id for r in new.rows), likeness(_words(old), _words(new)))
            for old, new in pairwise(runs))
    return tuple(shift for shift in told if shift.alike)


def _runs(rows: Sequence[Row]) -> list[_Run]:
    """A run for each day on which most rows that take a side take the same; a day without such a side says nothing."""
    found = []
    sided = [r for r in rows if r.day is not None and r.stance in SIDES]
    for _, group in groupby(sided, key=lambda r: r.day):
        of_day = list(group)
        [(side, most)] = Counter(SIDES[r.stance] for r in of_day).most_common(1)
        if 2 * most > len(of_day):
            found.append(_Run(side, tuple(r for r in of_day if SIDES[r.stance] == side)))
    return _joined(found)


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Neighbouring runs of one side made one."""
    return [_Run(side, tuple(r for run in group for r in run.rows))
            for side, group in groupby(runs, key=lambda run: run.side)]


def _without_strays(runs: Sequence[_Run]) -> list[_Run]:
    """The runs without those of a single day between two of one other side."""
    return [run for n, run in enumerate(runs)
            if len(run.days) > 1 or not 0 < n < len(runs) - 1 or runs[n - 1].side != runs[n + 1].side]


def _words(run: _Run) -> frozenset[int]:
    return frozenset(stem for r in run.rows for stem in stems(r.subject))
