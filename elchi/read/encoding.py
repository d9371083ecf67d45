"""Bytes into text: UTF-8, UTF-16, Windows-1251 and KOI8-R, told apart by their marks and by letter statistics."""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter

from elchi.errors import ReportError

_SAMPLE = 40_000
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_ODD_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
# How many of a thousand letters of Russian text are each letter (Russian National Corpus, rounded; ё counted as е).
_FREQUENCY = {"о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35,
              "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 14,
              "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ъ": 0.4, "ё": 2}
# The pairs of letters that Russian text holds most of.
_PAIRS_OFTEN = (
    "ст но ен то на ов ни ра во ко ро по ре ан пр ос ет ол ка ал ер ли ть та ти ло ом не ва ин го ла ор ел од от ри ме "
    "де об ит ле те ве се ил за да до ас ат ми ия ем ам тр ны ог ви ди ск со ие ий ой ых аз ез ис сс мо ак ки бы ся")
_PAIRS = frozenset(_PAIRS_OFTEN.split())
_LOG = {letter: math.log(f / 1000) for letter, f in _FREQUENCY.items()}
_USUAL = frozenset("«»„“”‘’—–…№§°©\xa0\xad·•")


def decode(data: bytes, source: str) -> str:
    """The text of `data`, its byte-order mark dropped and its line ends untouched.

    Raises ReportError, naming `source`, where there is nothing, where the bytes are no text or break off in the
    middle of a character, and where the encoding is none of the four.
    """
    if not data:
        raise ReportError(source, "the file is empty")
    text = _decode(data, source)
    if "\0" in text or 200 * len(_CONTROL.findall(text)) > len(text):
        raise ReportError(source, "this is a binary file, not text")
    if not text.strip():
        raise ReportError(source, "the file holds white space only")
    return text


def _decode(data: bytes, source: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[3:], "utf-8", source)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data[2:], "utf-16-le" if data[0] == 0xFF else "utf-16-be", source)
    if wide := _utf16_without_mark(data):
        return _strict(data, wide, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        if b"\0" in data:
            raise ReportError(source, "this is a binary file, not text") from e
        if _mostly_utf8(data):
            raise ReportError(source, _broken("utf-8", e, len(data))) from e
    return _single_byte(data, source)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise ReportError(source, _broken(encoding, e, len(data))) from e


def _broken(encoding: str, error: UnicodeDecodeError, size: int) -> str:
    name = encoding.upper()[:6].rstrip("-")
    if error.end >= size and ("truncated" in error.reason or "unexpected end" in error.reason):
        return f"the file breaks off in the middle of a character ({name})"
    return f"byte {error.start + 1} is not {name}"


def _utf16_without_mark(data: bytes) -> str | None:
    """The UTF-16 in which nearly every second byte is that of Cyrillic, Latin or general punctuation, if one is."""
    sample = data[:_SAMPLE]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        cyrillic = high.count(4)
        if cyrillic > len(high) // 3 and cyrillic + high.count(0) + high.count(0x20) > 0.95 * len(high):
            return encoding
    return None


def _mostly_utf8(data: bytes) -> bool:
    high = sum(b >= 0x80 for b in data[:_SAMPLE])
    valid = sum(b >= 0x80 for b in data[:_SAMPLE].decode("utf-8", "ignore").encode())
    return valid > 0.7 * high


def _single_byte(data: bytes, source: str) -> str:
    """Windows-1251 or KOI8-R, whichever makes the likelier Russian."""
    scored = []
    for encoding in ("cp1251", "koi8-r"):
        sample = data[:_SAMPLE].decode(encoding, "replace")
        if _plausible(sample):
            scored.append((_score(sample), encoding))
    if not scored:
        raise ReportError(source, "the encoding is not UTF-8, UTF-16, Windows-1251 or KOI8-R")
    return _strict(data, max(scored)[1], source)


def _plausible(text: str) -> bool:
    """Whether what lies beyond ASCII is Russian letters and usual marks, in words of their own."""
    beyond = [c for c in text if c > "\x7f"]
    letters = sum(c.lower() in _LOG for c in beyond)
    usual = letters + sum(c in _USUAL for c in beyond)
    return letters > 0 and usual > 0.8 * len(beyond) and 2 * len(_MIXED.findall(text)) <= letters


def _score(text: str) -> float:
    """How like Russian the letters and their pairs are; capitals, above all within a word, count against it."""
    small = text.lower()
    counts = Counter(c for c in small if c > "\x7f")
    total = sum(counts.values())
    likelihood = sum(n * _LOG.get(c, -9.0) for c, n in counts.items() if c not in _USUAL)
    pairs = sum(a + b in _PAIRS for a, b in zip(small, small[1:], strict=False))
    capitals = sum(c != s for c, s in zip(text, small, strict=False))
    return (likelihood + 4 * pairs - 0.3 * capitals - 4 * len(_ODD_CASE.findall(text))) / total
