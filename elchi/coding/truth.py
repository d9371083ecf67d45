"""When and whether an act happened, by tense, mood, negation, cues and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from elchi import lexicon
from elchi.annotate.dates import DateMention
from elchi.coding import clause
from elchi.coding.clause import Tree
from elchi.languages.ru import fold

RECENT_DAYS = 7
"""A day that lies further back than this from publication is recalled, not reported."""


@lexicon.cached
def _cues() -> dict[str, frozenset[str]]:
    found = {}
    for entry in lexicon.entries("time").values():
        found[entry["id"]] = frozenset(fold(w) for w in entry["ru"]["words"])
    return found


def cues(kind: str) -> frozenset[str]:
    """The words of a class of lexicons/time."""
    return _cues()[kind]


def cue(t: Tree, kind: str) -> bool:
    """Whether the sentence holds a word of a class of lexicons/time («напомним», «ранее»)."""
    return not cues(kind).isdisjoint(t.words)


def truth(t: Tree, words: Sequence[int], governor: int) -> str:
    """`negated`, `hypothetical`, `future` or `past` of the clause that tells an act of these words."""
    told = any(t.tokens[w].lemma == "не" for w in words)
    word = words[0]
    if not told and (clause.is_negated(t, governor) or clause.is_negated(t, word)):
        return "negated"
    if _is_possible(t, governor):
        return "hypothetical"
    chain = [governor]
    if clause.feature(t, governor, "VerbForm") == "Inf":
        chain += [j for j in clause.ancestors(t, governor) if clause.is_verbal(t, j)][:1]
    if any(t.tokens[j].lemma in cues("planned") for j in chain) or clause.tense(t, governor) == "Fut":
        return "future"
    return "past"


def _is_possible(t: Tree, governor: int) -> bool:
    around = [governor, *list(clause.ancestors(t, governor))[:1]]
    if any(t.tokens[j].lemma in cues("possible") for j in around):
        return True
    return any(t.tokens[c].lemma in ("если", "бы") for c in t.children[governor])


def is_old(value: str | None, published: str | None) -> bool:
    """Whether a date lies so far before publication that it is recalled."""
    if not value or not published or len(published) < 10:
        return bool(value) and bool(published) and value[:4] < (published or "")[:4] if value else False
    end = value.split("/")[-1]
    if len(end) < 10:
        return end < published[:len(end)]
    return (date.fromisoformat(published[:10]) - date.fromisoformat(end)).days > RECENT_DAYS


def nearest(dates: list[DateMention], start: int, end: int) -> DateMention | None:
    """The date mention closest to the act's words, or None."""
    told = [d for d in dates if d.value]
    return min(told, key=lambda d: max(d.start - end, start - d.end, 0), default=None)
