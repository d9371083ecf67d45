"""A text into lines, with offsets of the text as given, and the cleaned words of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = 250
"""Characters: no line that is longer is anything but body."""

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = re.compile(f"(?:{_BREAK.pattern})+")
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_EDGE = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + _UNSEEN
_DROP = {ord(c): None for c in _UNSEEN}
_DROP |= dict.fromkeys(range(57344, 57600))
_NO_BREAK = str.maketrans("\u00a0\u202f\u2007\u2009", "    ")
_DIGITS = re.compile(r"\d+(?:[.,: ]\d+)*")
_OTHER = re.compile(r"[^\w#©]+|_+")
_END = re.compile(r"[.!?…;:,][»\"”’)\]]*$|[.!?…][»\"”]?\s*\([^()]{0,60}\)$")
_FULL_STOP = re.compile(r"[.!?…][»\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line (or the wrapped lines of one paragraph), [start, end): `text` cleaned, of a long one only its beginning;
    `gap` says that a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool

    @property
    def long(self) -> bool:
        """Whether it is too long for anything but body."""
        return self.end - self.start > SHORT


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that hold anything, in order, wrapped ones joined."""
    return _join(list(_lines(text)), text)


def clean(text: str) -> str:
    """The text without soft hyphens and other unseen marks, no-break spaces as spaces, on one line."""
    return _BREAK.sub(" ", text.translate(_DROP).translate(_NO_BREAK)).strip()


def canon(text: str) -> str:
    """The text as the page lexicon compares it: lower case, е for ё, one space for marks, `#` for a number."""
    folded = _DIGITS.sub(" # ", text.lower().replace("ё", "е"))
    return _OTHER.sub(" ", folded).strip()


def ends(text: str) -> bool:
    """Whether a mark closes the text or promises more."""
    return bool(_END.search(text[-70:]))


def ends_sentence(text: str) -> bool:
    """Whether the text closes like a sentence."""
    return bool(_FULL_STOP.search(text[-10:]))


def _lines(text: str) -> Iterator[Line]:
    start, gap = 0, False
    for stop, after in (*((m.start(), m.end()) for m in _BREAKS.finditer(text)), (len(text), len(text))):
        piece = text[start:stop]
        left = len(piece) - len(piece.lstrip(_EDGE))
        core = piece.strip(_EDGE)
        if core:
            at = start + left
            yield Line(at, at + len(core), clean(core[:SHORT]), gap)
        gap = not core or after - stop > 1 and text[stop:after] != "\r\n"
        start = after


def _join(lines: list[Line], text: str) -> list[Line]:
    """Lines that a fixed width broke, joined again: what goes on with a small letter, and, in a text where that is
    the habit, whatever follows a full line that no mark closes."""
    runs_on = [_runs_on(a, b, text) for a, b in zip(lines, lines[1:], strict=False)]
    close = sum(not line.gap for line in lines[1:])
    width = sorted(line.end - line.start for line in lines)[len(lines) // 2] if lines else 0
    wrapped = sum(runs_on) > 1 and 4 * sum(runs_on) > close and width < 120
    joined: list[list[Line]] = []
    for i, line in enumerate(lines):
        before = lines[i - 1]
        full = wrapped and not line.gap and before.end - before.start > 0.8 * width
        if i and (runs_on[i - 1] or full and not ends(text[before.start:before.end])):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [_one(group, text) if len(group) > 1 else group[0] for group in joined]


def _runs_on(a: Line, b: Line, text: str) -> bool:
    return (not b.gap and text[b.start].islower() and a.end - a.start >= 40
            and not ends(text[max(a.start, a.end - 70):a.end]))


def _one(group: list[Line], text: str) -> Line:
    start, end = group[0].start, group[-1].end
    return Line(start, end, clean(text[start:min(end, start + SHORT)]), group[0].gap)
