"""Who holds what view: the stances of a sentence with holder, subject and target."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from elchi.coding import clause, judge, refer, roles, truth
from elchi.coding.considered import Considered, Told, told_as
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.refer import Codes, Scene
from elchi.coding.speech import Speech
from elchi.model import Position

SUBJECT_SLOTS = ("object", "к", "о", "за", "с", "gen", "в", "против", "на:acc", "в:acc", "ins", "dat", "subject")


def consider(reading: Reading, number: int, s: Scene, found: Sequence[Found], speech: Speech, told: Container[Told]
             ) -> Iterator[Considered]:
    """The positions that a sentence may tell, each with what the models had to judge it by; `told` are the rows that
    the report has told before."""
    text, sentence = reading.report.text, s.tree.sentence
    for f in found:
        stance = f.trigger.act.stance
        if not stance or _is_denied(s, f):
            continue
        offered = roles.offered(s, f, speech, stance, found)
        cast = roles.cast(stance, offered)
        features = judge.features(reading, number, s, f, cast, speech, stance,
                                  truth.truth(s.tree, f.trigger.words, f.governor), found,
                                  told_as(stance, cast) in told)
        keep, right = judge.chances(features)
        row = Position(
            holder=cast.actors, stance=stance, subject=_subject(text, s, f, cast.actors), target=cast.recipients,
            evidence=reading.evidence(number), start=sentence.start, end=sentence.end, confidence=round(right, 2),
            rules=(f.act.id, *f.rules), topics=tuple(reading.topics[number])) \
            if cast.actors and keep >= judge.KEPT else None
        yield Considered(stance, number, offered, features, (), cast, row)


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
