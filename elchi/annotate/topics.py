"""What a sentence is about: the codebook's contexts and the finer subjects of the topic lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from elchi import lexicon
from elchi.lexicon import Matcher
from elchi.model import Token

CONTEXTS = ("military", "economic", "energy", "transport", "legal", "human_rights", "diplomatic", "territory",
            "peacekeeping", "health", "migration", "evacuation", "disasters", "environment", "terrorism", "cbrn",
            "cyber", "culture", "election")


def topics(tokens: Sequence[Token]) -> Counter[str]:
    """How often the words of each context and subject stand in the sentence; overlapping phrases count for each."""
    matcher = _matcher()
    return Counter(topic for i in range(len(tokens)) for _, topic in matcher.at(tokens, i))


@lexicon.cached
def _matcher() -> Matcher[str]:
    return Matcher((words, entry["id"]) for entry in lexicon.entries("topics").values()
                   for words in lexicon.check(entry, {}, {"words": list})["words"])
