"""A page as a tree without its furniture, and the tree as blocks of running text in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_DATA = Path(__file__).with_name("pages.yaml")
_MOST_ELEMENTS = 50_000
_MOST_TEXT = 2_000_000
_NEVER = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "select", "button", "textarea", "object", "nav",
    "aside", "footer", "figcaption", "video", "audio", "canvas", "map", "math", "dialog"))
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PARTS = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ud800-\udfff\ue000-\uf8ff]"
)
_SPACE = re.compile(r"\s+")
_CLOSED = re.compile(r"[.!?…:;؟۔։。][»\"”’)\]]*$")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A run of text that a browser shows as one: its `text` on one line, how many of its characters are `linked`, and
    the block element that holds it."""

    text: str
    linked: int
    element: HtmlElement

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.element.tag in _HEADINGS


@cache
def words() -> dict[str, Any]:
    """The words of `pages.yaml`."""
    return dict(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


@cache
def _furniture() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    found = words()["furniture"]
    return frozenset(found["words"]), frozenset((a, b) for a, b in found["pairs"])


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, or None where it holds no element or more than a page may."""
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    return None if next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is not None else tree


def clean(text: str) -> str:
    """Text on one line, without characters that steer a terminal or are not seen."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def opening(element: HtmlElement, most: int) -> str:
    """The first characters of an element's text, on one line."""
    parts: list[str] = []
    for text in element.itertext():
        parts.append(text[:most])
        most -= len(text)
        if most <= 0:
            break
    return clean("".join(parts))


def names(element: HtmlElement) -> list[str]:
    """The names that class and id give an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:400].split()


def named(element: HtmlElement, wanted: frozenset[str]) -> bool:
    """Whether class or id, or a part of them, is one of the wanted words."""
    return any(n.lower() in wanted or any(p.lower() in wanted for p in _PARTS.split(n)) for n in names(element))


def prune(tree: HtmlElement) -> None:
    """Drop what is no part of a story: scripts, hidden elements, menus and whatever class or id call furniture. What
    holds the main heading or a third of the page's running text stays, whatever it is called."""
    for element in list(tree.iter(*_NEVER)):
        if not _holds_title(element):
            element.drop_tree()
    whole = _running(tree)
    gone: set[HtmlElement] = set()
    for element in [e for e in tree.iter(etree.Element) if _is_furniture(e)]:
        if element in gone or element.tag in ("html", "body") or _holds_title(element) or 3 * _running(element) > whole:
            continue
        gone.update(element.iter())
        element.drop_tree()


def _is_furniture(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
        return True
    single, double = _furniture()
    for name in names(element):
        low = name.lower()
        if low in single:
            return True
        parts = [p.lower() for p in _PARTS.split(name) if p]
        if not single.isdisjoint(parts) or any(pair in double for pair in zip(parts, parts[1:], strict=False)):
            return True
    return False


def _holds_title(element: HtmlElement) -> bool:
    return next(element.iter("h1"), None) is not None


def _running(element: HtmlElement) -> int:
    """Characters of text in paragraphs that are no links."""
    return sum(len(t) for t in element.itertext() if len(t) > 60)


def blocks(tree: HtmlElement) -> list[Block]:
    """The blocks of a tree in the order of the page. A line break ends one where a sentence ends, too."""
    return list(_blocks(body if (body := tree.find("body")) is not None else tree))


def _blocks(tree: HtmlElement) -> Iterator[Block]:
    held: list[HtmlElement] = []
    parts: list[str] = []
    linked = links = total = 0

    def flush() -> Iterator[Block]:
        nonlocal linked
        text = clean("".join(parts))
        if text and held:
            yield Block(text, min(linked, len(text)), held[-1])
        parts.clear()
        linked = 0

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        block = tag not in _INLINE and ":" not in tag and tag != "br"
        if event == "start":
            if block:
                yield from flush()
                held.append(element)
            elif parts and _parted(element):
                parts.append(" ")
            links += tag == "a"
            if tag == "br":
                if _CLOSED.search(next((p.rstrip() for p in reversed(parts) if p.strip()), "")) or _breaks(element):
                    yield from flush()
                else:
                    parts.append(" ")
            text = element.text
        else:
            if block:
                yield from flush()
                held.pop()
            links -= tag == "a"
            text = element.tail if element is not tree else None
        if text and total < _MOST_TEXT:
            parts.append(text)
            total += len(text)
            linked += len(text.strip()) if links else 0


def _parted(element: HtmlElement) -> bool:
    """Whether style alone parts an inline element from the one right before it, as a date from a count of views."""
    before = element.getprevious()
    return before is not None and not before.tail and element.get("class", "SpellE") not in ("SpellE", "GramE")


def _breaks(element: HtmlElement) -> bool:
    """Whether a line break parts more than lines: another stands right before, or it stands between two elements."""
    before, after = element.getprevious(), element.getnext()
    if before is None or (before.tail or "").strip():
        return False
    return before.tag == "br" or after is not None and not (element.tail or "").strip()
