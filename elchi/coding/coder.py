"""Sentence by sentence to events and positions: the order of the steps."""

from __future__ import annotations

from collections.abc import Sequence

from elchi.annotate.acts import triggers
from elchi.coding import clause, events, frames, positions, refer, same
from elchi.coding.reading import Reading
from elchi.coding.refer import Codes, Discourse, Scene
from elchi.coding.speech import Speech, speech
from elchi.model import Event, Position, Record


def code(reading: Reading) -> Record:
    """The record of a report: its events and positions merged within the report, and its officials."""
    discourse = Discourse(home=_home(reading))
    happened: list[tuple[Event, bool]] = []
    held: list[tuple[Position, bool]] = []
    for number, sentence in enumerate(reading.sentences):
        if not sentence.tokens[0].rel:
            continue
        scene = refer.scene(clause.tree(sentence), reading.parties[number], reading.persons[number],
                            reading.places[number], discourse)
        said = speech(scene)
        found = frames.fill(scene, triggers(scene.tree.tokens, scene.tree.heads), said)
        told = events.events(reading, number, scene, found, said)
        happened += [(event, sentence.block != "title") for event in told]
        held += [(view, sentence.block != "title") for view in positions.positions(reading, number, scene, found)]
        _learn(scene, said, told)
    return Record(reading.report, same.events(happened), same.positions(held), reading.officials)


def _home(reading: Reading) -> Codes:
    """Whose «our country» is: the state of the town that the dateline names, else of the page's head."""
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
        both = tuple(dict.fromkeys((*event.actors, *event.recipients)))
        if event.type == "CONSULT" and (not d.contact or (event.time == "past" and event.channel != "multilateral")):
            d.contact = both
            d.guest = event.actors if event.mode == "visit" else d.guest
        if len(both) > 1:
            d.sides = both
        for one, other in ((event.actors, event.recipients), (event.recipients, event.actors)):
            if len(one) == 1 and other:
                d.partner[one[0]] = other
        if event.type in frames.HOSTILE and event.actors:
            d.culprit = event.actors
    refer.note(scene)
    if said.codes or said.verb >= 0:
        d.speaker = said.codes
        if len(said.codes) == 1:
            d.person = said.codes
