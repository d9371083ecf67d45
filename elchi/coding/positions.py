"""Who holds what view: the stances of a sentence with holder, subject and target."""

from __future__ import annotations

from elchi.coding import casting, clause, judge, refer, truth
from elchi.coding.considered import Considered, Meant, Passage
from elchi.coding.frames import Found
from elchi.coding.scenes import Codes, Scene
from elchi.model import Position

SUBJECT_SLOTS = ("object", "к", "о", "за", "с", "gen", "в", "против", "на:acc", "в:acc", "ins", "dat", "subject")


def coded_as(s: Scene, f: Found) -> tuple[str, str] | None:
    """The stance and time that an act is coded as, None for what tells none."""
    stance = f.act.stance
    if stance is None or _is_denied(s, f):
        return None
    return stance, truth.truth(s.tree, f.trigger.words, f.governor)


def consider(p: Passage, act: Meant) -> Considered:
    """The position that an act may tell, with what the models had to judge it by."""
    f, sentence = act.found, p.scene.tree.sentence
    cast = casting.cast(act.kind, act.alone, act.company)
    features = judge.features(p, act, cast, p.found)
    keep, right = judge.chances(features)
    row = Position(
        holder=cast.actors, stance=act.kind, subject=_subject(p.reading.report.text, p.scene, f, cast.actors),
        target=cast.recipients, evidence=p.reading.evidence(p.number), start=sentence.start, end=sentence.end,
        confidence=round(right, 2), rules=(f.act.id, *f.rules), topics=tuple(p.reading.topics[p.number])) \
        if cast.actors and keep >= judge.KEPT else None
    return Considered(act, p.number, features, None, (), cast, row)


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
