"""A board of evacuations: who brought whose citizens out, from where, through where, whither, how many, who helped.

What moved the people, aeroplane, ship or bus, does not matter: a row of AID with the context `evacuation` says who
acted for whom. A state that acts for nobody else brought out its own citizens. One that acted for another helped where
that other's own evacuation is on the board, or where the way led from or through its own soil; else, where its rows
tell how many or which way, it brought out that other's citizens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median_low

from elchi.model import Persons

NEAR = 14
"""Days within which thanks, offers and help are taken to be about an evacuation that no report of theirs tells."""
HAPPENED = frozenset({"past", "background"})
ORDER = ("AID", "SUPPORT", "AGREE", "REQUEST")
"""Types that belong on the board, evacuations first."""

Codes = tuple[str, ...]
Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """An event with the context `evacuation` as one report tells it; the fields are `model.Event`'s, `report` its
    report's key, `days` the first and last day (ordinals) on which it may have happened."""

    id: str
    happening: str
    report: str
    type: str
    actors: Codes
    recipients: Codes = ()
    time: str = "past"
    days: Days | None = None
    persons: Persons | None = None
    origin: str | None = None
    via: str | None = None
    destination: str | None = None
    place: str | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people one report tells of."""

    row: str
    report: str
    persons: Persons


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did about an evacuation: by whom, for or towards whom, for how many where that is told, a sentence
    and all rows that tell it."""

    by: Codes
    to: Codes
    persons: Persons | None
    evidence: str
    rows: Codes


@dataclass(frozen=True, slots=True)
class Evacuation:
    """One evacuation: `by` whom (nobody where only help, thanks or offers are told), of whose `citizens`, and when.

    `origin`, `via`, `destination` and `places` hold all that reports tell, what most tell first. `persons` has the
    lowest figure of any report, the highest, and for the best the median of the reports' own (the lower of two middle
    ones): one report that errs does not move it, and it is a figure that some report gave; `figures` has each beside.
    """

    by: Codes
    citizens: Codes
    days: Days | None
    origin: Codes
    via: Codes
    destination: Codes
    places: Codes
    persons: Persons | None
    figures: tuple[Figure, ...]
    helped: tuple[Part, ...]
    thanked: tuple[Part, ...]
    offered: tuple[Part, ...]
    asked: tuple[Part, ...]
    rows: Codes


def board(rows: Iterable[Row]) -> list[Evacuation]:
    """The evacuations that rows tell, in any order, the latest first; rows of other types, and of what did not or may
    happen, are left out.

    Help, thanks, offers and requests go to the evacuations of the same citizens that a report of theirs tells, else to
    the nearest in days; of equal ones to each. Where there is none, they stand for an evacuation of their own.
    """
    told = sorted((r for r in rows if r.type in ORDER and r.time in HAPPENED), key=lambda r: (r.happening, r.id))
    happenings = [_Happening(list(group)) for _, group in groupby(told, key=lambda r: r.happening)]
    found: list[_Draft] = []
    by_state: dict[str, list[_Draft]] = {}
    for h in sorted(happenings, key=lambda h: h.rank):
        near = dict.fromkeys(d for code in sorted(h.concerned) for d in by_state.get(code, ()))
        homes = _homes([d for d in near if not h.brought or d.chief.own], h) if not h.own else []
        for home in homes:
            home.parts.append(h)
        if not homes:
            found.append(_Draft(h))
            for code in h.concerned:
                by_state.setdefault(code, []).append(found[-1])
    return sorted((d.evacuation() for d in found), key=lambda e: (-(e.days or (0, 0))[1], e.rows))


class _Happening:
    """The rows that tell one happening, put together."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.type = rows[0].type
        self.actors = _codes(code for r in rows for code in r.actors)
        self.recipients = tuple(c for c in _codes(code for r in rows for code in r.recipients) if c not in self.actors)
        self.reports = frozenset(r.report for r in rows)
        self.days = _narrowest([r.days for r in rows if r.days])
        self.origin, self.via, self.destination, self.places = (
            _codes(filter(None, (getattr(r, name) for r in rows)))
            for name in ("origin", "via", "destination", "place"))
        self.figures = tuple(Figure(r.id, r.report, r.persons) for r in rows if r.persons)
        self.own = self.type == "AID" and not self.recipients
        """Whether a state brought out its own citizens."""
        self.brought = self.own or (self.type == "AID" and {*self.origin, *self.via}.isdisjoint(self.actors)
                                    and bool(self.origin or self.via or self.destination or self.figures))
        """Whether its actors brought people out, rather than helped."""
        helped = self.recipients if self.recipients and self.type in ("AID", "AGREE") else self.actors
        self.concerned = frozenset(helped)
        """Whose citizens it may be about: who is helped or offered help, or thanks or asks for it."""
        self.citizens = () if self.type == "AGREE" and not self.recipients and len(helped) > 1 else helped
        """Whose citizens it is about. States that agree with one another do not say whose."""
        self.rank = (ORDER.index(self.type), not self.own, not self.brought, self.days or (0, 0), rows[0].happening)
        """Evacuations before what is told about them, then by day."""

    def part(self) -> Part:
        """It, as a part of an evacuation."""
        return Part(self.actors, self.recipients, _persons(self.figures), self.rows[0].evidence,
                    tuple(r.id for r in self.rows))


class _Draft:
    """An evacuation as it is put together: the happening that is first told of it, and the others."""

    def __init__(self, chief: _Happening) -> None:
        self.chief = chief
        self.parts: list[_Happening] = []

    def evacuation(self) -> Evacuation:
        chief = self.chief
        parts = self.parts if chief.brought else [chief, *self.parts]
        said = {kind: tuple(h.part() for h in parts if h.type == kind) for kind in ORDER}
        return Evacuation(
            chief.actors if chief.brought else (), chief.citizens, chief.days, chief.origin, chief.via,
            chief.destination, chief.places, _persons(chief.figures), chief.figures, said["AID"], said["SUPPORT"],
            said["AGREE"], said["REQUEST"], tuple(sorted({r.id for h in (chief, *parts) for r in h.rows})))


def _homes(found: Iterable[_Draft], h: _Happening) -> list[_Draft]:
    """The evacuations that a happening is about: those that fit best, all that fit alike."""
    ranked = [(rank, d) for d in found if (rank := _nearness(d.chief, h)) is not None]
    best = max((rank for rank, _ in ranked), default=None)
    return [d for rank, d in ranked if rank == best]


def _nearness(chief: _Happening, h: _Happening) -> tuple[bool, bool, int] | None:
    """How well a happening fits an evacuation of the same citizens: told by one report, another party's soil on the
    way, days between; None where not at all."""
    if chief.origin and h.origin and set(chief.origin).isdisjoint(h.origin):
        return None
    together = not chief.reports.isdisjoint(h.reports)
    apart = max(chief.days[0] - h.days[1], h.days[0] - chief.days[1], 0) if chief.days and h.days else NEAR + 1
    if not together and apart > NEAR:
        return None
    way = {*chief.origin, *chief.via, *chief.destination, *chief.places} - h.concerned
    return together, not way.isdisjoint(h.actors + h.recipients), -apart


def _persons(figures: Sequence[Figure]) -> Persons | None:
    """The lowest figure, the median of the best ones, the highest; None where there is none."""
    if not figures:
        return None
    told = [f.persons for f in figures]
    return Persons(min(p.low for p in told), median_low(p.best for p in told), max(p.high for p in told))


def _narrowest(days: Sequence[Days]) -> Days | None:
    """The days of those who tell them most narrowly; where these differ, from the first to the last."""
    if not days:
        return None
    span = min(last - first for first, last in days)
    sharp = [d for d in days if d[1] - d[0] == span]
    return min(first for first, _ in sharp), max(last for _, last in sharp)


def _codes(codes: Iterable[str]) -> Codes:
    """Codes without doublets, the commonest first, else by the alphabet."""
    return tuple(code for code, _ in sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))
