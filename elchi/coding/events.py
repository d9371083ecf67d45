"""What one sentence reports as done: from its acts with their parties to rows of the record."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from elchi.annotate.parties import is_state, organisations
from elchi.coding import detail, frames, judge, places, refer, roles, times, truth
from elchi.coding.considered import Considered, Told, told_as
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.refer import Scene
from elchi.coding.roles import Cast
from elchi.coding.speech import Speech
from elchi.model import Event

TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE",
           "AGREE": "AGREE"}
"""What a type is coded as while it is still to come."""
WORDS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})
"""Acts in words, whose content is no happening of its own."""
THANKS = "acts/support.thanks"


def consider(reading: Reading, number: int, scene: Scene, found: Sequence[Found], speech: Speech,
             told: Container[Told]) -> Iterator[Considered]:
    """The events that sentence `number` may report, each with what the models had to judge it by; `told` are the rows
    that the report has told before."""
    found = [_help_received(scene, f, found) for f in found]
    outer = [f for f in found if f.actors and (f.act.type in WORDS or f.act.stance in ("calls_for", "expects"))]
    for f in found:
        if f.act.type is None:
            continue
        kind, state = _coded_as(f, truth.truth(scene.tree, f.trigger.words, f.governor))
        if state == "negated" and kind != "CONSULT":
            continue
        offered = roles.offered(scene, f, speech, kind, found)
        cast = roles.cast(kind, offered)
        date = _date(reading, number, f, scene)
        when = times.features(reading, number, scene, f, kind, date) if state == "past" else []
        if when and times.is_recalled(when):
            state = "background"
        event = _event(reading, number, scene, f, cast, kind, state, date) if _is_formed(scene, kind, f, cast) else None
        features = judge.features(reading, number, scene, f, cast, speech, kind, state, outer,
                                  told_as(kind, cast) in told)
        keep, right = judge.chances(features)
        row = detail.detail(reading, number, scene, f, found, speech, replace(event, confidence=round(right, 2))) \
            if event and keep >= judge.KEPT else None
        yield Considered(kind, number, offered, features, when, cast, row)


def _help_received(scene: Scene, f: Found, others: Sequence[Found]) -> Found:
    """Help that somebody is thanked for was given by the thanked to the thanking."""
    if f.act.type == "AID":
        for o in others:
            if o.act.id == THANKS and o.recipients and frames.is_content(scene, f, o):
                return replace(f, actors=o.recipients, recipients=o.actors, rules=(*f.rules, "coding/thanked"))
    return f


def _coded_as(f: Found, state: str) -> tuple[str, str]:
    """Type and time of an act: what is still to come of talks, help, thanks and withdrawal is coded as a promise."""
    assert f.act.type is not None
    if (state == "future" or f.act.future) and f.act.type in TO_COME:
        return TO_COME[f.act.type], "past"
    return f.act.type, state


def _is_formed(scene: Scene, kind: str, f: Found, cast: Cast) -> bool:
    """Whether the parties suffice for a row of the type: two for a contact or joint work, for words one who says them,
    else one; and whether another is told of at all, without whom the matter is domestic."""
    both = {*cast.actors, *cast.recipients}
    if (kind in WORDS | {"ACCUSE"} and not cast.actors) or not (cast.recipients or refer.abroad(scene, cast.actors)):
        return False
    if kind == "CONSULT":
        return len(both) > 1 or (f.act.channel == "multilateral" and bool(both & organisations()))
    return len(both) > (1 if kind == "COOPERATE" else 0)


def _event(reading: Reading, number: int, scene: Scene, f: Found, cast: Cast, kind: str, state: str,
           date: str | None) -> Event:
    where = places.place(scene, f)
    actors, recipients = cast.actors, cast.recipients
    if kind in frames.STRIKES and not recipients and where and where not in actors:
        recipients = (where,)
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
        start=sentence.start, end=sentence.end, confidence=0.0, rules=(f.act.id, *f.rules))


def _date(reading: Reading, number: int, f: Found, scene: Scene) -> str | None:
    tokens, words = scene.tree.tokens, f.trigger.words
    near = truth.nearest([d for d in reading.dates[number] if not d.due], tokens[min(words)].start,
                         tokens[max(words)].end)
    return near.value if near else None
