"""Who holds what view: the stances of a sentence with holder, subject and target."""

from __future__ import annotations

from collections.abc import Sequence

from elchi.coding import clause, refer
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.refer import Codes, Scene
from elchi.model import Position

SUBJECT_SLOTS = ("object", "к", "о", "за", "с", "gen", "в", "против", "на:acc", "в:acc", "ins", "dat", "subject")


def positions(reading: Reading, number: int, s: Scene, found: Sequence[Found]) -> list[Position]:
    """The positions that a sentence tells, each tied to it."""
    held = []
    text = reading.report.text
    for f in found:
        stance = f.trigger.act.stance
        if not stance or _is_denied(s, f):
            continue
        holder, target = f.actors, f.recipients
        if not holder or not (target or refer.abroad(s, holder)):
            continue
        sentence = s.tree.sentence
        held.append(Position(
            holder=holder, stance=stance, subject=_subject(text, s, f, holder), target=target,
            evidence=reading.evidence(number), start=sentence.start, end=sentence.end,
            confidence=0.5, rules=(f.act.id, *f.rules), topics=tuple(reading.topics[number])))
    return held


def _is_denied(s: Scene, f: Found) -> bool:
    """Whether «не» denies the stance, where it is not itself one of its words («не поддерживает»)."""
    told = any(s.tree.tokens[w].lemma == "не" for w in f.trigger.words)
    return not told and clause.is_negated(s.tree, f.governor)


def _subject(text: str, s: Scene, f: Found, holder: Codes) -> str:
    """What the view is about: the complement's words, else the sentence's."""
    t = s.tree
    for word in f.trigger.words:
        for c in t.children[word]:
            if clause.relation(t, c) in ("xcomp", "ccomp", "csubj") and c not in f.trigger.words:
                first, last = clause.span(t, c)
                return _cut(text, t.tokens[first].start, t.tokens[last].end)
    for name in SUBJECT_SLOTS:
        for slot, word in f.arguments:
            if slot == name and not (set(refer.resolve(s, word).codes) and refer.resolve(s, word).firm):
                first, last = clause.span(t, word)
                return _cut(text, t.tokens[first].start, t.tokens[last].end)
    return _cut(text, t.sentence.start, t.sentence.end)


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()).strip(" ,;:.—–-«»")
