"""The grammar of dates: word classes and patterns from `lexicons/dates/`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import yaml

from elchi.annotate import date_shifts, date_values
from elchi.annotate.date_values import Parts
from elchi.errors import LexiconError
from elchi.lexicon import SHIPPED

_SHAPES = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "mm": r"(?:0?[1-9]|1[0-2])",
    "year": r"(?:1[5-9]|20)\d\d",
    "decade": r"(?:(?:1[89]|20)\d0|[2-9]0)",
}
_WORD = re.compile(r"\w+")
_GROUP = re.compile(r"\([^()]*\)\??")
_HOLE = re.compile(r"\{([a-z_]+)(\d?)\}")
_PLAIN = str.maketrans({"ё": "е", "Ё": "Е", "–": "-", "—": "-", "‑": "-", "‒": "-", "−": "-"})
LONGEST_CUE = 40
"""How far back a word that introduces a date is looked for, in characters."""
_CACHED_WORDS = 100_000

READERS = date_values.READERS | date_shifts.READERS

Words = dict[str, tuple[tuple[int, re.Pattern[str]], ...]]
"""The word classes: the numbers of each and the forms that stand for them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, what may stand right before it, and the calendar function that reads its parts.

    `needs` are the word classes without a word of which the pattern cannot match; figures are the class `figure`.
    """

    id: str
    regex: re.Pattern[str]
    after: re.Pattern[str] | None
    value: str
    relative: bool
    needs: frozenset[str]
    yes: tuple[tuple[str, str], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule fits a sentence, and the numbers that its words stand for, by part."""

    rule: Rule
    start: int
    end: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules in order, the words that look ahead, that end a term, and that take up the day named last."""

    rules: tuple[Rule, ...]
    words: Words
    ahead: re.Pattern[str]
    deadline: re.Pattern[str]
    same_day: re.Pattern[str]
    classes: Callable[[str], frozenset[str]]

    def matches(self, text: str) -> list[Match]:
        """The matches in `text` (made `plain`) from left to right, the longest first where some begin together."""
        present: frozenset[str] = frozenset().union(*map(self.classes, set(_WORD.findall(text))))
        found = [m for rule in self.rules if rule.needs <= present for m in self._of_rule(rule, text)]
        found.sort(key=lambda m: (m.start, -m.end))
        kept: list[Match] = []
        for match in found:
            if not kept or match.start >= kept[-1].end:
                kept.append(match)
        return kept

    def _of_rule(self, rule: Rule, text: str) -> Iterator[Match]:
        for m in rule.regex.finditer(text):
            start = m.start()
            if rule.after and not rule.after.search(text, max(0, start - LONGEST_CUE), start):
                continue
            parts = {name: self._number(name, words) for name, words in m.groupdict().items() if words}
            if _possible(parts):
                yield Match(rule, start, m.end(), parts)

    def _number(self, part: str, words: str) -> int:
        name = part.rstrip("0123456789")
        if name not in self.words:
            return int(words)
        return next(number for number, forms in self.words[name] if forms.fullmatch(words))


def plain(text: str) -> str:
    """`text` as the patterns are written, letter for letter as long: ё is е, every dash a hyphen."""
    return text.translate(_PLAIN)


def _possible(parts: Parts) -> bool:
    """Whether the days exist in their months, and those listed in a row follow one another."""
    month = parts.get("month") or parts.get("mm")
    days = [parts[name] for name in ("day", "day2", "day3", "day4") if name in parts]
    if "day4" in parts:
        row = range(days[0], days[0] + len(days))
        if days != list(row):
            return False
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    if "month2" in parts:
        return days[:1] <= [longest.get(month or 1, 31)] and days[1:] <= [longest.get(parts["month2"], 31)]
    return all(day <= longest.get(month or 1, 31) for day in days) and days == sorted(set(days))


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language by its code; raises LexiconError where the file is faulty."""
    path = SHIPPED / "dates" / f"{language}.yaml"
    try:
        return _built(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, KeyError, AttributeError, TypeError, ValueError, re.error) as e:
        raise LexiconError(f"{path}: {e}") from e


def _built(raw: dict[str, Any]) -> Grammar:
    words = {name: {int(n): plain(forms) for n, forms in of.items()} for name, of in raw["words"].items()}
    pieces = _SHAPES | {name: "|".join(of.values()) for name, of in words.items()}
    classes = {name: tuple((n, _compile(forms)) for n, forms in of.items()) for name, of in words.items()}
    return Grammar(
        rules=tuple(_rule(entry, pieces, raw["parts"]) for entry in raw["rules"]),
        words=classes,
        ahead=_compile(rf"\b(?:{'|'.join(raw['ahead'])})\b"),
        deadline=_compile(rf"\b{raw['deadline']} $"),
        same_day=_compile(rf"\b(?:{raw['same_day']})\b"),
        classes=lru_cache(_CACHED_WORDS)(lambda word: _classes_of(word, classes)))


def _rule(entry: dict[str, Any], pieces: dict[str, str], shared: dict[str, str]) -> Rule:
    if entry["value"] not in READERS:
        raise ValueError(f"rule {entry['id']}: no such value {entry['value']}")
    return Rule(
        id=entry["id"],
        regex=_compile(rf"(?<![\w-])(?<!\d[.,:/])(?:{_filled(entry['pattern'], pieces, shared)})(?!\w)"),
        after=_compile(rf"\b{entry['after']} $") if "after" in entry else None,
        value=entry["value"],
        relative=entry.get("relative", False),
        needs=_needs(entry["pattern"]) - set(shared),
        yes=tuple((str(text), str(value)) for text, value in entry.get("yes", {}).items()),
        no=tuple(entry.get("no", ())))


def _needs(pattern: str) -> frozenset[str]:
    """The classes of the holes that stand outside brackets: each match fills them."""
    bare, left = "", pattern
    while bare != left:
        bare, left = left, _GROUP.sub("", left)
    if "|" in bare:
        return frozenset()
    return frozenset("figure" if hole[1] in _SHAPES else hole[1] for hole in _HOLE.finditer(bare)
                     if not bare.startswith("?", hole.end()))


def _classes_of(word: str, classes: Words) -> frozenset[str]:
    found = {name for name, of in classes.items() if any(forms.fullmatch(word) for _, forms in of)}
    return frozenset(found | {"figure"} if word[0].isdigit() else found)


def _filled(pattern: str, pieces: dict[str, str], shared: dict[str, str]) -> str:
    """The pattern with its holes filled: a shared part in place, a word class or shape as a named group."""
    def fill(hole: re.Match[str]) -> str:
        name, number = hole.groups()
        if name in shared:
            return _filled(shared[name], pieces, shared)
        return f"(?P<{name}{number}>{pieces[name]})"

    return _HOLE.sub(fill, pattern)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(plain(pattern).replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}"), re.IGNORECASE)
