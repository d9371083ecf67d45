"""What answers hold of evacuations: who was brought out, from where, how many."""

from __future__ import annotations

from elchi.desk.api.models import Model


class Persons(Model):
    """How many people."""

    low: int
    best: int
    high: int


class Figure(Model):
    """How many people one report tells of."""

    row: str
    report: str
    persons: Persons


class Part(Model):
    """What somebody did about an evacuation."""

    by: list[str]
    to: list[str]
    persons: Persons | None
    evidence: str
    rows: list[str]


class Told(Model):
    """A row on which an evacuation rests."""

    uid: str
    happening: str
    report: str
    outlet: str | None
    url: str | None
    published: str | None
    type: str
    evidence: str


class Evacuation(Model):
    """Who brought out whom, from where, by which way, with whose help."""

    date: str | None
    by: list[str]
    citizens: list[str]
    origin: list[str]
    via: list[str]
    destination: list[str]
    places: list[str]
    persons: Persons | None
    figures: list[Figure]
    helped: list[Part]
    thanked: list[Part]
    offered: list[Part]
    asked: list[Part]
    accounts: list[Told]
