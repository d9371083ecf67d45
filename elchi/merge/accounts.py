"""An event of one report as merging sees it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from elchi.model import ALIKE

VAGUE_BEFORE = 2
"""How many days before its publication the news of a report without a date may have happened."""
LONGEST_EXACT = 1
"""Days: a date that spans no more than this beyond its first day names one occasion."""
NEAR = VAGUE_BEFORE + LONGEST_EXACT
"""How many days may lie between the last days of two accounts of one happening."""
COMPANY = 4
"""How many of those who took part in it are looked at when a report without any day is to be placed."""
MOST = 12
"""How many parties of a gathering are looked at when others are looked for that tell of it."""
LETTERS = 5
"""How many letters of a word tell it from others, whatever its ending."""
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Account:
    """What one report tells of a happening.

    `uid` is the event's id, `report` its report's key. [first, last] are the days that it may have happened on, as
    numbers, both None where nothing is known; `dated` where the report itself gives them, to the day. `persons` are the
    family names of those who took part, `stems` stand for the words of its sentence.
    """

    uid: str
    report: str
    type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    time: str
    first: int | None
    last: int | None
    dated: bool
    published: int | None
    channel: str | None = None
    persons: frozenset[str] = frozenset()
    stems: frozenset[int] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """All who have a part in it."""
        return self.actors | self.recipients

    @property
    def blocks(self) -> Iterator[tuple[str, ...]]:
        """Its type with the parties by which it is found: two accounts of one happening have one of these in common."""
        if self.type in ALIKE and len(own := sorted(self.parties)) > 1:
            return ((self.type, a, b) for a, b in combinations(own, 2) if a in own[:MOST])
        if self.actors and self.recipients:
            return ((self.type, a, b) for a in sorted(self.actors)[:MOST] for b in sorted(self.recipients)[:MOST])
        return ((self.type, a) for a in sorted(self.parties)[:MOST])

    @property
    def companies(self) -> Iterator[tuple[str, ...]]:
        """Its blocks with two of those who took part: by these it is found where no day is known."""
        pairs = list(combinations(sorted(self.persons)[:COMPANY], 2))
        return (("with", *block, *pair) for block in self.blocks for pair in pairs) if pairs else iter(())


def window(first: int | None, last: int | None, published: int | None, time: str
           ) -> tuple[int | None, int | None, bool]:
    """The days that an event may have happened on, and whether the report names them to the day: its date, else, for
    news, and for news of a month or a year, the days up to publication."""
    exact = first is not None and last is not None and last - first <= LONGEST_EXACT
    if exact or published is None or time == "background":
        return first, last, exact
    if (first or 0) <= published <= (last or published):
        return published - VAGUE_BEFORE, published, False
    return first, last, exact


def stems(text: str) -> frozenset[int]:
    """What the words of a sentence are compared by, of four letters and more: numbers, of 32 bits, that stand for their
    beginnings."""
    return frozenset(zlib.crc32(word[:LETTERS].encode()) for word in _WORD.findall(text.lower()))


def likeness(a: Iterable[Hashable], b: Iterable[Hashable]) -> float:
    """How far two sets are the same: what they share of all that they hold; 0 where both are empty."""
    one, other = frozenset(a), frozenset(b)
    return len(one & other) / len(one | other) if one or other else 0.0
