"""JSON within a page: JSON-LD, also broken, and the state from which scripts build a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

_MOST = 2_000_000
_NODES = 50_000
_COMMA = re.compile(r",(\s*[}\]])")
_WRAP = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_VALUE = re.compile(r"\s*(?=[{\[])")
_ASSIGNED = re.compile(r"=\s*(?=[{\[])")
_FIELD = re.compile(r'"(headline|datePublished|dateModified|articleBody|inLanguage|@type)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_OWNER = re.compile(r'"(author|publisher)"\s*:\s*\{[^{}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"')

Found = dict[str, Any]


def linked_data(tree: HtmlElement) -> list[Found]:
    """Every object of the page's JSON-LD, those within others after them; of what is no JSON, one object with the
    fields that can be made out."""
    found: list[Found] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = _WRAP.sub("", (script.text or "")[:_MOST])
            value = _loads(text)
            found += objects(value) if value is not None else _made_out(text)
    return found


def scripts(tree: HtmlElement) -> list[str]:
    """The scripts of a page that may hold what it is built from, JSON-LD aside."""
    told = ((script.text or "", (script.get("type") or "").lower()) for script in tree.iter("script"))
    return [text for text, kind in told if 200 < len(text) < _MOST and "ld+json" not in kind]


def states(texts: Sequence[str]) -> Iterator[Any]:
    """The JSON values of scripts: what a script is, or what it assigns."""
    for text in texts:
        start = _VALUE.match(text) or _ASSIGNED.search(text, 0, 5_000)
        if start:
            try:
                yield json.JSONDecoder(strict=False).raw_decode(text, start.end())[0]
            except (ValueError, RecursionError):
                continue


def objects(value: Any) -> list[Found]:
    """The objects of a JSON value in the order of the text, outer before inner, up to a number no page needs."""
    found: list[Found] = []
    left, seen = [value], 0
    while left and seen < _NODES:
        value, seen = left.pop(), seen + 1
        if isinstance(value, dict):
            found.append(value)
            left.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            left.extend(reversed(value))
    return found


def _loads(text: str) -> Any:
    for attempt in (text, _COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _made_out(text: str) -> list[Found]:
    found: Found = {}
    for name, value in _FIELD.findall(text):
        found.setdefault(name, _unescape(value))
    for name, value in _OWNER.findall(text):
        found.setdefault(name, {"name": _unescape(value)})
    return [found] if found else []


def _unescape(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
