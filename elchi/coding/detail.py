"""What a row says beyond who did what to whom: contexts, level, who took part, when due, how many people, which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elchi.annotate.parties import is_state
from elchi.annotate.topics import CONTEXTS
from elchi.coding import clause, modes, refer, truth
from elchi.coding.frames import Found
from elchi.coding.reading import Reading
from elchi.coding.scenes import Scene
from elchi.coding.speech import Speech
from elchi.model import Event, Official, Persons

RANK = ("head_of_state", "head_of_government", "foreign_minister", "igo_head", "minister", "deputy_foreign_minister",
        "envoy", "ambassador", "legislator", "military", "spokesperson", "other_official", "former")
"""The offices from the highest: the level of a contact is the first that took part."""

CONTENT = 2
"""In how many sentences after the one that tells of talks their content is looked for."""
AMONG_DIPLOMATS = frozenset({"CONSULT", "AGREE", "REJECT", "SANCTION", "ACCUSE"})
"""Types that are `diplomatic` beside another context where a word of their sentence says so."""


def detail(reading: Reading, number: int, scene: Scene, f: Found, found: Sequence[Found], speech: Speech, event: Event
           ) -> Event:
    """The event of act `f`, one of those `found` in its sentence, with the fields that the sentence, the report's
    topics and the officials named tell."""
    took_part = participants(reading, number, event)
    event = replace(event, channel=_channel(found, event), place=_place(event))
    level = min((o.role for o in took_part), key=RANK.index, default=None) if event.type == "CONSULT" else None
    due = truth.nearest([d for d in reading.dates[number] if d.due], event.start, event.end)
    towns = [reading.report.text[scene.tree.tokens[m.first].start:scene.tree.tokens[m.last].end]
             for m in reading.places[number] if m.codes == (event.place,)]
    moves = event.type in ("AID", "AGREE", "RETREAT") and "evacuation" in reading.topics[number]
    about = contexts(reading, number, event)
    return replace(
        event, mode=modes.mode(scene.tree, f, event.type, event.mode, about), contexts=about,
        topics=tuple(reading.topics[number]), level=level,
        participants=took_part, due=due.value if due and event.type == "AGREE" else None,
        speaker=_speaker(reading, number, speech), place_name=towns[0] if towns else None,
        host=event.place if event.mode == "third-party" else None, initiator=_initiator(scene, f, event),
        persons=_persons(scene) if moves else None, origin=_way(scene, "из") if moves else None,
        via=_way(scene, "через") if moves else None, destination=_way(scene, "в:acc") if moves else None)


def contexts(reading: Reading, number: int, event: Event) -> tuple[str, ...]:
    """The codebook's contexts of a row: those of its sentence, of talks else those of the sentences after it, which
    give their content, else the report's chief one, else `diplomatic`."""
    told = _told(reading, number)
    found = told - {"diplomatic"}
    if event.type in ("ASSAULT", "MOBILIZE"):
        found.add("military")
    if not found and event.type == "CONSULT":
        after = (_told(reading, n) - {"diplomatic"} for n in range(number + 1, len(reading.topics))[:CONTENT])
        found = next(filter(None, after), set())
    if not found and not told:
        found = set(reading.chief_contexts)
    if not found or (event.type in AMONG_DIPLOMATS and "diplomatic" in told):
        found.add("diplomatic")
    return tuple(c for c in CONTEXTS if c in found)


def _told(reading: Reading, number: int) -> set[str]:
    return {t for t in reading.topics[number] if t in CONTEXTS}


def _place(event: Event) -> str | None:
    """The place of the row; of a visit it is the host's."""
    host = event.recipients if event.mode == "visit" else ()
    return host[0] if len(host) == 1 and is_state(host[0]) else event.place


def _channel(found: Sequence[Found], event: Event) -> str | None:
    """The channel of a contact, also by other words of its sentence: talks «по телефону», a meeting on a visit."""
    if event.type != "CONSULT" or event.channel not in (None, "meeting"):
        return event.channel
    told = {f.act.channel for f in found}
    if event.channel is None:
        return next((c for c in ("call", "video") if c in told), None)
    return "visit" if event.mode == "visit" and "visit" in told else event.channel


def participants(reading: Reading, number: int, event: Event) -> tuple[Official, ...]:
    """The officials of the row's parties whom its sentence names."""
    named = {m.entry for m in reading.persons[number]}
    both = {*event.actors, *event.recipients}
    return tuple(o for o in reading.officials if o.name in named and o.country in both)


def _speaker(reading: Reading, number: int, speech: Speech) -> str | None:
    named = [m.entry for m in reading.persons[number] if m.codes and m.codes == speech.codes]
    return named[0] if named and speech.verb >= 0 else None


def _initiator(scene: Scene, f: Found, event: Event) -> str | None:
    """Who sought the contact: the subject of «позвонил», of «инициатором … выступил», «по инициативе X»."""
    if event.type != "CONSULT":
        return None
    t = scene.tree
    for i, token in enumerate(t.tokens):
        if token.lemma == "инициатива" and clause.preposition(t, i) == "по":
            who = refer.modifiers(scene, i)
        elif token.lemma == "инициатор" or (token.lemma == "позвонить" and i in f.trigger.words):
            verb = i if token.lemma == "позвонить" else t.heads[i]
            who = refer.codes_of(scene, clause.subjects(t, verb)) if verb >= 0 else ()
        else:
            continue
        if len(who) == 1:
            return who[0]
    return None


def _persons(scene: Scene) -> Persons | None:
    """The number that stands before a word for people («360 граждан», «более 300 человек»)."""
    t = scene.tree
    for i, token in enumerate(t.tokens):
        if "people" in refer.classes(token.lemma) or token.lemma in ("человек", "люди"):
            for c in t.children[i]:
                digits = t.tokens[c].text.replace(" ", "")
                if digits.isdigit() and len(digits) < 8:
                    return Persons(int(digits), int(digits), int(digits))
    return None


def _way(scene: Scene, slot: str) -> str | None:
    """The state named after «из», «через» or «в» for a movement of people."""
    t = scene.tree
    for i in range(len(t.tokens)):
        if clause.slot(t, i) == slot and clause.relation(t, i) in ("obl", "nmod"):
            who = refer.resolve(scene, i, coordinated=False)
            if len(who.codes) == 1 and is_state(who.codes[0]):
                return who.codes[0]
    return None
