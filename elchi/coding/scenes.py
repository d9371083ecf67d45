"""A sentence with what its words name, and what the report said before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from elchi.coding.clause import Tree
from elchi.model import Mention

Codes = tuple[str, ...]


@dataclass
class Discourse:
    """What the report said before: the only value in Elchi that changes while a report is coded.

    `headed` are the parties of its title, `rank` the place of each party by how often the report names it; both are of
    the whole report. `coming` are the parties that each of the next sentences names: a list of guests may follow.
    """

    contact: Codes = ()
    sides: Codes = ()
    partner: dict[str, Codes] = field(default_factory=dict)
    subject: Codes = ()
    person: Codes = ()
    speaker: Codes = ()
    culprit: Codes = ()
    guest: Codes = ()
    home: Codes = ()
    named: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)
    number: int = 0
    people: list[Codes] = field(default_factory=list)
    by_noun: dict[str, Codes] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)
    lands: list[str] = field(default_factory=list)
    headed: frozenset[str] = frozenset()
    rank: Mapping[str, int] = field(default_factory=dict)
    unions: list[str] = field(default_factory=list)
    coming: Sequence[Codes] = ()


@dataclass(frozen=True)
class Scene:
    """One sentence with all that is needed to say whom its words mean."""

    tree: Tree
    named: dict[int, Mention]
    persons: dict[int, Mention]
    towns: dict[int, Mention]
    discourse: Discourse


def scene(tree: Tree, parties: Iterable[Mention], persons: Iterable[Mention], towns: Iterable[Mention],
          discourse: Discourse) -> Scene:
    """The sentence's mentions by each word that they cover."""
    people = {i: m for m in persons for i in range(m.first, m.last + 1)}
    named = {i: m for m in parties for i in range(m.first, m.last + 1) if i not in people}
    where = {i: m for m in towns for i in range(m.first, m.last + 1) if i not in people and i not in named}
    return Scene(tree, named, people, where, discourse)


def codes_named(s: Scene) -> set[str]:
    """The parties that the sentence names, or a person who acts for them."""
    return {code for row in (s.named, s.persons) for m in row.values() for code in m.codes}


def called(s: Scene, i: int) -> str:
    """What a word names, if it does: a person, a town, or a party in one form or other."""
    return "person" if i in s.persons else s.named[i].form if i in s.named else "town" if i in s.towns else ""
