"""Where an act took place, and what the place makes of a contact."""

from __future__ import annotations

from elchi.annotate.parties import is_state, organisations
from elchi.coding import clause, refer
from elchi.coding.frames import Found
from elchi.coding.scenes import Codes, Scene

IN_WORDS = frozenset({"REQUEST", "REJECT", "THREATEN", "CONCEDE", "ACCUSE", "SUPPORT"})
"""Types done in words: the place that their sentence names is that of what they are about."""
HELD = frozenset({"acts/support.signs", "acts/accuse.summons", "acts/accuse.protests"})
"""Acts of these types that are done in a certain place all the same."""
RECEIVED = "acts/contact.received"
REMOTE = frozenset({"call", "video", "letter"})
"""Channels that have no place."""


def place(s: Scene, f: Found) -> str | None:
    """The state in which an act happened: a town or state after «в» or «на» near the act's words, else of a visit its
    host."""
    if f.act.channel in REMOTE or (f.act.type in IN_WORDS and f.act.id not in HELD):
        return None
    return _named(s, f) or _host(f)


def _host(f: Found) -> str | None:
    """Whom a visit is paid to, or who receives."""
    hosts = f.recipients if f.act.mode == "visit" else f.actors if f.act.id == RECEIVED else ()
    return hosts[0] if len(hosts) == 1 and is_state(hosts[0]) else None


def _named(s: Scene, f: Found) -> str | None:
    best: tuple[int, str] | None = None
    for i in range(len(s.tree.tokens)):
        code = s.towns[i].codes[0] if i in s.towns else _state(s, i)
        if code and clause.preposition(s.tree, i) in ("в", "на", "близ", "под", "из-под", "у") and \
                clause.feature(s.tree, i, "Case") in ("Loc", "Acc", "Gen", "Ins", ""):
            far = min(abs(i - w) for w in f.trigger.words)
            if best is None or far < best[0]:
                best = (far, code)
    return best[1] if best else None


def _state(s: Scene, i: int) -> str | None:
    mention = s.named.get(i)
    if mention and mention.form in ("names", "capitals") and is_state(mention.codes[0]):
        return mention.codes[0]
    if s.tree.tokens[i].lemma in ("столица",):
        for c in s.tree.children[i]:
            if c in s.named and len(s.named[c].codes) == 1 and is_state(s.named[c].codes[0]):
                return s.named[c].codes[0]
    return None


def has_resident(s: Scene) -> bool:
    """Whether the sentence tells of an ambassador or other envoy who lives in the host's country: no guest."""
    return any("resident" in refer.classes(t.lemma) for t in s.tree.tokens)


def setting(mode: str | None, channel: str | None, where: str | None, actors: Codes, recipients: Codes,
            resident: bool) -> tuple[str | None, Codes, Codes]:
    """Mode, actors and recipients of a contact held at a place: guest and host, a third's soil, or many in one room.

    With a `resident` envoy of one of two nobody is the guest.
    """
    both = tuple(dict.fromkeys((*actors, *recipients)))
    if channel in ("call", "video"):
        return "phone", both, ()
    if channel == "letter":
        return None, actors, recipients
    if mode == "visit" and recipients and actors:
        return mode, actors, recipients
    if len(both) > 2 or (len(both) == 1 and both[0] in organisations()):
        return "multilateral", both, ()
    if resident and channel != "visit":
        return None, both, ()
    if where in both and len(both) == 2:
        return "visit", tuple(c for c in both if c != where), (where,)
    if where and len(both) == 2 and channel == "meeting":
        return "third-party", both, ()
    return mode if mode != "multilateral" or len(both) > 2 else None, both, ()
