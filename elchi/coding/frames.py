"""From an act's words to its parties: which slot says who did it and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from elchi.annotate.acts import Act, Trigger
from elchi.coding import clause, refer, truth
from elchi.coding.scenes import Codes, Scene
from elchi.coding.speech import Speech

WEAK_SLOTS = frozenset({"adj", "gen", "из", "ins", "со стороны", "с:gen", "по", "на:acc", "в:acc", "против", "object",
                        "subject", "dat", "в отношении", "к", "у", "для", "перед"})
"""Slots in which a noun that only bears a party's adjective or genitive still tells the party («иранская ракета»)."""
CONTENT_SLOTS = frozenset({"object", "о", "к", "на:acc", "за", "за:acc", "dat", "gen", "против", "в:acc", "от"})
INFERRED = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE", None})
"""Types whose actor may go unsaid in the clause, since the clause before named the speaker; None is a mere stance."""
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
TWO_SIDED = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "CONSULT",
                       "COOPERATE", "ASSAULT"})
"""Types between two, of whom a clause may tell one alone."""
STRIKES = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
THANKS = "acts/support.thanks"


@dataclass(frozen=True, slots=True)
class Found:
    """An act of one sentence with its parties and the verb that tells its time and truth."""

    trigger: Trigger
    governor: int
    arguments: tuple[tuple[str, int], ...]
    actors: Codes
    recipients: Codes
    rules: tuple[str, ...] = ()

    @property
    def act(self) -> Act:
        """The lexicon's entry."""
        return self.trigger.act


def fill(s: Scene, triggers: Sequence[Trigger], speech: Speech) -> list[Found]:
    """The acts of a sentence with the parties that can be told."""
    plain = [_parties(s, trigger, speech) for trigger in triggers]
    whole = [_completed(s, _blame(s, f, plain)) for f in plain]
    return [_thanked_for(s, f, whole) for f in whole]


def _parties(s: Scene, trigger: Trigger, speech: Speech) -> Found:
    arguments = tuple(clause.arguments(s.tree, trigger.words))
    governor = clause.governor(s.tree, trigger.words)
    act = trigger.act
    if act.modal:
        return _said(s, Found(trigger, governor, arguments, (), ()), speech)
    actors = _fill(s, arguments, act.frame.actor, act.type in STRIKES)
    recipients = _fill(s, arguments, act.frame.recipient, True)
    rules: tuple[str, ...] = ()
    if act.type in STRIKES:
        actors, recipients = _armed(s, trigger, arguments, actors, recipients)
    told = any(slot in ("subject", "agent") for slot, _ in arguments)
    if not actors and act.type in INFERRED and not told and _may_go_unsaid(s, trigger, governor):
        actors, rules = _unsaid(s, governor, speech), ("coding/unsaid",)
    recipients = tuple(c for c in recipients if c not in actors)
    if not recipients and act.type == "REQUEST":
        recipients = tuple(c for c in _bidden(s, trigger) if c not in actors)
    if not recipients and act.type == "AGREE" and len(actors) == 1:
        recipients = tuple(c for c in _within(s, trigger) if c not in actors)
    if not recipients and act.other and not truth.cue(s.tree, "recalled"):
        recipients = tuple(c for c in speech.to if c not in actors) or _other(s, actors)
    return Found(trigger, governor, arguments, actors, recipients, rules)


def _may_go_unsaid(s: Scene, trigger: Trigger, governor: int) -> bool:
    """Whether the act's own verb or the light verb above it lacks the actor that it calls for."""
    if not clause.is_verbal(s.tree, governor):
        return False
    if governor in trigger.words:
        return True
    passive = clause.is_passive(s.tree, governor)
    return s.tree.tokens[governor].lemma in clause.words_of("light") and (
        passive or clause.relation(s.tree, trigger.words[0]) != "nsubj")


def _fill(s: Scene, arguments: Iterable[tuple[str, int]], slots: Sequence[str], weak: bool) -> Codes:
    found: list[Codes] = []
    for slot, word in arguments:
        if slot not in slots:
            continue
        if slot == "adj":
            found.append(refer.adjective(s, word))
            continue
        who = refer.resolve(s, word)
        if who.firm or (weak and slot in WEAK_SLOTS):
            found.append(who.codes)
    return refer.union(found)


def _other(s: Scene, actors: Codes) -> Codes:
    """The other party of the contact that is told of, or else whom the actor was last told to deal with."""
    contact = s.discourse.contact
    if len(actors) != 1:
        return ()
    if len(contact) == 2 and actors[0] in contact:
        return tuple(c for c in contact if c not in actors)
    return s.discourse.partner.get(actors[0], ())


def _bidden(s: Scene, trigger: Trigger) -> Codes:
    """Who is to act in what is asked for («добивается, чтобы Кабул и Исламабад вернулись …»)."""
    inside = [c for word in trigger.words for c in s.tree.children[word]
              if clause.relation(s.tree, c) in ("advcl", "ccomp", "xcomp", "acl")]
    found = [refer.resolve(s, i) for c in inside for i in s.tree.children[c] if clause.slot(s.tree, i) == "subject"]
    return refer.union(r.codes for r in found if r.firm and r.how not in ("collective", "pronoun"))


def _within(s: Scene, trigger: Trigger) -> Codes:
    """The parties named in what is promised («готов быть посредником между Россией и Украиной»)."""
    found: list[Codes] = []
    for word in trigger.words:
        for c in s.tree.children[word]:
            clausal = clause.relation(s.tree, c) in ("xcomp", "ccomp", "csubj", "acl")
            if clausal or clause.slot(s.tree, c) in ("о", "к", "object"):
                inside = [i for i in clause.subtree(s.tree, c) if i in s.named or i in s.persons]
                found.append(refer.codes_of(s, sorted(inside)))
    return refer.union(found)


def _armed(s: Scene, trigger: Trigger, arguments: Iterable[tuple[str, int]], actors: Codes, recipients: Codes
           ) -> tuple[Codes, Codes]:
    """In an attack a weapon strikes for its state, wherever in the clause it stands («обстрел … ракетами из …»)."""
    armed: list[Codes] = []
    for word in {w for slot, w in arguments if slot not in ("по", "против", "на:acc", "в:acc")} | set(trigger.words):
        for i in clause.subtree(s.tree, word):
            if "weapon" in refer.classes(s.tree.tokens[i].lemma):
                armed.append(refer.modifiers(s, i))
            source = clause.slot(s.tree, i) in ("со стороны", "из", "с:gen")
            if source and clause.relation(s.tree, i) in ("obl", "nmod"):
                armed.append(refer.resolve(s, i).codes)
    strikers = refer.union(armed)
    if not strikers:
        return actors, recipients
    struck = tuple(c for c in (*recipients, *actors) if c not in strikers)
    return strikers, struck if not recipients or set(recipients) & set(strikers) else \
        tuple(c for c in recipients if c not in strikers)


def _said(s: Scene, f: Found, speech: Speech) -> Found:
    """An act that lies in what somebody says of another («Тегеран, настаивает Баку, должен …»)."""
    slots = ("subject", "dat", "object") if f.act.author else ("subject", "dat")
    blamed = refer.codes_of(s, [w for slot, w in f.arguments if slot in slots], firm=False)
    predicate = clause.is_verbal(s.tree, f.trigger.words[0]) or s.tree.tokens[f.trigger.words[0]].pos != "ADJ"
    speaker = speech.codes if predicate and speech.verb != f.governor else ()
    recipients = tuple(c for c in blamed if c not in speaker)
    if f.act.author and not recipients:
        recipients = tuple(c for c in s.discourse.culprit if c not in speaker)
    return replace(f, actors=speaker, recipients=recipients, rules=("coding/said",))


def _unsaid(s: Scene, governor: int, speech: Speech) -> Codes:
    """Who acts where the clause does not tell: the speaker, else whom the report was last about."""
    if speech.codes and speech.verb != governor:
        return speech.codes
    plural = clause.feature(s.tree, governor, "Number") == "Plur" or clause.is_passive(s.tree, governor)
    if plural and s.discourse.contact:
        return s.discourse.contact
    return s.discourse.subject


def _blame(s: Scene, f: Found, others: Sequence[Found]) -> Found:
    """Who is blamed for a deed is its author, not its victim."""
    if not f.act.author:
        return f
    for slot, word in f.arguments:
        if slot in f.act.frame.recipient:
            for other in _hostile(s, word, others):
                culprits = tuple(c for c in other.actors if c not in f.actors)
                if culprits:
                    return replace(f, recipients=culprits, rules=(*f.rules, "coding/author"))
    if not f.recipients:
        return replace(f, recipients=tuple(c for c in s.discourse.culprit if c not in f.actors))
    return f


def _completed(s: Scene, f: Found) -> Found:
    """An act between two that tells one side only: the other side is the one other party beside it, in its words' own
    phrase, else, but for an attack, in its clause, in its sentence, or in the contact that is told of."""
    if f.act.type not in TWO_SIDED or bool(f.actors) == bool(f.recipients):
        return f
    known = f.actors or f.recipients
    other = _beside(s, f, known)
    if not other:
        return f
    rules = (*f.rules, "coding/beside")
    return replace(f, recipients=other, rules=rules) if f.actors else replace(f, actors=other, rules=rules)


def _beside(s: Scene, f: Found, known: Codes) -> Codes:
    phrase, alone = sorted(clause.subtree(s.tree, f.trigger.words[0])), f.act.type == "ASSAULT"
    wider = () if alone else (sorted(clause.subtree(s.tree, f.governor)), range(len(s.tree.tokens)))
    for inside in (phrase, *wider):
        found = refer.union(row[i].codes for row in (s.named, s.persons) for i in inside if i in row)
        others = tuple(c for c in found if c not in known)
        if others:
            return others if len(others) == 1 else ()
    contact = () if alone else s.discourse.contact
    return tuple(c for c in contact if c not in known) if set(known) <= set(contact) and len(contact) == 2 else ()


def _thanked_for(s: Scene, f: Found, others: Sequence[Found]) -> Found:
    """Help that somebody is thanked for was given by the thanked to the thanking."""
    if f.act.type == "AID":
        for o in others:
            if o.act.id == THANKS and o.recipients and is_content(s, f, o):
                return replace(f, actors=o.recipients, recipients=o.actors, rules=(*f.rules, "coding/thanked"))
    return f


def _hostile(s: Scene, word: int, others: Sequence[Found]) -> Iterator[Found]:
    inside = set(clause.subtree(s.tree, word))
    for other in others:
        if other.act.type in HOSTILE and set(other.trigger.words) & inside:
            yield other


def is_content(s: Scene, inner: Found, outer: Found) -> bool:
    """Whether an act is only what another one is about: what was agreed, asked, refused or wanted."""
    t, top = s.tree, inner.trigger.words[0]
    if set(inner.trigger.words) & set(outer.trigger.words):
        return top in outer.trigger.words[1:]
    below = top
    for up in clause.ancestors(t, top):
        if up in outer.trigger.words or up == outer.governor:
            break
        below = up
    else:
        return False
    rel = clause.relation(t, below)
    return rel in ("xcomp", "ccomp", "csubj", "acl") or clause.slot(t, below) in CONTENT_SLOTS
