"""What one sentence reports as done: from its acts with their parties to rows of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elchi.annotate.parties import is_state, organisations
from elchi.coding import clause, detail, frames, places, refer, truth
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.refer import Codes, Scene
from elchi.coding.speech import Speech
from elchi.model import Event

TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE",
           "AGREE": "AGREE"}
"""What a type is coded as while it is still to come."""
WORDS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})
"""Acts in words, whose content is no happening of its own."""
THANKS = "acts/support.thanks"
ALONE = frozenset({"AGREE", "AID", "MOBILIZE", "RETREAT", "CONCEDE", "REJECT"})
"""Types that need no recipient."""


def events(reading: Reading, number: int, scene: Scene, found: Sequence[Found], speech: Speech) -> list[Event]:
    """The events that sentence `number` reports."""
    found = [_help_received(scene, f, found) for f in found]
    outer = [f for f in found if f.actors and (f.act.type in WORDS or f.act.stance in ("calls_for", "expects"))]
    told = []
    for f in found:
        if f.act.type is None or _is_only_meant(scene, f, outer):
            continue
        event = _event(reading, number, scene, f)
        if event:
            told.append(detail.detail(reading, number, scene, f, speech, event))
    return told


def _is_only_meant(scene: Scene, f: Found, outer: Sequence[Found]) -> bool:
    """Whether an act is but the content of one in words. Force that is talked of is still told; so is help that
    somebody is thanked for."""
    if f.act.type in frames.STRIKES:
        return False
    return any(o is not f and not (f.act.type == "AID" and o.act.id == THANKS) and frames.is_content(scene, f, o)
               for o in outer)


def _help_received(scene: Scene, f: Found, others: Sequence[Found]) -> Found:
    """Help that somebody is thanked for was given by the thanked to the thanking."""
    if f.act.type == "AID":
        for o in others:
            if o.act.id == THANKS and o.recipients and frames.is_content(scene, f, o):
                return replace(f, actors=o.recipients, recipients=o.actors, rules=(*f.rules, "coding/thanked"))
    return f


def _event(reading: Reading, number: int, scene: Scene, f: Found) -> Event | None:
    assert f.act.type is not None
    state = truth.truth(scene.tree, f.trigger.words, f.governor)
    kind = f.act.type
    if state == "negated" and kind != "CONSULT":
        return None
    if (state == "future" or f.act.future) and kind in TO_COME:
        kind, state = TO_COME[kind], "past"
    where = places.place(scene, f)
    actors, recipients = f.actors, f.recipients
    if kind in frames.STRIKES and not recipients and where and where not in actors:
        recipients = (where,)
    abroad = bool(recipients) or refer.abroad(scene, actors)
    if not abroad or not _is_international(kind, f, actors, recipients, _is_plain(scene, f)):
        return None
    date = _date(reading, number, f, scene)
    if state == "past" and (truth.cue(scene.tree, "recalled") or truth.is_old(date, reading.report.published)):
        state = "background"
    channel, mode = (f.act.channel if kind == "CONSULT" else None), (f.act.mode if kind == f.act.type else None)
    if kind == "CONSULT":
        mode, actors, recipients = places.setting(mode, channel, where, actors, recipients,
                                                   places.has_resident(scene))
    if kind == "ASSAULT" and not where and len(recipients) == 1 and is_state(recipients[0]):
        where = recipients[0]
    sentence = scene.tree.sentence
    return Event(
        type=kind, mode=mode, actors=actors, recipients=recipients, date=None if kind == "AGREE" else date, time=state,
        place=None if kind == "AGREE" else where, channel=channel, contexts=(), evidence=reading.evidence(number),
        start=sentence.start, end=sentence.end, confidence=0.5, rules=(f.act.id, *f.rules))


def _is_plain(scene: Scene, f: Found) -> bool:
    """Whether the sentence itself reports the act: its subject or verb stands at the top, outside a title."""
    top = f.trigger.words[0]
    rel = clause.relation(scene.tree, top)
    return scene.tree.sentence.block != "title" and clause.depth(scene.tree, f.governor) == 0 and (
        top == f.governor or rel in ("nsubj", "nsubj:pass"))


def _is_international(kind: str, f: Found, actors: Codes, recipients: Codes, plain: bool) -> bool:
    """Whether the parties make the act one between states or organisations; an attack that is reported `plain` needs no
    author."""
    both = set(actors) | set(recipients)
    if kind == "CONSULT":
        return len(both) > 1 or (f.act.channel == "multilateral" and bool(both & organisations()))
    if kind == "COOPERATE":
        return len(both) > 1
    if kind == "ASSAULT":
        return bool(actors and recipients) or len(actors) > 1 or (bool(recipients) and plain)
    if kind in ALONE or (kind == "SUPPORT" and len(actors) > 1):
        return bool(actors)
    if kind in ("ACCUSE", "REQUEST") and set(actors) & organisations():
        return True
    return bool(actors) and bool(recipients)


def _date(reading: Reading, number: int, f: Found, scene: Scene) -> str | None:
    tokens, words = scene.tree.tokens, f.trigger.words
    near = truth.nearest([d for d in reading.dates[number] if not d.due], tokens[min(words)].start,
                         tokens[max(words)].end)
    return near.value if near else None
