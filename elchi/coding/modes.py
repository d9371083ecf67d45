"""The mode of a demand, a refusal or a threat, by what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from elchi import lexicon
from elchi.coding import clause
from elchi.coding.clause import Tree
from elchi.coding.frames import Found
from elchi.lexicon import Matcher

ABOUT = frozenset({"REQUEST", "REJECT"})
"""Types whose mode tells what is asked for or refused."""


def mode(t: Tree, f: Found, kind: str, own: str | None, contexts: Sequence[str]) -> str | None:
    """The mode of an act of type `kind`, `own` where nothing says more: of a demand or refusal what hangs on its words,
    of a threat `violence` where it is of war."""
    if kind == "THREATEN":
        return own or ("violence" if "military" in contexts else None)
    if kind not in ABOUT:
        return own
    told = {mode for i in range(len(t.tokens)) if _hangs_on(t, i, f) for _, mode in _matcher().at(t.tokens, i)}
    return next((m for m in _modes() if m in told), own)


def _hangs_on(t: Tree, i: int, f: Found) -> bool:
    act = {f.governor, *f.trigger.words}
    return i not in act and any(j in act for j in clause.ancestors(t, i))


@lexicon.cached
def _modes() -> tuple[str, ...]:
    return tuple(entry["id"] for entry in lexicon.entries("modes").values())


@lexicon.cached
def _matcher() -> Matcher[str]:
    return Matcher((words, entry["id"]) for entry in lexicon.entries("modes").values()
                   for words in lexicon.check(entry, {"note": str}, {"words": list})["words"])
