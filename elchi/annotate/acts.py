"""Acts and stances: where the words of an act stand in a parsed sentence, whatever comes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elchi import lexicon
from elchi.lexicon import Entry, Index, Pattern
from elchi.model import Token

REACH = 10
STEPS = 3
NEAR = 5
"""How many words apart the words of one act may stand at most, how many steps apart in the tree, and how many words
apart where the tree does not join them."""

FIELDS = {"type": str, "mode": str, "channel": str, "stance": str, "frame": str,
          "other": bool, "author": bool, "future": bool, "modal": bool, "nothing": bool}


@dataclass(frozen=True, slots=True)
class Frame:
    """Which slots hold who did an act and to whom."""

    actor: tuple[str, ...]
    recipient: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the act lexicon: what its words do, and where its parties stand.

    One with neither type nor stance does nothing but keep the shorter entries that share its words from firing.
    """

    id: str
    frame: Frame
    type: str | None = None
    mode: str | None = None
    channel: str | None = None
    stance: str | None = None
    other: bool = False
    author: bool = False
    future: bool = False
    modal: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """An act found in a sentence: the words that tell it, the highest in the tree first."""

    act: Act
    words: tuple[int, ...]


@lexicon.cached
def frames() -> dict[str, Frame]:
    """The frames by id, each checked."""
    found = {}
    for entry in lexicon.entries("frames").values():
        lexicon.check(entry, {"actor": list, "recipient": list}, {})
        found[entry["id"]] = Frame(tuple(entry.get("actor", ())), tuple(entry.get("recipient", ())))
    return found


def act(entry: Entry) -> tuple[Act, list[str]]:
    """The act of an entry and its words; raises LexiconError."""
    part = lexicon.check(entry, FIELDS, {"words": list})
    name = entry.get("frame", "own")
    if name not in frames():
        raise lexicon.fault(entry["file"], entry["id"], f"no such frame: {name}")
    if not {"type", "stance", "nothing"} & entry.keys():
        raise lexicon.fault(entry["file"], entry["id"], "neither type nor stance, nor nothing: true")
    known = {f: entry[f] for f in FIELDS if f in entry and f not in ("frame", "nothing")}
    return Act(id=f"acts/{entry['id']}", frame=frames()[name], **known), \
        list(part.get("words", ()))


@lexicon.cached
def _index() -> Index[Act]:
    meanings = [act(entry) for entry in lexicon.entries("acts").values()]
    return Index((form, meaning) for meaning, words in meanings for form in words)


def may_tell(tokens: Sequence[Token]) -> bool:
    """Whether an unparsed sentence holds the first word of any act: the cheap look that spares the parser."""
    index = _index()
    return any(index.starting(lemma) for t in tokens for lemma in t.lemmas)


def triggers(tokens: Sequence[Token], heads: Sequence[int]) -> list[Trigger]:
    """The acts of a parsed sentence in its order. Of two that share a word the one of more words stays; of equals the
    one that does nothing, then the one that stands higher in the tree."""
    found = sorted(_candidates(tokens, heads), key=lambda f: (
        -len(f.words), not _is_nothing(f), _depth(heads, f.words[0]),
        max(f.words) - min(f.words), f.words))
    kept: list[Trigger] = []
    for f in found:
        inside = [k for k in kept if set(f.words) & set(k.words)]
        if not any(len(k.words) > len(f.words) or k.act == f.act or _is_nothing(k) or _under(heads, f, k)
                   for k in inside):
            kept.append(f)
    return sorted(kept, key=lambda f: f.words)


def _is_nothing(f: Trigger) -> bool:
    return f.act.type is None and f.act.stance is None


def _under(heads: Sequence[int], f: Trigger, k: Trigger) -> bool:
    """Whether what f adds to the words it shares with k hangs on what k adds («готовность оказать поддержку»)."""
    mine, theirs = set(f.words) - set(k.words), set(k.words) - set(f.words)
    return any(_above(heads, i, j) for i in mine for j in theirs)


def _candidates(tokens: Sequence[Token], heads: Sequence[int]) -> Iterator[Trigger]:
    index, present = _index(), dict.fromkeys(token.lemma for token in tokens)
    for i, token in enumerate(tokens):
        table = index.starting(token.lemma)
        for p in (p for second in ("", *present) if second in table for p in table[second]):
            words = _rest(p, tokens, heads, i)
            if words:
                yield Trigger(p.value, tuple(sorted(words, key=lambda j: (_depth(heads, j), j))))


def _rest(p: Pattern[Act], tokens: Sequence[Token], heads: Sequence[int], i: int) -> list[int]:
    if not lexicon.has_capital(tokens[i].text, p.capitals[0]):
        return []
    found = [i]
    for wanted in p.words[1:]:
        near = [j for j in range(max(0, i - REACH), min(len(tokens), i + REACH + 1))
                if j not in found and tokens[j].lemma in wanted and (
                    heads[j] == i if "не" in wanted else _linked(tokens, heads, i, j))]
        if not near:
            return []
        found.append(min(near, key=lambda j: abs(j - i)))
    return found


def _linked(tokens: Sequence[Token], heads: Sequence[int], i: int, j: int) -> bool:
    """Whether two words belong together: one above the other in the tree, or close by with no mark between."""
    if abs(i - j) <= NEAR and not any(t.pos == "PUNCT" for t in tokens[min(i, j) + 1:max(i, j)]):
        return True
    return _above(heads, i, j) or _above(heads, j, i)


def _above(heads: Sequence[int], low: int, high: int) -> bool:
    for _ in range(STEPS):
        low = heads[low]
        if low == high:
            return True
        if low < 0:
            return False
    return False


def _depth(heads: Sequence[int], i: int) -> int:
    depth = 0
    while heads[i] >= 0:
        i, depth = heads[i], depth + 1
    return depth


