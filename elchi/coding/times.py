"""Whether a report tells an act as its news or recalls it: a learned model looks at dates, tense, cues and place."""

from __future__ import annotations

from datetime import date

from elchi import linear
from elchi.coding import clause, sense, truth
from elchi.coding.considered import Passage
from elchi.coding.frames import Found
from elchi.linear import Features

RECALLED = 0.45
"""The chance from which an act counts as recalled: from 0.4 to 0.5 as many times are right (1,500 events of 700 coded
reports), and fewer recalled acts are told as news."""
AGES = (-1, 0, 1, 2, 4, 7, 30, 365)
"""Days before publication up to which a date counts as of one age."""


def is_recalled(told: Features) -> bool:
    """Whether an act with these features is background."""
    found = linear.model("times").chances(told)
    return found["background"] >= RECALLED


def features(p: Passage, f: Found, kind: str, when: str | None) -> Features:
    """What tells an act coded as `kind`, which has happened, from one that is recalled; `when` is its date if known."""
    reading, number, t = p.reading, p.number, p.scene.tree
    published = reading.report.published
    old = truth.cue(t, "recalled") or truth.is_old(when, published)
    strong = [f"old:{old}", f"date:{len(when) if when else 0}", f"age:{age(when, published)}",
              f"part:{4 * number // len(reading.sentences)}"]
    weak = [f"block:{t.sentence.block}", f"tense:{clause.tense(t, f.governor)}",
            f"depth:{min(clause.depth(t, f.governor), 3)}", f"rel:{clause.relation(t, f.governor)}",
            f"verb:{t.tokens[f.governor].lemma}", f"nominal:{f.governor != f.trigger.words[0]}",
            f"gist:{sense.step(p.sense.gist, 'background')}",
            f"at:{linear.up_to(number, (0, 1, 3, 7, 15), 9999)}",
            *dict.fromkeys(f"cue:{token.lemma}" for token in t.tokens if token.lemma in truth.cues("when"))]
    return Features(strong, (kind,), (f"kind:{kind}", *weak), weak[:4], strong[0])


def age(when: str | None, published: str | None) -> str:
    """How long before publication a date lies."""
    if not when or not published:
        return "unknown"
    last = when.split("/")[-1]
    if len(last) < 10 or len(published) < 10:
        return f"year:{last[:4] == published[:4]}"
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(last[:10])).days
    return linear.up_to(days, AGES, "more")
