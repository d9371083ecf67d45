"""What coding weighs before it writes a row: the value that training learns from, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from elchi.coding.casting import Cast, Chances, Known
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.roles import Offered
from elchi.coding.scenes import Scene
from elchi.coding.speech import Speech
from elchi.linear import Features
from elchi.model import Event, Position
from elchi.network import Sense

Told = tuple[str, frozenset[str]]
"""Type or stance and parties of a row that the report has told."""


def told_as(kind: str, cast: Cast) -> Told:
    """The type or stance and the parties of a row, whatever their parts."""
    return kind, frozenset((*cast.actors, *cast.recipients))


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentence `number` of a report with its acts, who speaks in it and what the network makes of it; `told` are the
    rows told before it."""

    reading: Reading
    number: int
    scene: Scene
    found: Sequence[Found]
    speech: Speech
    sense: Sense
    told: Set[Told]


@dataclass(frozen=True, slots=True)
class Meant:
    """What an act may be coded as: a type or stance (`kind`), its time or denial (`state`), the parties offered, what
    the network makes of the act (`asked`) and of the part of each party (`alone`), and what tells the part of each
    beside the others (`company`)."""

    found: Found
    kind: str
    state: str
    offered: Offered
    asked: Mapping[str, float]
    alone: Chances
    company: Known


@dataclass(frozen=True, slots=True)
class Considered:
    """An act of sentence `number`: what the row was judged by, what tells whether an act that happened is recalled
    (None for others), the dates offered to an event that was kept, with what tells whether each is its own, the parts
    that its parties were given, and the row, or None where it was not kept."""

    act: Meant
    number: int
    features: Features
    when: Features | None
    dates: Sequence[tuple[str, Features]]
    cast: Cast
    row: Event | Position | None

    @property
    def kind(self) -> str:
        """The type or stance."""
        return self.act.kind
