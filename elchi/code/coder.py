"""Sentence by sentence to events and positions: the order of the steps, and what one sentence gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elchi.annotate.acts import triggers
from elchi.annotate.dates import DateMention
from elchi.annotate.parties import organisations
from elchi.code import clause, frames, places, positions, refer, same, truth
from elchi.code.frames import Found
from elchi.code.refer import Codes, Discourse, Scene
from elchi.code.speech import Speech, speech
from elchi.model import Event, Mention, Official, Position, Record, Report, Sentence

TALKS = "CONSULT"
TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
"""What a type is coded as while it is still to come."""


@dataclass(frozen=True)
class Reading:
    """A report with all that was annotated in it, sentence by sentence."""

    report: Report
    sentences: Sequence[Sentence]
    parties: Sequence[Sequence[Mention]]
    places: Sequence[Sequence[Mention]]
    persons: Sequence[Sequence[Mention]]
    dates: Sequence[Sequence[DateMention]]
    home: Codes
    officials: tuple[Official, ...]


def code(reading: Reading) -> Record:
    """The record of a report: its events and positions merged within the report, and its officials."""
    discourse = Discourse(home=_home(reading))
    events: list[tuple[Event, bool]] = []
    held: list[Position] = []
    for number, sentence in enumerate(reading.sentences):
        if not sentence.tokens or not sentence.tokens[0].rel:
            continue
        scene = refer.scene(clause.tree(sentence), reading.parties[number], reading.persons[number],
                            reading.places[number], discourse)
        said = speech(scene)
        found = frames.fill(scene, triggers(scene.tree.tokens, scene.tree.heads), said)
        told = _events(reading, number, scene, found)
        events += [(event, sentence.block != "title") for event in told]
        held += positions.positions(reading.report.text, scene, found)
        _learn(scene, said, told)
    return Record(reading.report, same.events(events), same.positions(held), reading.officials)


def _home(reading: Reading) -> Codes:
    """Whose «our country» is: the state whose capital the dateline names."""
    for number, sentence in enumerate(reading.sentences[:3]):
        first = sentence.tokens[0]
        for m in (*reading.parties[number], *reading.places[number]):
            if m.first == 0 and first.text.isupper() and len(first.text) > 2 and m.form in ("capitals", "name"):
                return m.codes
    return reading.home


def _learn(scene: Scene, said: Speech, told: Sequence[Event]) -> None:
    """What the sentences to come may refer back to."""
    d = scene.discourse
    for event in told:
        both = (*event.actors, *event.recipients)
        if event.type == TALKS and (event.time == "past" or not d.contact) and (
                event.channel != "multilateral" or not d.contact):
            d.contact = tuple(dict.fromkeys(both))
            if event.mode == "visit":
                d.guest = event.actors
        if event.type in frames.HOSTILE and event.actors:
            d.culprit = event.actors
    refer.note(scene)
    if said.codes:
        d.speaker = said.codes
        if len(said.codes) == 1:
            d.person = said.codes


def _events(reading: Reading, number: int, scene: Scene, found: Sequence[Found]) -> list[Event]:
    outer = [f for f in found if f.trigger.act.type in ("AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT")
             or f.trigger.act.stance == "calls_for"]
    events = []
    for f in found:
        if f.trigger.act.type is None:
            continue
        if f.trigger.act.type not in frames.STRIKES and any(
                o is not f and o.actors and frames.is_content(scene, f, o) for o in outer):
            continue
        event = _event(reading, number, scene, f)
        if event:
            events.append(event)
    return events


def _event(reading: Reading, number: int, scene: Scene, f: Found) -> Event | None:
    act = f.trigger.act
    assert act.type is not None
    sentence = scene.tree.sentence
    state = truth.truth(scene.tree, f.trigger.words, f.governor)
    kind = act.type
    if state == "negated" and kind != TALKS:
        return None
    if state == "future" or act.future:
        kind, state = TO_COME.get(kind, kind), "past" if kind in TO_COME or kind == "AGREE" else state
    where = places.place(scene, f)
    actors, recipients = f.actors, f.recipients
    if kind in frames.STRIKES and not recipients and where and where not in actors:
        recipients = (where,)
    if not _is_international(scene, kind, act.weak, actors, recipients, f):
        return None
    date = _date(reading, number, f, scene)
    if state == "past" and (truth.cue(scene.tree, "recalled") or truth.is_old(date, reading.report.published)):
        state = "background"
    talks = kind == TALKS
    channel = act.channel if talks else None
    mode = act.mode if kind == act.type else None
    if talks:
        mode, actors, recipients = places.setting(mode, channel, where, actors, recipients)
    if kind == "ASSAULT" and not where and len(recipients) == 1 and len(recipients[0]) == 3:
        where = recipients[0]
    return Event(
        type=kind, mode=mode, actors=actors, recipients=recipients, date=None if kind == "AGREE" else date, time=state,
        place=None if kind == "AGREE" else where, channel=channel, contexts=(),
        evidence=reading.report.text[sentence.start:sentence.end], start=sentence.start, end=sentence.end,
        confidence=0.5, rules=(act.id, *f.rules))


def _is_international(scene: Scene, kind: str, weak: bool, actors: Codes, recipients: Codes, f: Found) -> bool:
    both = set(actors) | set(recipients)
    if kind == TALKS and f.act.channel == "multilateral" and both & organisations():
        return True
    if kind == TALKS or kind == "COOPERATE":
        return len(both) > 1
    if kind == "ASSAULT":
        return bool(actors and recipients) or len(actors) > 1
    if kind == "AGREE":
        return bool(actors)
    if kind in ("AID", "MOBILIZE", "RETREAT", "CONCEDE", "REJECT"):
        return bool(actors)
    return bool(actors) and bool(recipients)


def _date(reading: Reading, number: int, f: Found, scene: Scene) -> str | None:
    tokens = scene.tree.tokens
    words = f.trigger.words
    near = truth.nearest([d for d in reading.dates[number] if not d.due], tokens[min(words)].start,
                         tokens[max(words)].end)
    return near.value if near else None


