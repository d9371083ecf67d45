"""A page as a tree without its furniture, and the tree as blocks of running text in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
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
_MANNER = re.compile(r"(?:--|(?:^|[-_])(?:has|with|no)[-_]).*")
_ASIDE, _OPENLY = 1, 2
_SOME = 300
"""Characters of running text: furniture that is called so by the way has no more."""
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


def calls_itself(kind: str, element: HtmlElement) -> bool:
    """Whether class or id, as a whole, call an element what `pages.yaml` lists under a kind: «story», «head»."""
    wanted = _whole_names(kind)
    return any(n.lower().replace("_", "-") in wanted for n in names(element))


@cache
def _whole_names(kind: str) -> frozenset[str]:
    return frozenset(words()[kind]["words"])


def named(element: HtmlElement, wanted: frozenset[str]) -> bool:
    """Whether class or id, or a part of them, is one of the wanted words."""
    return any(n.lower() in wanted or any(p.lower() in wanted for p in _PARTS.split(n)) for n in names(element))


def prune(tree: HtmlElement) -> None:
    """Drop what is no part of a story: scripts, hidden elements, menus and whatever class or id call furniture. What
    holds the main heading or a third of the page's running text stays, whatever it is called; so does what holds some
    running text and is called furniture by the way only («article_content content_print», «section--has-ads»)."""
    for element in list(tree.iter(*_NEVER)):
        if not _holds_title(element):
            element.drop_tree()
    whole = _running(tree)
    gone: set[HtmlElement] = set()
    for element in list(tree.iter(etree.Element)):
        if element in gone or element.tag in ("html", "body") or not (called := _furniture_in(element)):
            continue
        running = _running(element)
        if _holds_title(element) or 3 * running > whole or called == _ASIDE and running > _SOME:
            continue
        gone.update(element.iter())
        element.drop_tree()


def _furniture_in(element: HtmlElement) -> int:
    """Whether an element is furniture: 0, or `_ASIDE` where it is called so by the way (what comes after «--», «has» or
    «with» is a manner, and a story may have it), or `_OPENLY`."""
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
        return _OPENLY
    found = 0
    for name in names(element):
        if _is_furniture(name):
            found = max(found, _OPENLY if _is_furniture(_MANNER.sub("", name)) else _ASIDE)
    return min(found, _ASIDE) if found and _is_story(element) else found


def _is_story(element: HtmlElement) -> bool:
    """Whether one of its names, none of furniture, calls an element a story («l-sidebar-fixed l-article-body»)."""
    pairs = {tuple(w.split("-")) for w in _whole_names("story")}
    parts = ([p.lower() for p in _PARTS.split(n) if p] for n in names(element) if not _is_furniture(n))
    return calls_itself("story", element) or any(pair in pairs for name in parts for pair in pairwise(name))


def _is_furniture(name: str) -> bool:
    single, double = _furniture()
    parts = [p.lower() for p in _PARTS.split(name) if p]
    return name.lower() in single or not single.isdisjoint(parts) or any(p in double for p in pairwise(parts))


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
