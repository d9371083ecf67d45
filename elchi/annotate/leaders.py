"""Leaders so well known that reports name them without their office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from elchi import lexicon
from elchi.annotate import names, offices
from elchi.languages import ru_names
from elchi.languages.ru import fold

_YEAR = re.compile(r"(?<!\d)(?<!\bк )(?<!\bдо )(?:19[89]\d|20[0-4]\d)(?!\d)")

_DAY = re.compile(r"\d{1,2} (?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]* (?:19|20)\d\d|\d\d\.\d\d\.20\d\d")
_SOFT = frozenset("аеиоуыэюяйь")
_HEAD = 400
_OPEN = 9999


@dataclass(frozen=True, slots=True)
class Leader:
    """A holder of an office from year `since` to year `until`, both included; `family` whether the family name alone
    tells who it is."""

    id: str
    words: tuple[str, ...]
    country: str
    role: str
    since: int
    until: int
    family: bool
    past: bool = False


def dated(text: str) -> bool:
    """Whether the report begins with the day and year of which it tells."""
    return bool(_DAY.search(text[:_HEAD]))


def year(text: str) -> int | None:
    """The latest year that a report names: it is about the time of the report."""
    found = [int(m[0]) for m in _YEAR.finditer(text)]
    return max(found) if found else None


@lexicon.cached
def known() -> tuple[Leader, ...]:
    """All leaders of the lexicon; raises LexiconError."""
    return tuple(Leader(e["id"], tuple(e["ru"]["names"][0].split()), e["country"], e["role"], e["from"],
                        e.get("to", _OPEN), len(e["ru"]["names"]) > 1)
                 for e in offices.entries().values() if "country" in e)


@lexicon.cached
def _by_word() -> dict[str, list[Leader]]:
    """The leaders by how the words of their names begin, which is alike in all cases."""
    found: dict[str, list[Leader]] = {}
    for leader in known():
        for start in {_start(word) for word in leader.words}:
            found.setdefault(start, []).append(leader)
    return found


def _start(word: str) -> str:
    return fold(word)[:3]


def find(words: Sequence[str], when: int | None, firm: bool = False) -> Leader | None:
    """Who is named: the holder in the year `when`, else the latest, `past` where that year is over.

    None where the name is unknown or may be that of people of two states, or where nobody of that name was in office
    yet and the year is `firm`, that of the report.
    """
    if len(words[-1]) < 2:
        return None
    words = _plain(words)
    alike = Counter(x for start in {_start(word) for word in words} for x in _by_word().get(start, ()))
    near = [x for x, n in alike.items() if n >= min(len(words), len(_plain(x.words)), 2)]
    if len(words) > 1:
        hits = [x for x in near if _same_words(words, _plain(x.words))] or \
            [x for x in alike if x.family and _spelled_alike(words, x.words)]
    else:
        hits = [x for x in near if x.family and names.same(words, x.words[-1:])]
    longest = max(hits, key=lambda x: len(x.words), default=None)
    if longest is None or not all(x.country == longest.country or _same_words(_plain(x.words), _plain(longest.words))
                                  for x in hits):
        return None
    if firm and when is not None and all(x.since > when for x in hits):
        return None
    sitting = [x for x in hits if when is not None and x.since <= when <= x.until]
    leader = max(sitting or hits, key=lambda x: x.since)
    return replace(leader, past=True) if when is not None and leader.until < when else leader


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """The words without «бен», «бин» and the like, which are written in many ways."""
    return tuple(w for w in words if w not in ("бен", "бин", "ибн")) or tuple(words)


def _spelled_alike(words: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a full name is that of a leader but for the vowels of the first name («Эммануэлю Макрону», «Каей
    Каллас»), which outlets spell each in their way."""
    if len(words) != 2 or len(known) != 2 or not names.same(words[-1:], known[-1:]):
        return False
    short, long = sorted((_consonants(words[0]), _consonants(known[0])), key=len)
    return words[0][0] == known[0][0] and long.startswith(short) and len(long) - len(short) < 2


def _consonants(word: str) -> str:
    return "".join(letter for letter in fold(word) if letter not in _SOFT)


def _same_words(a: Sequence[str], b: Sequence[str]) -> bool:
    return names.same(a, b) or names.same(b, a)


def spelled(words: Sequence[str], read: Collection[str]) -> tuple[str, ...]:
    """The words of a name as the lexicon gives them, where it knows the person: the nominative that endings hide.

    `read` are the words in which the text names the person, so that another spelling is left as it is.
    """
    leader = find(words, None)
    if leader is None:
        return tuple(words)
    return tuple(next((w for w in leader.words if _may_be(w, word, read)), word) if len(word) > 1 else word
                 for word in words)


def _may_be(known: str, word: str, read: Collection[str]) -> bool:
    keys = ru_names.keys(word)
    return fold(known) in keys or known in read and not keys.isdisjoint(ru_names.keys(known))
