"""What changed between two texts, by words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 4000
"""Texts of more words are compared by lines: the time that it takes grows with the square of their length."""
Kind = Literal["same", "gone", "new"]


def changes(old: str, new: str) -> list[tuple[Kind, str]]:
    """The pieces of two texts in their order: what both have, what only the old, what only the new one has. Those that
    are not `new` make up the old text, those that are not `gone` the new one."""
    of = _words if max(len(old.split()), len(new.split())) <= MOST_WORDS else _lines
    before, after = of(old), of(new)
    found: list[tuple[Kind, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(before[a:b])))
        else:
            parts: list[tuple[Kind, str]] = [("gone", "".join(before[a:b])), ("new", "".join(after[c:d]))]
            found += [part for part in parts if part[1]]
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+", text)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
