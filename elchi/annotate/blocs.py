"""Groups of states that have a name and are no party: where one is named, its members may be meant."""

from __future__ import annotations

from collections.abc import Sequence

from elchi import lexicon
from elchi.lexicon import Matcher
from elchi.model import Mention, Sentence

FORM = "bloc"
"""The form of a mention that names a group."""


def with_blocs(sentence: Sentence, parties: Sequence[Mention]) -> list[Mention]:
    """The party mentions of a sentence with those of groups, each with the codes of all its members, in the order of
    the text. Of a party and a group that share words the one of more words is meant («две Кореи»)."""
    found = [Mention("party", first, last, f"blocs/{values[0][0]}", FORM, values[0][1])
             for first, last, values in _matcher().find(sentence.tokens)
             if all(_apart(m, first, last) or m.last - m.first < last - first for m in parties)]
    kept = [m for m in parties if all(_apart(m, b.first, b.last) for b in found)]
    return sorted((*kept, *found), key=lambda m: m.first)


def _apart(m: Mention, first: int, last: int) -> bool:
    """Whether a mention shares no word with the words from first to last."""
    return m.last < first or last < m.first


def entries() -> dict[str, lexicon.Entry]:
    """The entries of groups by `blocs/id`, each checked; raises LexiconError."""
    found = lexicon.entries("blocs")
    for entry in found.values():
        lexicon.check(entry, {"members": list}, {"names": list})
    return found


@lexicon.cached
def _matcher() -> Matcher[tuple[str, tuple[str, ...]]]:
    return Matcher((name, (entry["id"], tuple(entry["members"]))) for entry in entries().values()
                   for name in entry["ru"]["names"])
