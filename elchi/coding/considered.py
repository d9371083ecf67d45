"""What coding weighs before it writes a row: the value that training learns from, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elchi.coding.roles import Cast, Offered
from elchi.model import Event, Position

Told = tuple[str, frozenset[str]]
"""Type or stance and parties of a row that the report has told."""


def told_as(kind: str, cast: Cast) -> Told:
    """The type or stance and the parties of a row, whatever their parts."""
    return kind, frozenset((*cast.actors, *cast.recipients))


@dataclass(frozen=True, slots=True)
class Considered:
    """An act of sentence `number`, coded as the type or stance `kind`: the parties offered, the parts they were given,
    what the row was judged by, what tells whether an act that happened is recalled (nothing for others), and the row,
    or None where it was not kept."""

    kind: str
    number: int
    offered: Offered
    features: Sequence[str]
    when: Sequence[str]
    cast: Cast
    row: Event | Position | None
