"""What a sentence speaks of by its words alone, wherever they stand.

An act's own words and their grammar do not tell all: «позиции» are taken by troops and by ministers, and the other
words of the sentence know which.
"""

from __future__ import annotations

from collections.abc import Mapping

from elchi import linear
from elchi.coding.scenes import Scene
from elchi.linear import Features

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
"""Parts of speech of the words that are looked at: no names."""
NAMED = "a party or person"
"""What stands for all words that name one."""


def features(s: Scene) -> Features:
    """The words of a sentence, each once; what is said of one state counts for every other."""
    called = s.named.keys() | s.persons.keys()
    return Features(alone=list(dict.fromkeys(
        NAMED if i in called or i in s.towns else token.lemma
        for i, token in enumerate(s.tree.tokens) if token.pos in CONTENT or i in called)))


def gist(s: Scene) -> Mapping[str, float]:
    """For each type, stance and time the log odds that a row of it rests on the sentence."""
    return linear.model("gist").scores(features(s))


def step(told: Mapping[str, float], name: str) -> int:
    """The log odds of a type, stance or time in steps of a half, from -5 to 4."""
    return min(max(round(2 * told.get(name, 0.0)), -10), 8)
