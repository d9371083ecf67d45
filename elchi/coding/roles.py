"""Who may have a part in an act: the parties that the sentence or the talk before it offers, each with its features.

The rules of `frames` say whom the grammar names; the models weigh their word against all else that speaks for a party:
where it stands, what it is called by, who spoke last, whom the report is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from elchi.coding import clause, frames, refer, scenes
from elchi.coding.frames import Found
from elchi.coding.scenes import Codes, Discourse, Scene
from elchi.coding.speech import Speech
from elchi.linear import up_to
from elchi.network import Party

CLIMB = 5
"""How many steps up the tree a party's way to the act is told."""
SALIENT = 2
"""Up to which rank a party is offered wherever it was named."""
GATHERING = frozenset({"CONSULT", "COOPERATE"})
"""Types of acts whose parties the next sentences may list."""
NEAR = 2
"""How many sentences ago a party may have been named to be offered."""

Offered = Mapping[str, Party]
"""The parties that may have a part."""


def known(s: Scene, f: Found, speech: Speech, others: Sequence[Found]) -> Offered:
    """The parties that may have a part in an act, whatever it is coded as, in the order of the text; `others` are the
    acts of its sentence."""
    found, at = _offered(s, f, speech)
    for outer in (o for o in others if o.actors and o is not f and frames.is_content(s, f, o)):
        for code in set(outer.actors) & found.keys():
            found[code].append(f"outer:{outer.act.type or outer.act.stance}")
            if f.act.type in frames.STRIKES and not any(x.startswith("slot:") for x in found[code]):
                # Who blames or fears a deed has no part in it, unless the deed's own words say so.
                del found[code]
    return {code: Party(at.get(code, ()), marks) for code, marks in found.items()}


def offered(s: Scene, f: Found, kind: str, parties: Offered) -> Offered:
    """Of the parties that may have a part in an act those that may when it is coded as `kind`, a type or a stance, each
    with all its features, none twice."""
    if kind == "AID" and "из" not in f.act.frame.actor:
        # Where people are brought from has no part in the help.
        parties = {code: party for code, party in parties.items() if "slot:из" not in party.marks
                   or any(x.startswith("slot:") and not x.startswith("slot:из") for x in party.marks)}
    passive = "passive" if clause.is_verbal(s.tree, f.governor) and clause.is_passive(s.tree, f.governor) else "active"
    also = (f"of:{min(len(parties), 5)}", passive)
    return {code: Party(party.at, list(dict.fromkeys((*party.marks, *also)))) for code, party in parties.items()}


def _offered(s: Scene, f: Found, speech: Speech) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    """The marks of each party that may have a part, and where the sentence names it, if it does."""
    found: dict[str, list[str]] = {}
    at: dict[str, list[int]] = {}

    def add(codes: Codes, *told: str) -> None:
        for code in codes:
            found.setdefault(code, []).extend(told)

    for order, (i, codes, form) in enumerate(_mentions(s)):
        way = _way(s, f, i)
        head = s.tree.heads[i]
        above = "" if head < 0 else "name" if scenes.called(s, head) else s.tree.tokens[head].lemma
        add(codes, f"form:{form}", f"way:{way}", f"step:{way.split('<')[-1]}", _distance(f, i), f"by:{above}",
            f"order:{min(order, 3)}")
        for code in codes:
            at.setdefault(code, []).append(i)
    for slot, word in f.arguments:
        who = refer.resolve(s, word)
        codes = refer.adjective(s, word) if slot == "adj" else who.codes
        add(codes, f"slot:{slot}", f"slot:{slot}:{who.how}", "firm" if who.firm else "weak")
    d = s.discourse
    for name, codes in (("speech", speech.codes), ("speaker", d.speaker), ("subject", d.subject), ("person", d.person),
                        ("contact", d.contact), ("to", speech.to)):
        add(codes, name, *([f"{name}:alone"] if len(codes) == 1 else []))
    for name, codes in (("guest", d.guest), ("culprit", d.culprit), ("home", d.home), ("sides", d.sides)):
        for code in codes:
            if code in found:
                found[code].append(name)
    for code in (*f.actors, *f.recipients, *_salient(d)):
        found.setdefault(code, [])
    for ahead, codes in enumerate(d.coming if f.act.type in GATHERING else (), 1):
        add(tuple(c for c in codes if c not in at),
            f"ahead:{ahead}", f"ahead:{ahead}:{min(len(codes), 4)}")
    bare = [f"bare:{slot}" for slot, word in f.arguments if _is_bare(s, word)]
    groups = {"sides": d.sides, "contact": d.contact, "title": tuple(d.headed), "pair": _pair(d)}
    for code, told in found.items():
        rule = "actor" if code in f.actors else "recipient" if code in f.recipients else "none"
        rivals = f"{'a' * bool(set(f.actors) - {code})}{'r' * bool(set(f.recipients) - {code})}"
        told += [f"rule:{rule}", f"rivals:{rivals}", f"rule:{rule}:{rivals}"]
        told += [f"rule:{rule}|{r}" for r in f.rules]
        rank = f"rank:{min(d.rank.get(code, 9), 4)}"
        told += [rank, *(["headed"] if code in d.headed else [])]
        if code not in at:
            ago = f"ago:{_ago(d, code)}"
            told += ["unnamed", ago, f"{ago}|rivals:{rivals}", f"{rank}|rivals:{rivals}"]
            inside = [name for name, codes in groups.items() if code in codes and len(codes) > 1]
            told += [f"in:{name}" for name in inside]
            told += [f"{b}|in:{name}" for b in bare for name in inside] + bare
    return found, at


def _salient(d: Discourse) -> Iterator[str]:
    """The parties that the sentences before named, the title, or the whole report most often."""
    for code, number in d.last.items():
        if d.number - number <= NEAR or code in d.headed or d.rank.get(code, 9) <= SALIENT:
            yield code


def _pair(d: Discourse) -> Codes:
    """The parties that the report names most often."""
    return tuple(code for code in d.last if d.rank.get(code, 9) < 2)


def _ago(d: Discourse, code: str) -> str:
    ago = d.number - d.last.get(code, -99)
    return up_to(ago, (1, 2, 4, 8), 999)


def _is_bare(s: Scene, word: int) -> bool:
    """Whether a noun stands for parties without naming any («стороны», «обе делегации»)."""
    return "collective" in refer.classes(s.tree.tokens[word].lemma) and not refer.modifiers(s, word)


def _mentions(s: Scene) -> Iterator[tuple[int, Codes, str]]:
    """The head word of each mention of a party or of one who acts for it, with its codes and what it is called by."""
    for i in range(len(s.tree.tokens)):
        for row, form in ((s.named, ""), (s.persons, "person"), (s.towns, "town")):
            mention = row.get(i)
            if mention and mention.codes and not mention.first <= s.tree.heads[i] <= mention.last:
                yield i, mention.codes, form or mention.form


def _way(s: Scene, f: Found, i: int) -> str:
    """The way from a word up to the act by the slots passed: «gen<subject!» ends at its words, «^» at its verb."""
    steps: list[str] = []
    for _ in range(CLIMB):
        if i in f.trigger.words:
            return "<".join(steps) + "!"
        if i == f.governor:
            return "<".join(steps) + "^"
        step = clause.slot(s.tree, i) or clause.relation(s.tree, i)
        if not (step in ("appos", "flat", "conj", "") or (steps and steps[-1] == step)):
            steps.append(step)
        i = s.tree.heads[i]
        if i < 0:
            return "<".join(steps[:2]) + "~"
    return "far"


def _distance(f: Found, i: int) -> str:
    far = min((i - w for w in f.trigger.words), key=abs)
    side = "after" if far > 0 else "before"
    return f"{side}:{up_to(abs(far), (1, 2, 4, 8, 16), 999)}"
