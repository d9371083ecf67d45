"""The ids of reports and rows: made of what they say, so that they are the same in every ledger.

A report's is `r` and twelve letters of the hash of its key; a row's its kind's letter, the twelve of its report and six
of its own: what it says, of whom, in which words. A happening has that of its first event, with another letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

REPORT_LETTERS, OWN_LETTERS = 12, 6
KINDS = {"e": "event", "p": "position", "o": "official"}


def digest(parts: Iterable[str], letters: int) -> int:
    """A number that stands for texts: as many bits of their hash as so many letters hold."""
    bits = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(bits) >> (64 - 5 * letters)


def report_mark(key: str) -> int:
    """The number that stands for a report's key."""
    return digest([key], REPORT_LETTERS)


def report_uid(mark: int) -> str:
    """A report's id."""
    return "r" + _letters(mark, REPORT_LETTERS)


def row_uid(letter: str, report: int, own: int) -> str:
    """A row's id, from its kind's letter, its report's mark and its own."""
    return letter + _letters(report, REPORT_LETTERS) + _letters(own, OWN_LETTERS)


def parsed(uid: str) -> tuple[str, int, int | None] | None:
    """An id's letter, its report's mark and the row's own, None for a report's; None for what is no id."""
    kind, of_report, own = uid[:1], uid[1:1 + REPORT_LETTERS], uid[1 + REPORT_LETTERS:]
    if len(of_report) != REPORT_LETTERS or len(own) != (0 if kind == "r" else OWN_LETTERS) or kind not in "epohr":
        return None
    try:
        return kind, _number(of_report), _number(own) if own else None
    except KeyError:
        return None


_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]
_VALUES = {letter: n for n, letter in enumerate(_ALPHABET)}


def _letters(number: int, letters: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(5 * letters - 10, -1, -10)])


def _number(text: str) -> int:
    number = 0
    for letter in text:
        number = number << 5 | _VALUES[letter]
    return number
