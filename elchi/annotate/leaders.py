"""Leaders so well known that reports name them without their office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from elchi import lexicon
from elchi.annotate import names, offices
from elchi.languages import ru_names

_YEAR = re.compile(r"(?<!\d)(?<!\bк )(?<!\bдо )(?:19[89]\d|20[0-4]\d)(?!\d)")

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
    """The leaders by what each word of their names may be written as."""
    found: dict[str, list[Leader]] = {}
    for leader in known():
        for key in {key for word in leader.words for key in ru_names.keys(word)}:
            found.setdefault(key, []).append(leader)
    return found


def find(words: Sequence[str], when: int | None) -> Leader | None:
    """Who is named: the holder in the year `when`, else the latest, as `former` where that year is past.

    None where the name is unknown or may be two people's.
    """
    near = dict.fromkeys(x for word in words for key in ru_names.keys(word) for x in _by_word().get(key, ()))
    if len(words) > 1:
        hits = [x for x in near if names.same(words, x.words) or names.same(x.words, words)]
    else:
        hits = [x for x in near if x.family and names.same(words, x.words[-1:])]
    if len({x.words for x in hits}) > 1 or not hits:
        return None
    sitting = [x for x in hits if when is not None and x.since <= when <= x.until]
    leader = max(sitting or hits, key=lambda x: x.since)
    return replace(leader, role="former") if when is not None and leader.until < when else leader
