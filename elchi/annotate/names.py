"""Names of persons in parsed sentences: their spans, and which spans name the same person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elchi.languages import ru, ru_names
from elchi.model import Sentence, Token

LONGEST_NAME = 7
_WORD = re.compile(r"[^\W\d_][\w'’‑-]*$")
_LAST = frozenset(("уулу", "улуу", "оглы", "кызы", "гызы", "улы", "заде"))
"""Words written small that end a name."""
_ROMAN = re.compile(r"[IVX]{1,4}$")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens first..last (both included) of a sentence that name a person, the words without marks."""

    first: int
    last: int
    words: tuple[str, ...]

    @property
    def initials(self) -> bool:
        """Whether the first name is given by its letter alone."""
        return len(self.words) > 1 and len(self.words[0]) == 1

    @property
    def full(self) -> bool:
        return len(self.words) > 1


def find(sentences: Sequence[Sentence], taken: Sequence[frozenset[int]]) -> list[list[Name]]:
    """The names of persons in each sentence, left to right; `taken` are the tokens of each that name something else."""
    worth = [_may_name(s.tokens, other) for s, other in zip(sentences, taken, strict=True)]
    tagged = iter(ru_names.persons([[t.text for t in s.tokens] for s, w in zip(sentences, worth, strict=True) if w]))
    return [list(_names(s, next(tagged), other)) if w else []
            for s, other, w in zip(sentences, taken, worth, strict=True)]


def _may_name(tokens: Sequence[Token], taken: frozenset[int]) -> bool:
    """Whether a word of the sentence is written with a capital that neither its place nor a party's name explains: the
    cheap look that spares the tagger."""
    return any(_capital(t) and i not in taken and (i > 0 or not ru.is_known(ru.fold(t.text)) or ru_names.likely(t.text))
               for i, t in enumerate(tokens))


def _names(sentence: Sentence, spans: Sequence[tuple[int, int]], taken: frozenset[int]) -> Iterator[Name]:
    """The tagger's spans set on words, and between them the runs of capitalised words that look like a full name."""
    tokens = sentence.tokens
    tagged: dict[int, int] = {}
    for first, last in spans:
        inside = list(range(first, last + 1))
        while inside and not (_capital(tokens[inside[0]]) and inside[0] not in taken):
            inside = inside[1:]
        if inside:
            tagged[inside[0]] = inside[-1]
    i = 0
    while i < len(tokens):
        # A party's name within a tagged name is none: the genitive plural of «Кабул» is also a family name.
        own = taken - frozenset(range(i + 1, tagged[i] + 1)) if i in tagged else taken
        stops = frozenset(k for k in tagged if k > i)
        name = run(tokens, i, own | stops) if i not in taken else None
        if name and (i in tagged or _looks_full(tokens, name)):
            yield name
            i = name.last
        i += 1


def _looks_full(tokens: Sequence[Token], name: Name) -> bool:
    """Whether words that the tagger took for nothing are a name all the same: all proper, one of them known as such."""
    span = tokens[name.first:name.last + 1]
    return (name.full and not name.initials and all(t.pos in ("PROPN", "X") and not t.text.isupper() for t in span)
            and any(ru_names.likely(w) for w in name.words))


def run(tokens: Sequence[Token], i: int, taken: frozenset[int] = frozenset()) -> Name | None:
    """The name that begins at token i: capitalised words, initials and the small words of names between them."""
    last, j = -1, i
    while j < len(tokens) and j - i < LONGEST_NAME and j not in taken:
        token = tokens[j]
        if j - i > 1 and _another(tokens, j):
            break
        if _capital(token) or (last >= 0 and _ROMAN.match(token.text)):
            last = j
        elif ru_names.small(token.text) and (last >= 0 or "-" in token.text):
            last = j if "-" in token.text or token.text in _LAST else last
        elif not (token.text == "." and all(len(t.text) == 1 for t in tokens[i:j])):
            break
        j += 1
    if last < 0:
        return None
    return Name(i, last, tuple(t.text for t in tokens[i:last + 1] if t.text != "."))


def _another(tokens: Sequence[Token], j: int) -> bool:
    """Whether the first name of someone else stands at token j («Хуан Перес Эдвард Смит», a caption)."""
    return (ru_names.first_name(tokens[j].text) and not ru_names.first_name(tokens[j - 1].text)
            and j + 1 < len(tokens) and _capital(tokens[j + 1]) and not ru_names.small(tokens[j - 1].text))


def _capital(token: Token) -> bool:
    return bool(token.text[:1].isupper() and _WORD.match(token.text)) and token.pos not in ("VERB", "ADP", "CCONJ")


def same(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of one name may be the words of another, each in any case: all of `short` stand in `full`.

    A bare word must be the family name: the last of `full`, or the first where the name has the Asian order
    («Ким» of «Ким Чен Ын»), or any word of a name in several parts.
    """
    left = [ru_names.keys(w) for w in full]
    for word in short:
        hit = next((k for k in left if _matches(word, k)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _matches(word: str, keys: frozenset[str]) -> bool:
    if len(word) == 1:
        return any(k.startswith(word.lower()) for k in keys)
    return not keys.isdisjoint(ru_names.keys(word))


def votes(tokens: Sequence[Token], name: Name) -> list[tuple[str, float]]:
    """What the parser and a preposition before it say of the case of a name, as votes for `ru_names.likely_case`."""
    said = [(t.feats.get("Case", ""), 0.5) for t in tokens[name.first:name.last + 1] if "Case" in t.feats]
    before = tokens[name.first - 1].text.lower() if name.first else ""
    return said + [(case, 1.5) for case in ru_names.GOVERNED.get(before, ())]


def sex(tokens: Sequence[Token], name: Name) -> str:
    """Masc or Fem, by the dictionary, else by the parser's majority."""
    known = ru_names.gender(name.words)
    if known:
        return known
    said = [t.feats.get("Gender", "") for t in tokens[name.first:name.last + 1]]
    return "Fem" if said.count("Fem") > said.count("Masc") else "Masc" if "Masc" in said else ""
