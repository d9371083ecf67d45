"""Which feeds are watched, and how often: a list in TOML, or in OPML as readers of feeds write it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elchi.errors import ReportError
from elchi.net.address import parsed
from elchi.read.feeds import read_feed
from elchi.read.pieces import How, Link, of_bytes

SHIPPED = Path(__file__).parent / "feeds.toml"
"""The list that comes with Elchi: none of its feeds is switched on."""
USUAL, SHORTEST = 1800.0, 60.0
"""Seconds between two looks at a feed that says nothing of it, and at least."""
MOST_BYTES = 10 * 1024 * 1024
"""Of a list: many times what tens of thousands of feeds need."""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_EVERY = re.compile(r"(\d{1,6})([smhd])")
_TEXTS, _FLAGS = ("name", "outlet", "country", "language", "seen"), ("on", "checked")


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or a sitemap: its address, what it is called, whose it is, and how many seconds lie between two looks at
    it. `checked`: someone has seen that it answers; `seen`: where its address was found."""

    url: str
    name: str | None = None
    outlet: str | None = None
    country: str | None = None
    language: str | None = None
    every: float = USUAL
    on: bool = True
    checked: bool = False
    seen: str | None = None


def load(path: Path) -> list[Source]:
    """The feeds of a list. Raises ReportError, which names the file and the entry, where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as e:
        raise ReportError(str(path), (e.strerror or str(e)).lower()) from e
    if len(data) > MOST_BYTES:
        raise ReportError(str(path), f"a list of feeds has no more than {MOST_BYTES:,} bytes")
    found = _opml(data, str(path)) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _toml(data, str(path))
    seen: set[str] = set()
    for source in found:
        if source.url in seen:
            raise ReportError(str(path), f"{source.url} is listed twice")
        seen.add(source.url)
    return found


def _opml(data: bytes, name: str) -> list[Source]:
    named = {found.url: found.given.outlet for found in read_feed(of_bytes(name, data), How())
             if isinstance(found, Link)}
    return [Source(url, outlet, outlet) for url, outlet in named.items()]


def _toml(data: bytes, name: str) -> list[Source]:
    try:
        whole = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise ReportError(name, f"not a list in TOML: {str(e) or 'nested too deep'}") from e
    feeds = whole.get("feed")
    if not isinstance(feeds, list) or not all(isinstance(one, dict) for one in feeds):
        raise ReportError(name, "the list has no [[feed]]")
    if odd := set(whole) - {"feed"}:
        raise ReportError(name, f"the list may hold [[feed]] alone, not {min(odd)}")
    return [_source(one, f"{name}, feed {number}") for number, one in enumerate(feeds, 1)]


def _source(told: dict[str, Any], at: str) -> Source:
    values = dict(told)
    url = values.pop("url", None)
    if not isinstance(url, str):
        raise ReportError(at, "the feed has no url")
    try:
        parsed(url)
    except ReportError as e:
        raise ReportError(at, e.fault) from e
    for key, value in values.items():
        if key not in (*_TEXTS, *_FLAGS, "every"):
            raise ReportError(at, f"a feed has no {key}")
        if not isinstance(value, bool if key in _FLAGS else str):
            raise ReportError(at, f"{key} is not {'true or false' if key in _FLAGS else 'a text'}")
    if "every" in values:
        values["every"] = _every(values["every"], at)
    return Source(url, **values)


def _every(told: str, at: str) -> float:
    found = _EVERY.fullmatch(told)
    if not found or (seconds := int(found[1]) * _UNITS[found[2]]) < SHORTEST:
        raise ReportError(at, f"every is a time as 30m, 2h or 1d, and no less than {SHORTEST:.0f}s")
    return float(seconds)
