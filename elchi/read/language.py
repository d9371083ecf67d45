"""The language of a text, by its letters."""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 20_000
_KAZAKH = frozenset("қғәұ")
_OTHER_CYRILLIC = frozenset("іїєґўјљњћђџқғәұүөңҳҷӣӯҝ")
_ENGLISH = frozenset(["the", "of", "and", "to", "in", "a", "is", "for", "on", "with", "that", "by"])


def language(text: str) -> str | None:
    """"ru", "kk" or "en", or None where the letters and the commonest words speak for none of them."""
    sample = text[:_SAMPLE].lower()
    letters = Counter({c: n for c, n in Counter(sample).items() if c.isalpha()})
    cyrillic = sum(n for c, n in letters.items() if "\u0400" <= c <= "\u04ff")
    latin = sum(n for c, n in letters.items() if c.isascii())
    if cyrillic > latin:
        foreign = sum(letters[c] for c in _OTHER_CYRILLIC)
        if foreign < 0.02 * cyrillic:
            return "ru" if cyrillic < 200 or letters["ы"] else None
        return "kk" if sum(letters[c] for c in _KAZAKH) > 0.03 * cyrillic else None
    words = re.findall(r"[a-z]+", sample)
    return "en" if sum(w in _ENGLISH for w in words) > 0.1 * len(words) else None
