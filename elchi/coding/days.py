"""On which day an act was done: a learned model looks at the dates that its sentence and those before it name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elchi import linear
from elchi.annotate.dates import DateMention, is_same_day
from elchi.coding import clause, times, truth
from elchi.coding.clause import Tree
from elchi.coding.considered import Meant, Passage
from elchi.coding.frames import Found
from elchi.linear import Features

LIKELY = 0.4
"""The chance from which a date is taken for the act's."""
BEHIND = 8
"""How many sentences back a date is looked for."""
FIRST = 2
"""How many sentences from the beginning of a report give their dates to all acts."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A date of sentence `number`, its place among those of the sentence, and how many they are."""

    number: int
    date: DateMention
    place: int
    among: int


def day(known: Sequence[tuple[str, Features]]) -> str | None:
    """The likeliest of the dates offered to an act, each with what tells of it, if it is likely at all."""
    model = linear.model("days")
    weighed = [(model.chances(told)["own"], value) for value, told in known]
    chance, value = max(weighed, key=lambda w: w[0], default=(0.0, None))
    return value if chance >= LIKELY else None


def offered(p: Passage, act: Meant) -> list[tuple[str, Features]]:
    """The dates that an act may have, those of its sentence first, each with what tells whether it is the act's; a day
    named several times counts where it stands nearest."""
    found: dict[str, Features] = {}
    context = _of_act(p, act)
    own = sum(1 for d in p.reading.dates[p.number] if d.value)
    for offer in _dates(p):
        value = offer.date.value
        if value and value not in found:
            found[value] = _features(p, act, offer, [*context, f"owns:{min(own, 2)}", f"seen:{min(len(found), 3)}"])
    return list(found.items())


def _dates(p: Passage) -> Iterator[Offer]:
    near = range(p.number, max(p.number - BEHIND, -1), -1)
    for number in dict.fromkeys([*near, *range(min(FIRST, p.number))]):
        dates = p.reading.dates[number]
        for place, date in reversed(list(enumerate(dates))):
            yield Offer(number, date, place, len(dates))


def _of_act(p: Passage, act: Meant) -> list[str]:
    f, t, sentences = act.found, p.scene.tree, p.reading.sentences
    return [f"state:{act.state}", f"tense:{clause.tense(t, f.governor)}", f"nominal:{f.governor != f.trigger.words[0]}",
            f"block:{t.sentence.block}", f"at:{linear.up_to(p.number, (0, 1, 3, 7, 15), 99)}",
            f"opens:{p.number > 0 and sentences[p.number - 1].paragraph != sentences[p.number].paragraph}",
            f"same:{is_same_day(p.reading.evidence(p.number))}",
            f"recalled:{truth.cue(t, 'recalled')}",
            *dict.fromkeys(f"cue:{token.lemma}" for token in t.tokens if token.lemma in truth.cues("when"))]


def _features(p: Passage, act: Meant, offer: Offer, context: Sequence[str]) -> Features:
    d, sentences = offer.date, p.reading.sentences
    back = p.number - offer.number
    where = f"back:{linear.up_to(back, (0, 1, 2, 4), 9)}"
    own = sentences[offer.number]
    plain = [f"grain:{len(d.value or '')}", f"rule:{d.rule}", f"relative:{d.relative}", f"due:{d.due}",
             f"age:{times.age(d.value, p.reading.report.published)}", f"place:{min(offer.place, 2)}",
             f"last:{offer.among - offer.place == 1}", f"among:{min(offer.among, 3)}"]
    if back:
        shared = set(p.reading.named[offer.number]) & set(p.reading.named[p.number])
        plain += [f"paragraph:{min(sentences[p.number].paragraph - own.paragraph, 3)}", f"from:{own.block}",
                  f"shared:{min(len(shared), 2)}", f"first:{offer.number == 0}",
                  f"heads:{d.start - own.start < 3}", f"alone:{own.end - own.start < 30}"]
    else:
        plain += _beside(p, act.found, d)
    return Features([*plain, *context], (where, act.kind), (where, act.kind))


def _beside(p: Passage, f: Found, d: DateMention) -> list[str]:
    """How a date of the act's own sentence stands to the act."""
    t = p.scene.tree
    words = [i for i, token in enumerate(t.tokens) if token.start < d.end and token.end > d.start]
    if not words:
        return ["odd"]
    top = next((i for i in words if t.heads[i] not in words), words[0])
    above = list(clause.ancestors(t, top))
    verbs = [i for i in above if clause.is_verbal(t, i)]
    act = f.trigger.words[0]
    between = range(min(top, act) + 1, max(top, act))
    mine = {*f.trigger.words, f.governor}
    hangs = "act" if above and above[0] in mine else "verb" if verbs and verbs[0] in mine else \
        "over" if verbs and verbs[0] in set(clause.ancestors(t, f.governor)) else \
        "under" if any(i in mine for i in above) else "apart"
    other = any(o is not f and (above[:1] and above[0] in o.trigger.words or verbs[:1] and verbs[0] == o.governor)
                and o.governor != f.governor for o in p.found)
    nearest = truth.nearest([x for x in p.reading.dates[p.number] if x.value], t.tokens[act].start, t.tokens[act].end)
    return [f"hangs:{hangs}", f"other:{other}", f"side:{top < act}", f"nearest:{nearest is d}",
            f"verbs:{min(sum(clause.is_verbal(t, i) for i in between), 3)}",
            f"commas:{min(sum(t.tokens[i].text in ',;:—«»(' for i in between), 3)}",
            f"away:{linear.up_to(len(between), (0, 2, 5, 9, 15), 99)}", f"before:{_before(t, min(words))}",
            f"head:{t.tokens[above[0]].lemma if above else ''}"]


def _before(t: Tree, first: int) -> str:
    return t.tokens[first - 1].text.lower() if first else "start"
