"""What a sentence is about: the codebook's contexts and the finer subjects of the topic lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from elchi import lexicon
from elchi.lexicon import Matcher
from elchi.model import Token

CONTEXTS = ("military", "economic", "energy", "transport", "legal", "human_rights", "diplomatic", "territory",
            "peacekeeping", "health", "migration", "evacuation", "disasters", "environment", "terrorism", "cbrn",
            "cyber", "culture", "election")


def topics(tokens: Sequence[Token]) -> Counter[str]:
    """How often the words of each context and subject stand in the sentence; overlapping phrases count for each."""
    matcher, read = _matcher(), [_as_parsed(t) for t in tokens]
    return Counter(topic for i in range(len(read)) for _, topic in matcher.at(read, i))


def _as_parsed(token: Token) -> Token:
    """The word with the one dictionary form that its sentence settles: «в Газе» is no gas, «после» no ambassador."""
    return replace(token, lemmas=frozenset((token.lemma,))) if len(token.lemmas) > 1 and token.pos in (
        "NOUN", "PROPN", "ADP") else token


@lexicon.cached
def _matcher() -> Matcher[str]:
    return Matcher((words, entry["id"]) for entry in lexicon.entries("topics").values()
                   for words in lexicon.check(entry, {}, {"words": list})["words"])
