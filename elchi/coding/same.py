"""One row for one happening: what a report tells several times, in title, lead and body, is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elchi.coding import whole
from elchi.model import ALIKE, Event, Position

LOOK_BACK = 60
"""How many happenings of a type a new account is held against: a bound, so that no report costs its square."""


def events(found: Sequence[tuple[Event, bool]]) -> tuple[Event, ...]:
    """The events with those that tell one happening made one, in the order of the text.

    Beside each event stands whether the body tells it; the title's account is kept only where the body has none.
    """
    kept: list[tuple[Event, bool]] = []
    rows: dict[str, list[int]] = {}
    for event, in_body in found:
        for i in rows.setdefault(event.type, [])[:LOOK_BACK]:
            other, other_in_body = kept[i]
            if _one(other, event, in_body and not other_in_body):
                kept[i] = _join(other, event, in_body and not other_in_body), in_body or other_in_body
                break
        else:
            rows[event.type].append(len(kept))
            kept.append((event, in_body))
    return tuple(event for event, _ in kept)


def _sides(e: Event) -> tuple[set[str], set[str]]:
    if e.type in ALIKE:
        return set(e.actors) | set(e.recipients), set()
    return set(e.actors), set(e.recipients)


def _one(a: Event, b: Event, titled: bool) -> bool:
    """Whether two accounts tell one happening; `titled` where the first is the title's and the second the body's."""
    if a.type != b.type or (a.date and b.date and a.date != b.date):
        return False
    (a1, a2), (b1, b2) = _sides(a), _sides(b)
    if a.type == "CONSULT":
        if a.time != b.time and (a.date or b.date):
            return False
        return a1 == b1 or (a1 < b1 or b1 < a1) and (a.channel == b.channel or not a.channel or not b.channel)
    same = (a1 <= b1 or b1 <= a1) and (a2 <= b2 or b2 <= a2)
    if a.type == "AGREE":
        return same and (a.start == b.start or titled)
    return same


def _join(a: Event, b: Event, later: bool) -> Event:
    """The better account (the later one if told so, else that in the higher fifth of confidence, else that of more
    parties, else the first) with what only the other tells, and no less sure than either."""
    best, other = (b, a) if later or _weight(b) > _weight(a) else (a, b)
    return replace(
        best, date=best.date or other.date, level=best.level or other.level,
        participants=best.participants or other.participants, initiator=best.initiator or other.initiator,
        host=best.host or other.host, mediators=best.mediators or other.mediators,
        place=best.place or other.place, mode=best.mode or other.mode, channel=whole.channel((a.channel, b.channel)),
        confidence=max(a.confidence, b.confidence), rules=tuple(dict.fromkeys((*best.rules, *other.rules))))


def _weight(e: Event) -> tuple[int, int, int]:
    return round(5 * e.confidence), len(e.actors) + len(e.recipients), -e.start


def positions(found: Sequence[tuple[Position, bool]]) -> tuple[Position, ...]:
    """The positions, each holder's stance in one sentence once; the title's only where the body has none like it."""
    told = {(frozenset(p.holder), p.stance) for p, in_body in found if in_body}
    kept: dict[tuple[object, ...], Position] = {}
    for p, in_body in found:
        key = frozenset(p.holder), p.stance, p.start
        if key in kept:
            rules = tuple(dict.fromkeys((*kept[key].rules, *p.rules)))
            kept[key] = replace(max(kept[key], p, key=lambda x: x.confidence), rules=rules)
        elif in_body or (frozenset(p.holder), p.stance) not in told:
            kept[key] = p
    return tuple(kept.values())
