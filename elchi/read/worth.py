"""A look at the raw bytes of a page, for archives of millions: whether it may hold a report of diplomacy at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("worth.yaml")
NOTHING = "nothing of diplomacy in it"
"""What is said of a page that is not worth reading."""
_MOST = 2_000_000
"""Bytes that are looked at."""
_LEAST = 150
"""Characters: a page with less running text holds no report, unless it builds itself by scripts."""
_BUILT = (b"\\u04", b"\\u003c", b'"articleBody"')
"""What stands in a script that holds a story."""
_RUN = 60
"""Bytes: what is shorter between two tags is no running text."""
_NO_TEXT = (b"script", b"style", b"a ", b"option", b"button", b"!--", b"/script", b"svg", b"path")


def is_worth(data: bytes) -> bool:
    """Whether the running text of a page, links, scripts and menus aside, holds words as a report of diplomacy does
    (`worth.yaml`). What cannot be judged so, being in a script for which there are no words, is worth reading."""
    data = data[:_MOST]
    text = _text(b"\n".join(_running(data)))
    if len(text) < _LEAST:
        return any(mark in data for mark in _BUILT)
    strong, words, least = _words()
    if any(w in text for w in strong):
        return True
    found = 0
    for word in words:
        found += word in text
        if found == least:
            return True
    return _foreign(text)


def _running(data: bytes) -> Iterator[bytes]:
    """What stands between the tags of a page, where it is long and no link or code."""
    for part in data.split(b"<"):
        if len(part) > _RUN and not part.startswith(_NO_TEXT):
            text = part.partition(b">")[2]
            if len(text) > _RUN:
                yield text


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8").lower()
    except UnicodeDecodeError:
        return data.decode(
            "cp1251" if data.count(b"\xd0") + data.count(b"\xd1") < len(data) // 20 else "utf-8", "ignore"
        ).lower()


def _foreign(text: str) -> bool:
    """Whether the text is in a script for which there are no words: Arabic, Armenian, Georgian, Hebrew, Chinese."""
    sample = text[:4000]
    return 5 * sum(c > "\u052f" and c.isalpha() for c in sample) > sum(map(str.isalpha, sample))


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...], int]:
    found = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return (
        tuple(found["strong"]),
        tuple(dict.fromkeys(w for words in found["words"].values() for w in words)),
        int(found["least"]),
    )
