"""Who is one person: namings of officials gathered, whatever their spelling, script and case.

1. Full names of one state that agree word for word are of one person; of two parties, where the name tells enough.
2. A name joins the one person of its state who is named more fully: a given and a family name where they fit nobody
   else, a part of a name where the role fits, too. What fits nobody, or several, stays by itself.

What becomes of a naming hangs on no more than those that its keys lead to, from key to key; so a ledger can settle what
a new naming touches, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from typing import NamedTuple

from elchi.merge.compare import Match
from elchi.merge.names import COMMON, MORE, PART, WHOLE, Name, agree, families, pairs, parse
from elchi.merge.sounds import one_syllable

ID_BYTES = 10
HEADS = frozenset({"head_of_state", "head_of_government"})
"""Roles that no minister has."""
LOOSE = frozenset({"former", "other_official"})
"""Roles that may be anyone's."""
TELLING = 7
"""How many sounds a full name has that tells its bearer from those of other states."""
CLOSE = 0.6
"""How far apart two names may sound that are one person's in two states."""
_STRENGTH = {WHOLE: 3.0, MORE: 2.0, PART: 1.0}
_SAID = {WHOLE: "the same name", MORE: "one gives more of the name", PART: "one gives a part of the name"}
_RUSSIAN = re.compile(r"(?:[А-Яа-яЁё]|[\W\d_])+$")
_CYRILLIC = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True, order=True)
class Naming:
    """An official as a report names him: `name` in the nominative, if all went well, a party code, a role of the
    codebook; `uid` tells it from other namings that say the same."""

    name: str
    country: str
    role: str
    uid: str = ""


Group = set[Naming]


@dataclass(frozen=True, slots=True)
class Person:
    """All namings of one person, sorted."""

    namings: tuple[Naming, ...]

    @property
    def uid(self) -> str:
        """The person's id: p and a hash of what the first of the namings says."""
        first = self.namings[0]
        digest = hashlib.sha256("\x1f".join(("person", first.name, first.country, first.role)).encode()).digest()
        return "p" + b32encode(digest[:ID_BYTES]).decode().lower()

    @property
    def name(self) -> str:
        """The best of the names: full, in Russian letters, given name first, the most complete, the commonest."""
        told = Counter(n.name for n in self.namings)
        return min(told, key=lambda name: (_faults(name), -told[name], len(name), name))


def _faults(name: str) -> tuple[bool, bool, bool, bool, int, int]:
    told = parse(name)
    words, more = told.rank
    return not told.full, not _RUSSIAN.match(name), not _CYRILLIC.search(name), told.turned, -words, -more


def keys(naming: Naming) -> frozenset[str]:
    """A few short keys to file a naming under: two namings of one person have one in common, or are joined by a third.

    They are its party with the consonants of the family name, and the consonants of the first two words.
    """
    return frozenset(f"{naming.country} {key}" for key in families(naming.name)) | pairs(naming.name)


def same(a: Naming, b: Naming) -> Match | None:
    """What says that two namings, taken by themselves, are of one person, or None where nothing does."""
    link = _link(a, b)
    if link is None or (link.how == PART and not _role_fits(link.less, {link.more.role})):
        return None
    reasons = [_SAID[link.how] + (", written otherwise" if link.how == WHOLE and a.name != b.name else ""),
               f"both of {a.country}" if a.country == b.country else "few bear it"]
    if a.role == b.role:
        reasons.append(f"both {a.role}")
    return Match(_STRENGTH[link.how] - min(link.cost, CLOSE), tuple(reasons))


class _Link(NamedTuple):
    """Two namings whose names agree, the first of which tells as much or less, how, and how far apart they sound."""

    less: Naming
    more: Naming
    how: str
    cost: float


def _link(a: Naming, b: Naming) -> _Link | None:
    """How two namings may be of one person; None where their names do not agree, or parties or roles forbid it."""
    less, more = sorted((a, b), key=lambda n: parse(n.name).rank)
    one, other = parse(less.name), parse(more.name)
    found = agree(one, other)
    if not found:
        return None
    how, cost = found
    if a.country != b.country:
        may = len(one.words) == len(other.words) and cost <= CLOSE and _tells(one) and _tells(other)
    else:
        may = how != WHOLE or one.full or a.role == b.role
    return _Link(less, more, how, cost) if may else None


def _tells(name: Name) -> bool:
    """Whether a name is full and one that few bear."""
    families = {*name.family, *(name.words[0] if one_syllable(name.words[0]) else ())}
    return name.full and COMMON.isdisjoint(families) and sum(len(word[0]) for word in name.words) >= TELLING


def _role_fits(part: Naming, roles: Set[str]) -> bool:
    """Whether a part of a name may be of someone with these roles: where many bear the family name, only if it has one
    of them; else a head is no minister."""
    if part.role in roles:
        return True
    if not COMMON.isdisjoint(parse(part.name).family):
        return False
    return part.role in LOOSE or roles <= LOOSE or (part.role in HEADS) != HEADS.isdisjoint(roles)


def persons(namings: Iterable[Naming]) -> list[Person]:
    """The persons that namings are of, in the order of their first namings, whatever the order in which they come.

    Who is one hangs on names, parties and roles alone, not on how many namings say so; one given twice counts once.
    """
    sayings: dict[Naming, list[Naming]] = defaultdict(list)
    for naming in set(namings):
        sayings[replace(naming, uid="")].append(naming)
    groups = _gather(sayings)
    found = [Person(tuple(sorted(n for saying in group for n in sayings[saying]))) for group in groups]
    return sorted(found, key=lambda p: p.namings)


def _gather(sayings: Iterable[Naming]) -> list[Group]:
    home: dict[Naming, Group] = {n: {n} for n in sayings}
    wider: dict[Naming, list[_Link]] = defaultdict(list)
    for link in _links(home):
        if link.how == WHOLE:
            _join(home, link.less, link.more)
        else:
            wider[link.less].append(link)
    level = {n: max(parse(x.name).rank for x in group) for n, group in home.items()}
    alike = sorted({id(group): min(group) for group in home.values()}.values(), key=lambda n: level[n], reverse=True)
    for _, first in groupby(alike, key=lambda n: level[n]):
        # All of one level are settled before any is joined: none sees what became of another.
        for n, target in [(n, target) for n in first if (target := _target(home[n], home, wider, level))]:
            _join(home, n, target)
    return list({id(group): group for group in home.values()}.values())


def _join(home: dict[Naming, Group], a: Naming, b: Naming) -> None:
    one, other = home[a], home[b]
    if one is not other:
        one |= other
        for n in other:
            home[n] = one


def _target(group: Group, home: Mapping[Naming, Group], wider: Mapping[Naming, Sequence[_Link]],
            level: Mapping[Naming, tuple[int, int]]) -> Naming | None:
    """A naming of the one person, named more fully, whom a group is; None where none fits, or several do."""
    links = [link for n in sorted(group) for link in wider.get(n, ()) if level[link.more] > level[n]]
    exact: dict[int, Naming] = {}
    loose: dict[int, Naming] = {}
    for link in [link for link in links if link.how == MORE] or links:
        roles = {n.role for n in home[link.more]}
        if link.less.role in roles:
            exact[id(home[link.more])] = link.more
        if link.how == MORE or _role_fits(link.less, roles):
            loose[id(home[link.more])] = link.more
    fitting = list((exact or loose).values())
    return fitting[0] if len(fitting) == 1 else None


def _links(sayings: Iterable[Naming]) -> Iterator[_Link]:
    filed: dict[str, list[Naming]] = defaultdict(list)
    for naming in sayings:
        for key in keys(naming):
            filed[key].append(naming)
    for key, block in filed.items():
        for a, b in combinations(block, 2):
            if key == min(keys(a) & keys(b)) and (link := _link(a, b)):
                yield link


def around(namings: Iterable[Naming], filed: Callable[[frozenset[str]], Iterable[Naming]]) -> set[Naming]:
    """All the namings that have a say in whose some are, these among them: the persons that `persons` makes of these
    are those that it makes of them among all. `filed` gives the namings filed under any of some `keys`.
    """
    left = set(namings)
    found = set(left)
    while left:
        asking: dict[str, list[Naming]] = defaultdict(list)
        for one in {replace(n, uid="") for n in left}:
            for key in keys(one):
                asking[key].append(one)
        left = {other for other in filed(frozenset(asking)) if other not in found and any(
            one == replace(other, uid="") or _link(one, other) for key in keys(other) for one in asking.get(key, ()))}
        found |= left
    return found
