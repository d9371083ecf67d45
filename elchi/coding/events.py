"""What one sentence reports as done: from its acts with their parties to rows of the record."""

from __future__ import annotations

from elchi.annotate.parties import is_state, organisations
from elchi.coding import casting, clause, days, detail, frames, judge, places, refer, times, truth
from elchi.coding.casting import Cast
from elchi.coding.considered import Considered, Meant, Passage
from elchi.coding.frames import Found
from elchi.coding.scenes import Scene
from elchi.model import Event

TO_COME = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE",
           "AGREE": "AGREE"}
"""What a type is coded as while it is still to come."""
WORDS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "SUPPORT"})
"""Acts in words, whose content is no happening of its own."""


def coded_as(scene: Scene, f: Found) -> tuple[str, str] | None:
    """The type and time that an act is coded as, None for what is no event; what is still to come of talks, help,
    thanks and withdrawal is coded as a promise."""
    kind = f.act.type
    if kind is None:
        return None
    state = truth.truth(scene.tree, f.trigger.words, f.governor)
    if (state == "future" or f.act.future) and kind in TO_COME:
        return TO_COME[kind], "past"
    return None if state == "negated" and kind != "CONSULT" else (kind, state)


def consider(p: Passage, act: Meant) -> Considered:
    """The event that an act may be, with what the models had to judge it by."""
    f, kind, state = act.found, act.kind, act.state
    outer = [o for o in p.found if o.actors and (o.act.type in WORDS or o.act.stance in ("calls_for", "expects"))]
    cast = casting.cast(kind, act.alone, act.company)
    when = times.features(p, f, kind, _nearest(p, f)) if state == "past" else None
    if when and times.is_recalled(when):
        state = "background"
    features = judge.features(p, act, cast, outer)
    keep, right = judge.chances(features)
    if keep < judge.KEPT or not _is_formed(p.scene, kind, f, cast) or _is_asked_for(p, f):
        return Considered(act, p.number, features, when, (), cast, None)
    dates = days.offered(p, act) if kind != "AGREE" else ()
    row = _event(p, act, cast, state, days.day(dates), round(right, 2))
    return Considered(act, p.number, features, when, dates, cast, row)


def _is_asked_for(p: Passage, f: Found) -> bool:
    """Whether an act stands in the infinitive as what a demand asks for («потребовал снять санкции»): not yet done."""
    return clause.feature(p.scene.tree, f.trigger.words[0], "VerbForm") == "Inf" and any(
        o.act.type == "REQUEST" and o is not f and frames.is_content(p.scene, f, o) for o in p.found)


def _is_formed(scene: Scene, kind: str, f: Found, cast: Cast) -> bool:
    """Whether the parties suffice for a row of the type: two for a contact or joint work, for words one who says them,
    else one; and whether another is told of at all, without whom the matter is domestic."""
    both = {*cast.actors, *cast.recipients}
    if (kind in WORDS | {"ACCUSE"} and not cast.actors) or not (cast.recipients or refer.abroad(scene, cast.actors)):
        return False
    if kind == "CONSULT":
        return len(both) > 1 or (f.act.channel == "multilateral" and bool(both & organisations()))
    return len(both) > (1 if kind == "COOPERATE" else 0)


def _event(p: Passage, act: Meant, cast: Cast, state: str, date: str | None, confidence: float) -> Event:
    scene, f, kind, sentence = p.scene, act.found, act.kind, p.scene.tree.sentence
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
    return detail.detail(p.reading, p.number, scene, f, p.found, p.speech, Event(
        type=kind, mode=mode, actors=actors, recipients=recipients, date=date, time=state,
        place=None if kind == "AGREE" else where, channel=channel, contexts=(),
        evidence=p.reading.evidence(p.number), start=sentence.start, end=sentence.end, confidence=confidence,
        rules=(f.act.id, *f.rules)))


def _nearest(p: Passage, f: Found) -> str | None:
    """The date of the sentence that stands closest to the act's words."""
    tokens, words = p.scene.tree.tokens, f.trigger.words
    near = truth.nearest([d for d in p.reading.dates[p.number] if not d.due], tokens[min(words)].start,
                         tokens[max(words)].end)
    return near.value if near else None
