"""Whether two accounts tell one happening, and what says so."""

from __future__ import annotations

from dataclasses import dataclass

from elchi.merge.accounts import NEAR, Account, likeness
from elchi.model import ALIKE

COPIED = 0.6
"""From which likeness of their sentences two accounts are of one source."""
SAME_SUBJECT = 0.17
"""From which likeness of all their words reports of the same persons are held to tell of one occasion. Of 43 pairs of
retold reports that share two persons and tell of two occasions none is as alike; of 34 that tell of one, 20 are."""
SPOKEN = frozenset({"call", "video"})
FACE_TO_FACE = frozenset({"meeting", "visit", "multilateral"})


@dataclass(frozen=True, slots=True)
class Match:
    """Two accounts of one happening: how strongly that is held, and the reasons, in words."""

    strength: float
    reasons: tuple[str, ...]


def compare(a: Account, b: Account, reprinted: bool = False, subject: float = 0.0) -> Match | None:
    """What says that two accounts are of one happening, or None where they are not.

    They must be of different reports, of one type, have compatible parties, days, channel and time. A report itself
    tells its happenings apart, so two of its events never match. Where the report of one is `reprinted` in that of the
    other, and a sentence with it, it is no matter when they were published. Where no day is known of one, two persons
    must have taken part in both, and the reports have much to tell in common: `subject`, from 0 to 1.
    """
    if a.report == b.report or a.type != b.type or _times(a.time) != _times(b.time) or not _channels(a, b):
        return None
    if not (parties := _parties(a, b)) or not (days := _days(a, b, reprinted, subject)):
        return None
    words, persons = likeness(a.stems, b.stems), a.persons & b.persons
    if a.persons and b.persons and not persons and words < COPIED:
        return None
    strength, reasons = 1.0 + words, [a.type, parties, days]
    if words >= COPIED:
        strength += 1
        reasons.append("nearly the same words")
    if persons:
        strength += len(persons)
        reasons.append(f"both name {', '.join(sorted(persons))}")
    if a.channel and a.channel == b.channel:
        strength += 0.5
        reasons.append(f"both tell of a {a.channel}")
    if a.dated and b.dated:
        strength += 1
    return Match(strength, tuple(reasons))


def _parties(a: Account, b: Account) -> str | None:
    if a.type in ALIKE:
        one, other = a.parties, b.parties
        if one == other:
            return "the same parties"
        return "one names more parties" if len(one & other) > 1 and (one < other or other < one) else None
    if not (a.actors and b.actors) or not (a.actors <= b.actors or b.actors <= a.actors):
        return None
    if a.recipients == b.recipients:
        return "the same parties" if a.actors == b.actors else "one names more parties"
    if a.recipients and b.recipients and (a.recipients <= b.recipients or b.recipients <= a.recipients):
        return "one names more parties"
    return None


def _days(a: Account, b: Account, reprinted: bool, subject: float) -> str | None:
    if reprinted and not (a.dated and b.dated) and likeness(a.stems, b.stems) >= COPIED:
        return "the same words in a reprint"
    if (a.last is None) != (b.last is None) and subject >= SAME_SUBJECT and len(a.persons & b.persons) > 1:
        return "no day is known, the same persons and subject"
    if a.first is None or b.first is None or a.last is None or b.last is None or abs(a.last - b.last) > NEAR:
        return None
    overlap = a.first <= b.last and b.first <= a.last
    if a.dated and b.dated:
        if overlap:
            return "the same day"
        near = min(abs(a.first - b.last), abs(b.first - a.last)) <= 1
        return "a day apart in nearly the same words" if near and likeness(a.stems, b.stems) >= COPIED else None
    if a.dated or b.dated:
        return "its day, the other of about then" if overlap else None
    if not overlap:
        return None
    if a.published == b.published:
        return "reported on the same day"
    near = a.published is not None and b.published is not None and abs(a.published - b.published) <= 1
    return "reported a day apart in nearly the same words" if near and likeness(a.stems, b.stems) >= COPIED else None


def _times(time: str) -> str:
    """What has happened, told as news or recalled, is one; what is denied, possible or to come is each by itself."""
    return "past" if time == "background" else time


def _channels(a: Account, b: Account) -> bool:
    if a.channel is None or b.channel is None or a.channel == b.channel:
        return True
    told = {a.channel, b.channel}
    return told <= SPOKEN or told <= FACE_TO_FACE
