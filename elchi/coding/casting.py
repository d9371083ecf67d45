"""The parts of an act's parties settled among each other, after the network has looked at each of them alone.

Parties stand for each other's parts: two sides of a meeting go together, one who condemns a strike does not strike, and
whoever fits a part best leaves the others none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from elchi import linear
from elchi.coding import sense
from elchi.coding.roles import Offered
from elchi.coding.scenes import Codes
from elchi.linear import Features
from elchi.network import Answer

HALF = 0.5
"""Chance from which a party is likelier to have a part than not; from it, a part in a position is given."""
LIKELY = 0.42
"""Chance from which a party is taken to have a part in an event: less than half, since of two rows equally far from
the truth the one that names a party too many agrees more with it than the one that names a party too few."""
NEEDED = 0.2
"""Chance from which the likeliest party is taken for a part that an act cannot lack."""
ADDRESSED = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT",
                       "condemns", "thanks", "condoles", "congratulates", "denies"})
"""Types and stances that are aimed at somebody."""
SIDES = ("actor", "recipient")

Chances = Mapping[str, Mapping[str, float]]
"""For each party the chance of each part."""
Known = Mapping[str, Features]
"""For each party what tells its part."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts and to whom, and how sure each side is, among all (`sure`) and each party looked at alone (`alone`): the
    least chance of actors and of recipients, and the greatest of those that were left out."""

    actors: Codes
    recipients: Codes
    sure: tuple[float, float, float]
    alone: tuple[float, float, float]


def company(acts: Sequence[tuple[str, Offered, Answer]]) -> list[tuple[Chances, Known]]:
    """For each act of a sentence, a type or stance with the parties offered and what the network makes of them, the
    chances of each party alone, and what tells its part beside the other parties' and beside its part in the other
    acts."""
    alone = [dict(zip(offered, chances, strict=True)) for _, offered, (_, chances) in acts]
    found: list[tuple[Chances, Known]] = []
    for n, (kind, offered, (asked, _)) in enumerate(acts):
        elsewhere = [(acts[m][0], alone[m]) for m in range(len(acts)) if m != n]
        peers = _peers(offered)
        known: dict[str, Features] = {}
        for code, party in offered.items():
            seen = dict.fromkeys((*_beside(code, alone[n], not party.at), *_with(code, peers, alone[n]),
                                  *_in_other_acts(code, elsewhere), *_needed(asked, not party.at)))
            known[code] = Features(list(seen), (kind,), [x for x in party.marks if "|" not in x])
        found.append((alone[n], known))
    return found


def _beside(code: str, chances: Chances, unnamed: bool) -> Iterator[str]:
    """A party's own chances beside those of its rivals."""
    for side in SIDES:
        own, others = chances[code][side], [chances[c][side] for c in chances if c != code]
        best = max(others, default=0.0)
        yield f"{side}:{_step(own)}"
        yield f"best:{side}:{int(best * 9.99)}"
        yield f"best:{side}:{int(best * 4.99)}:{int(own * 9.99)}:{unnamed:d}"
        yield f"ahead:{side}:{min(len([o for o in others if o > own]), 4)}"
        yield f"taken:{side}:{min(len([o for o in others if o > HALF]), 4)}"


def _step(chance: float) -> int:
    """A chance in steps of half a logit."""
    chance = min(max(chance, 0.001), 0.999)
    return round(2 * log(chance / (1 - chance)))


def _peers(offered: Offered) -> dict[str, list[str]]:
    """Groups of parties that stand alike: joined in one place of the clause, or sides of what was told before."""
    found: dict[str, list[str]] = {}
    for code, party in offered.items():
        for x in party.marks:
            if x.startswith(("way:", "in:")):
                found.setdefault(x, []).append(code)
    return found


def _with(code: str, peers: Mapping[str, list[str]], chances: Chances) -> Iterator[str]:
    """What parts the parties have that stand alike."""
    for group, members in peers.items():
        if code in members and len(members) > 1:
            name = group if group.startswith("in:") else "joined"
            for side in SIDES:
                others = [chances[c][side] for c in members if c != code]
                yield f"{name}:{side}:mean:{int(4.99 * sum(others) / len(others))}"
                yield f"{name}:{side}:most:{int(4.99 * max(others))}"


def _in_other_acts(code: str, acts: Iterable[tuple[str, Chances]]) -> Iterator[str]:
    """What part the party has in the sentence's other acts."""
    for kind, chances in acts:
        if code in chances:
            own = chances[code]
            yield f"also:{kind}:{next((side for side in SIDES if own[side] > HALF), 'none')}"


def _needed(asked: Mapping[str, float], unnamed: bool) -> Iterator[str]:
    """Whether the act has such parties, named in the sentence or not, as this one would be."""
    how = "unnamed" if unnamed else "named"
    for side in SIDES:
        yield f"needed:{side}:{how}:{sense.step(asked, f'{side}:{how}')}"


def cast(kind: str, alone: Chances, known: Known) -> Cast:
    """The parts that the parties have, by what `company` knows of them, in an act coded as a type or stance."""
    chances = {code: linear.model("casting").chances(told) for code, told in known.items()}
    sides: dict[str, dict[str, float]] = {side: {} for side in SIDES}
    for code, chance in chances.items():
        if 1 - chance["none"] > (LIKELY if kind.isupper() else HALF):
            side = "actor" if chance["actor"] >= chance["recipient"] else "recipient"
            sides[side][code] = 1 - chance["none"]
    for side, other in (SIDES, SIDES[::-1]):
        if not sides[side] and (side == "actor" or kind in ADDRESSED):
            _fill(chances, sides[side], sides[other], side)
    actors, recipients = (tuple(sides[side]) for side in SIDES)
    return Cast(actors, recipients, _sure(chances, actors, recipients), _sure(alone, actors, recipients))


def _sure(chances: Chances, actors: Codes, recipients: Codes) -> tuple[float, float, float]:
    has = {code: 1 - chance["none"] for code, chance in chances.items()}
    left = [has[c] for c in has if c not in actors and c not in recipients]
    return (min((has[c] for c in actors), default=0.0), min((has[c] for c in recipients), default=0.0),
            max(left, default=0.0))


def _fill(chances: Chances, own: dict[str, float], other: dict[str, float], side: str) -> None:
    """Give an empty side the party that costs least: one that was left out, or one of several on the other side."""
    free = [c for c in chances if c not in other or len(other) > 1]
    best = max(free, key=lambda c: chances[c][side] / max(chances[c].values()), default=None)
    if best is not None and chances[best][side] > NEEDED:
        own[best] = chances[best][side]
        other.pop(best, None)
