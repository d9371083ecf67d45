"""Mends what the parser often gets wrong and Russian agreement tells: one short named rule for each kind of fault.

Every rule looks at one word and says on which word it hangs and as what, or None where it has nothing to say. The
rules run in the order of RULES; a word is mended once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from elchi.model import Token

Mended = tuple[int, str]
"""(new head, new relation)"""
REACH = 9
"""How many words back or forth a better head is looked for."""
_NOUNS = ("NOUN", "PROPN")


def mend(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a parsed sentence with mended heads; words that hang on themselves through others hang on none."""
    found = list(_uncircled(tokens))
    for i in range(len(found)):
        for rule in RULES:
            better = rule(found, i)
            if better and not _is_above(found, i, better[0]):
                found[i] = replace(found[i], head=better[0], rel=better[1])
                break
    return tuple(found)


def _uncircled(tokens: Sequence[Token]) -> tuple[Token, ...]:
    heads = [t.head if 0 <= t.head < len(tokens) and t.head != i else -1 for i, t in enumerate(tokens)]
    state = [0] * len(tokens)
    for start in range(len(tokens)):
        path, i = [], start
        while i >= 0 and state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i]
        if i >= 0 and state[i] == 1:
            heads[path[-1]] = -1
        for j in path:
            state[j] = 2
    return tuple(t if t.head == head else replace(t, head=head) for t, head in zip(tokens, heads, strict=True))


def _is_above(tokens: Sequence[Token], high: int, low: int) -> bool:
    """Whether `low` hangs on `high`: hanging `high` on it would make a circle."""
    steps = 0
    while low >= 0 and steps <= len(tokens):
        if low == high:
            return True
        low, steps = tokens[low].head, steps + 1
    return False


def _feature(tokens: Sequence[Token], i: int, name: str) -> str:
    return tokens[i].feats.get(name, "")


def _has_preposition(tokens: Sequence[Token], i: int) -> bool:
    return any(t.head == i and t.rel.startswith("case") for t in tokens[max(0, i - REACH):i])


def _is_finite(tokens: Sequence[Token], i: int) -> bool:
    return _feature(tokens, i, "VerbForm") == "Fin" or _feature(tokens, i, "Variant") == "Short"


def _has(tokens: Sequence[Token], verb: int, *rels: str) -> bool:
    return any(t.head == verb and t.rel in rels for t in tokens)


def _agree(tokens: Sequence[Token], noun: int, verb: int) -> bool:
    a, b = _feature(tokens, noun, "Number"), _feature(tokens, verb, "Number")
    return not a or not b or a == b


def _near(tokens: Sequence[Token], i: int, fits: Callable[[int], bool]) -> int:
    """The nearest word that fits, or -1."""
    around = sorted((j for j in range(max(0, i - REACH), min(len(tokens), i + REACH + 1)) if j != i),
                    key=lambda j: abs(j - i))
    return next((j for j in around if fits(j)), -1)


def name_in_case(tokens: Sequence[Token], i: int) -> Mended | None:
    """A name that hangs as apposition on a noun of another case hangs on the nearest noun before it of its own case
    («с министром иностранных дел Сергеем Лавровым»)."""
    token = tokens[i]
    case = _feature(tokens, i, "Case")
    if token.pos != "PROPN" or token.rel not in ("appos", "nmod") or token.head < 0 or not case or \
            _feature(tokens, i, "Animacy") != "Anim" or _has_preposition(tokens, i):
        return None
    if token.head < i and _feature(tokens, token.head, "Case") == case:
        return None
    for j in range(i - 1, max(-1, i - REACH), -1):
        if tokens[j].pos == "PUNCT":
            return None
        if tokens[j].pos in _NOUNS and _feature(tokens, j, "Case") == case and \
                _feature(tokens, j, "Animacy") == "Anim":
            return j, "appos"
    return None


def genitive_behind(tokens: Sequence[Token], i: int) -> Mended | None:
    """A bare genitive stands behind its noun: one that hangs on a word to the right hangs on the noun before it."""
    token = tokens[i]
    if token.pos not in _NOUNS or token.rel != "nmod" or token.head <= i or _feature(tokens, i, "Case") != "Gen" or \
            _has_preposition(tokens, i) or i == 0:
        return None
    before = i - 1
    while before > 0 and tokens[before].pos == "ADJ":
        before -= 1
    return (before, "nmod") if tokens[before].pos in _NOUNS else None


def nominative_subject(tokens: Sequence[Token], i: int) -> Mended | None:
    """A noun in the nominative that hangs on another noun of another case is the subject of the verb nearby that has
    none («посол Италии в Грузии … встретился с заместителем»)."""
    token = tokens[i]
    if token.pos not in _NOUNS or token.rel not in ("nmod", "obl", "iobj") or token.head < i or \
            _feature(tokens, i, "Case") != "Nom" or _has_preposition(tokens, i):
        return None
    verb = _near(tokens, i, lambda j: _is_finite(tokens, j) and not _has(tokens, j, "nsubj", "nsubj:pass")
                 and _agree(tokens, i, j))
    return (verb, "nsubj") if verb >= 0 else None


def subject_in_number(tokens: Sequence[Token], i: int) -> Mended | None:
    """A singular subject of a plural verb belongs to one nearby that agrees («Тегеран, требуют в Баку, должен …»)."""
    token, verb = tokens[i], tokens[i].head
    if token.rel != "nsubj" or verb < 0 or _agree(tokens, i, verb) or _feature(tokens, i, "Number") != "Sing" or \
            _feature(tokens, verb, "VerbForm") != "Fin" or any(t.head == i and t.rel == "conj" for t in tokens):
        return None
    other = _near(tokens, i, lambda j: _is_finite(tokens, j) and _agree(tokens, i, j) and not _has(tokens, j, "nsubj"))
    return (other, "nsubj") if other >= 0 else None


def stray_object(tokens: Sequence[Token], i: int) -> Mended | None:
    """A noun in the accusative that hangs on nothing is the object of the verb nearby that has none."""
    token = tokens[i]
    if token.pos != "NOUN" or token.head >= 0 or _feature(tokens, i, "Case") != "Acc" or _has(tokens, i, "nsubj"):
        return None
    verb = _near(tokens, i, lambda j: _is_finite(tokens, j) and not _has(tokens, j, "obj"))
    return (verb, "obj") if verb >= 0 else None


def noun_attribute(tokens: Sequence[Token], i: int) -> Mended | None:
    """A noun that hangs as an adjective on a noun of another case belongs to the verb («Оману … лидер выразил»)."""
    token, head = tokens[i], tokens[i].head
    if token.pos not in _NOUNS or token.rel != "amod" or head < 0 or tokens[head].head < 0 or \
            _feature(tokens, i, "Case") in ("", _feature(tokens, head, "Case")):
        return None
    return tokens[head].head, "obl"


RULES = (noun_attribute, name_in_case, genitive_behind, nominative_subject, subject_in_number, stray_object)
