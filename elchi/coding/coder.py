"""Sentence by sentence to events and positions: the order of the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from elchi import network
from elchi.annotate.acts import triggers
from elchi.coding import casting, clause, events, frames, positions, refer, roles, same, scenes, sense, whole
from elchi.coding.considered import Considered, Meant, Passage, Told, told_as
from elchi.coding.reading import Reading
from elchi.coding.scenes import Codes, Discourse, Scene
from elchi.coding.speech import Speech, speech
from elchi.model import Event, Position, Record


def code(reading: Reading) -> Record:
    """The record of a report: its events and positions merged within the report, and its officials."""
    happened: list[tuple[Event, bool]] = []
    held: list[tuple[Position, bool]] = []
    for c in consider(reading):
        in_body = reading.sentences[c.number].block != "title"
        if isinstance(c.row, Event):
            happened.append((c.row, in_body))
        elif c.row:
            held.append((c.row, in_body))
    return Record(reading.report, whole.settle(same.events(happened)), same.positions(held), reading.officials)


def consider(reading: Reading) -> Iterator[Considered]:
    """All that may become a row, in the order of the text, kept or not."""
    discourse = Discourse(home=_home(reading), headed=reading.headed, rank=reading.rank)
    told: set[Told] = set()
    seen = {n: scenes.scene(clause.tree(sentence), reading.parties[n], reading.persons[n], reading.places[n], discourse)
            for n, sentence in enumerate(reading.sentences) if sentence.tokens[0].rel}
    senses = network.model().read([sense.words(scene) for scene in seen.values()])
    for (number, scene), made in zip(seen.items(), senses, strict=True):
        discourse.coming = reading.named[number + 1:number + 3]
        said = speech(scene)
        found = frames.fill(scene, triggers(scene.tree.tokens, scene.tree.heads), said)
        passage = Passage(reading, number, scene, found, said, made, told)
        weighed = [(events if act.kind.isupper() else positions).consider(passage, act) for act in _meant(passage)]
        yield from weighed
        told |= {told_as(c.kind, c.cast) for c in weighed if c.row}
        _learn(scene, said, [c.row for c in weighed if isinstance(c.row, Event)])


def _meant(p: Passage) -> list[Meant]:
    """What the acts of a sentence may be coded as, events first, with the parties offered to each."""
    known = [(f, roles.known(p.scene, f, p.speech, p.found)) for f in p.found if f.act.type or f.act.stance]
    acts = [(f, coded[0], coded[1], roles.offered(p.scene, f, coded[0], parties)) for module in (events, positions)
            for f, parties in known if (coded := module.coded_as(p.scene, f))]
    answers = sense.ask(p.sense, [(f, kind, offered) for f, kind, _, offered in acts])
    beside = casting.company([(kind, offered, answer) for (_, kind, _, offered), answer in
                              zip(acts, answers, strict=True)])
    return [Meant(*act, asked, alone, company) for act, (asked, _), (alone, company) in
            zip(acts, answers, beside, strict=True)]


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
