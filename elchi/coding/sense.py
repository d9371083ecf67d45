"""What the network makes of a sentence: what it speaks of, whether it tells its acts, who has which part in them.

An act's own words and their grammar do not tell all: «позиции» are taken by troops and by ministers, and the other
words of the sentence know which. What is said of one state counts for every other: words that name one are told by
their kind alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from elchi import network
from elchi.coding import scenes
from elchi.coding.frames import Found
from elchi.coding.roles import Offered
from elchi.coding.scenes import Scene
from elchi.languages import ru
from elchi.model import Token
from elchi.network import Act, Answer, Sense, Words

FEATURES = ("Case", "VerbForm", "Tense", "Voice", "Number")
"""Features of a word's form that are looked at."""


def words(s: Scene) -> Words:
    """A sentence as the network reads it."""
    spelt = [ru.spelt(token.text).lower() for token in s.tree.tokens]
    called = [scenes.called(s, i) for i in range(len(s.tree.tokens))]
    marks = [[*_marks(token, relation), f"called:{name}" if name else f"word:{word}"]
             for token, relation, word, name in zip(s.tree.tokens, s.tree.relations, spelt, called, strict=True)]
    return Words([None if name else word for word, name in zip(spelt, called, strict=True)], marks,
                 [i if head < 0 else head for i, head in enumerate(s.tree.heads)])


def _marks(token: Token, relation: str) -> Iterator[str]:
    yield f"pos:{token.pos}"
    yield f"rel:{relation}"
    for name in FEATURES:
        if name in token.feats:
            yield f"{name}:{token.feats[name]}"


def act(f: Found, kind: str) -> Act:
    """An act coded as a type or a stance, as the network is asked about it."""
    entry = f.act.id.removeprefix("acts/")
    return Act(f.trigger.words[0], f.trigger.words[-1], f.governor, (f"kind:{kind}", f"entry:{entry}"))


def ask(sense: Sense, acts: Sequence[tuple[Found, str, Offered]]) -> list[Answer]:
    """What the network makes of the acts of a sentence, each coded as a type or stance, with the parties offered."""
    return network.model().ask(sense, [(act(f, kind), list(offered.values())) for f, kind, offered in acts])


def step(told: Mapping[str, float], name: str) -> int:
    """Log odds in steps of a half, from -5 to 4; 0 where there are none."""
    return min(max(round(2 * told.get(name, 0.0)), -10), 8)
