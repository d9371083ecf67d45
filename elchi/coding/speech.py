"""Who speaks in a sentence, and which of its words the speech holds."""

from __future__ import annotations

from dataclasses import dataclass

from elchi import lexicon
from elchi.coding import clause, refer
from elchi.coding.scenes import Codes, Scene
from elchi.languages import ru


@dataclass(frozen=True, slots=True)
class Speech:
    """The parties that speak, the word of saying (-1 where the speaker goes on from the sentence before), to whom.

    No parties but a word of saying: somebody speaks who stands for none.
    """

    codes: Codes
    verb: int
    quoted: bool
    to: Codes = ()


@lexicon.cached
def _verbs() -> frozenset[str]:
    words = lexicon.entries("speech")["speech/says"]["ru"]["words"]
    return frozenset(ru.fold(w) for w in words)


@lexicon.cached
def _impersonal() -> frozenset[str]:
    words = lexicon.entries("speech")["speech/is_said"]["ru"]["words"]
    return frozenset(ru.fold(w) for w in words)


@lexicon.cached
def _phrases() -> frozenset[str]:
    words = lexicon.entries("speech")["speech/words_of"]["ru"]["words"]
    return frozenset(ru.fold(w.split()[-1]) for w in words)


def speech(s: Scene) -> Speech:
    """The speaker of the sentence: the subject of its highest verb of saying, or of «по словам …»."""
    t = s.tree
    quoted = "«" in t.tokens[0].text or t.tokens[0].text in ("—", "–", "-", "«", '"')
    found = [i for i, token in enumerate(t.tokens) if token.lemma in _verbs() and clause.is_verbal(t, i)]
    unknown = -1
    for i in sorted(found, key=lambda j: clause.depth(t, j)):
        subjects = clause.subjects(t, i)
        who = refer.codes_of(s, subjects)
        if subjects and not who and unknown < 0:
            unknown = i
        if who:
            to = refer.codes_of(s, [c for c in t.children[i] if clause.slot(t, c) in ("dat", "object")])
            return Speech(who, i, quoted, tuple(c for c in to if c not in who))
    for i, token in enumerate(t.tokens):
        if token.lemma in _phrases() and clause.preposition(t, i) in ("по", "с"):
            who = _of(s, i)
            if who:
                return Speech(who, i, quoted)
    for i, token in enumerate(t.tokens):
        if token.lemma in _impersonal() and clause.is_verbal(t, i):
            whose = [refer.resolve(s, c).codes for c in t.children[i] if clause.slot(t, c) == "в"]
            return Speech(refer.union(whose) or s.discourse.speaker or s.discourse.subject, i, quoted)
    if unknown >= 0:
        return Speech((), unknown, quoted)
    return Speech(s.discourse.speaker if quoted else (), -1, quoted)


def _of(s: Scene, i: int) -> Codes:
    for c in s.tree.children[i]:
        slot = clause.slot(s.tree, c)
        if slot == "gen":
            return refer.resolve(s, c).codes
        if slot == "poss" and s.tree.tokens[c].text.lower() in ("его", "ее", "её", "их"):
            return s.discourse.person or s.discourse.subject
    return ()
