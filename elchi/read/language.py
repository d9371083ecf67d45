"""The language of a text, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("languages.yaml")
_SAMPLE = 20_000
_KAZAKH = frozenset("қғәұ")
_OTHER_CYRILLIC = frozenset("іїєґўјљњћђџқғәұүөңҳҷӣӯҝ")
_ENGLISH = frozenset(["the", "of", "and", "to", "in", "a", "is", "for", "on", "with", "that", "by"])
_SCRIPTS = {
    "cyrillic": "\u0400-\u04ff\u0500-\u052f",
    "latin": "a-z\u00df-\u024f\u1e00-\u1eff",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "armenian": "\u0531-\u0587",
    "georgian": "\u10a0-\u10ff",
    "hebrew": "\u05d0-\u05ea",
    "han": "\u4e00-\u9fff",
    "other": "\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\uac00-\ud7af",
}
_OF_SCRIPT = {name: re.compile(f"[{chars}]") for name, chars in _SCRIPTS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻ][^\W\d_]+)*")
_STRAY = 0.004
"""The share of letters that may be of another language: names and quotations."""
_WORDS = 0.1
"""The share of the words that the commonest make up where letters alone do not tell."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """An entry of `languages.yaml`."""

    id: str
    script: str
    letters: str
    least: float
    without: str
    words: frozenset[str]


@cache
def _signs() -> tuple[_Sign, ...]:
    return tuple(
        _Sign(**{**e, "words": frozenset(e["words"])}) for e in yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    )


def language(text: str) -> str | None:
    """The language as ISO 639-1 has it: "ru", "kk", "en" or another of the region's and of diplomacy
    (`languages.yaml`), or None where letters and words speak for none of them."""
    sample = text[:_SAMPLE].lower().replace("i̇", "i")
    letters = Counter({c: n for c, n in Counter(sample).items() if c.isalpha()})
    cyrillic = sum(n for c, n in letters.items() if "\u0400" <= c <= "\u04ff")
    latin = sum(n for c, n in letters.items() if c.isascii())
    if cyrillic > latin:
        foreign = sum(letters[c] for c in _OTHER_CYRILLIC)
        if foreign < 0.02 * cyrillic:
            return "ru" if cyrillic < 200 or letters["ы"] else None
        if sum(letters[c] for c in _KAZAKH) > 0.03 * cyrillic and not any(
            letters[c] > 0.005 * cyrillic for c in "ҷӣӯҳў"
        ):
            return "kk"
        return _by_signs("cyrillic", letters, sample)
    if latin:
        words = re.findall(r"[a-z]+", sample)
        if sum(w in _ENGLISH for w in words) > 0.1 * len(words) and not _marked(letters, latin):
            return "en"
    counts = {name: sum(n for c, n in letters.items() if pattern.match(c)) for name, pattern in _OF_SCRIPT.items()}
    script = max(counts, key=lambda name: counts[name])
    return _by_signs(script, letters, sample) if counts[script] else None


def _marked(letters: Counter[str], latin: int) -> bool:
    """Whether letters that English has not are so many that no names explain them."""
    return sum(n for c, n in letters.items() if not c.isascii()) > 0.05 * latin


def _by_signs(script: str, letters: Counter[str], sample: str) -> str | None:
    """The language of a script whose letters and words fit best."""
    total = sum(n for c, n in letters.items() if _OF_SCRIPT[script].match(c))
    found = _WORD.findall(sample)
    scores: dict[str, float] = {}
    for sign in _signs():
        if sign.script != script or sum(letters[c] for c in sign.without) > _STRAY * total:
            continue
        marks = sum(letters[c] for c in sign.letters) / total
        common = sum(w in sign.words for w in found) / (len(found) or 1)
        if marks < sign.least or sign.words and not sign.letters and common < _WORDS:
            continue
        scores[sign.id] = marks + common
    return max(scores, key=lambda name: scores[name], default=None)
