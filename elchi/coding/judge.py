"""How likely a row is: what a learned model makes of the act's words, its clause, its parties and its place."""

from __future__ import annotations

from collections.abc import Sequence

from elchi import linear, network
from elchi.coding import clause, frames, refer, scenes, sense, truth
from elchi.coding.casting import Cast
from elchi.coding.considered import Meant, Passage, told_as
from elchi.coding.frames import Found
from elchi.coding.speech import Speech
from elchi.linear import Features

KEPT = 0.4
"""The chance from which a row is kept: where more rows gained are balanced by more rows wrong (flat from 0.36 to 0.45
for events, best at 0.32 to 0.4 for positions, on 450 reports coded by cross-validation)."""


def chances(told: Features) -> tuple[float, float]:
    """The chance that a row is worth keeping, and that its type and parties are right to the last."""
    found = linear.model("rows").chances(told)
    return found["right"] + found["partly"], found["right"]


def features(p: Passage, act: Meant, cast: Cast, outer: Sequence[Found]) -> Features:
    """What is known of a row that an act with these parties would make; `outer` are the acts whose content it may
    be."""
    s, f, kind = p.scene, act.found, act.kind
    t, top, both = s.tree, f.trigger.words[0], {*cast.actors, *cast.recipients}
    entry = f.act.id.removeprefix("acts/")
    meant = next((o for o in outer if o is not f and frames.is_content(s, f, o)), None)
    named = scenes.codes_named(s)
    strong = [f"state:{act.state}", f"sides:{min(len(cast.actors), 9)}{min(len(cast.recipients), 9)}",
              f"block:{t.sentence.block}", f"rel:{clause.relation(t, top)}",
              f"meant:{(meant.act.type or meant.act.stance) if meant else 'no'}"]
    weak = [*(f"{name}:{part}:{_tenth(x)}" for name, sure in (("sure", cast.sure), ("alone", cast.alone))
              for part, x in zip(("actor", "recipient", "left"), sure, strict=True)),
            f"govrel:{clause.relation(t, f.governor)}",
            f"depth:{min(clause.depth(t, f.governor), 4)}", f"tense:{clause.tense(t, f.governor)}",
            f"at:{linear.up_to(p.number, (0, 1, 3, 7, 15), 9999)}", f"words:{len(f.trigger.words)}",
            f"parties:{min(len(both), 6)}", f"others:{min(len(named - both), 4)}",
            f"speech:{_speech(cast, p.speech)}", f"gist:{sense.step(p.sense.gist, kind)}",
            *(f"asked:{name}:{sense.step(act.asked, name)}" for name in network.ASKED), *f.rules]
    ranks = sorted(min(s.discourse.rank.get(code, 9), 4) for code in both)[:2]
    weak.append(f"ranks:{'-'.join(map(str, ranks))}")
    if both and both <= s.discourse.headed:
        weak.append("headed")
    if p.speech.quoted:
        weak.append("quoted")
    if truth.cue(t, "recalled"):
        weak.append("recalled")
    if told_as(kind, cast) in p.told:
        weak.append("again")
    agreed = {*f.actors, *f.recipients} == both
    strong.append(f"rule:{len(f.actors)}{len(f.recipients)}{agreed:d}")
    if both and both == set(s.discourse.contact):
        weak.append("contact")
    if refer.abroad(s, cast.actors):
        weak.append("abroad")
    if f.governor != top:
        weak.append(f"verb:{t.tokens[f.governor].lemma}")
    words = [f"word:{t.tokens[w].lemma}" for w in f.trigger.words]
    objects = [f"object:{t.tokens[w].lemma}" for slot, w in f.arguments if slot == "object"][:2]
    told = list(dict.fromkeys((*strong, *weak, *words, *objects)))
    return Features(told, (kind,), (f"kind:{kind}", f"entry:{entry}"), strong, entry)


def _tenth(chance: float) -> int:
    return min(int(chance * 10), 9)


def _speech(cast: Cast, speech: Speech) -> str:
    if not speech.codes:
        return "none" if speech.verb < 0 else "nobody"
    return "own" if set(speech.codes) <= set(cast.actors) else "other"
