"""What the head and the foot of a page say about its report: author, dates, views, outlet, named source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from elchi.model import Source
from elchi.read import label, sources, stamps
from elchi.read.layout import Placed

Where = Literal["head", "within", "foot"]

_NUMBER = re.compile(r"\d{1,3}(?:[ .,]\d{3})+(?!\d)|\d+")


@dataclass(slots=True)
class Facts:
    """What was found so far; the first finding of each stays."""

    author: str | None = None
    views: int | None = None
    labelled: stamps.Stamp | None = None
    shown: stamps.Stamp | None = None
    updated: stamps.Stamp | None = None
    foot: stamps.Stamp | None = None
    outlets: list[Source] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def published(self, dateline: stamps.Stamp | None) -> str | None:
        """The day (and time) of publication: as labelled, as shown above, in the dateline, as shown below; a year that
        one leaves out is that of another."""
        told = [s for s in (self.labelled, self.shown, dateline, self.foot, self.updated) if s]
        year = next((s.year for s in told if s.year), None)
        return next((iso for s in told if s is not self.updated and (iso := s.iso(year))), None)

    def updated_at(self, published: str | None) -> str | None:
        """The moment of the last change; a day or year that it leaves out is that of publication."""
        if self.updated is None:
            return None
        if self.updated.month is None:
            return f"{published[:10]}T{self.updated.time}" if published and len(published) >= 10 else None
        return self.updated.iso(int(published[:4]) if published else None)


def gather(placed: Sequence[Placed]) -> Facts:
    """The facts of all lines that are no part of the story."""
    facts = Facts()
    body = [i for i, p in enumerate(placed) if p.kind == "body"] or [len(placed)]
    for i, p in enumerate(placed):
        if p.kind in ("meta", "rubric"):
            _line(facts, p, "head" if i < body[0] else "foot" if i > body[-1] else "within")
        elif p.kind == "chrome" and "©" in p.line.text and not any(f.label for f in _flat(p)[0]):
            facts.outlets += sources.quoted(p.line.text)
    return facts


def _line(facts: Facts, p: Placed, where: Where) -> None:
    facts.outlets += sources.quoted(p.line.text)
    flat, found = _flat(p)
    facts.outlets += [known for f in flat if f.label is None and (known := sources.known(f.value))]
    for f in flat:
        if f.label:
            _labelled(facts, f, found)
    _plain(facts, [found[i] for f in flat if f.label is None for i in stamps.marks(f.value)], where)
    if p.sort in ("meta", "byline") and facts.author is None and len(flat) > 1:
        facts.author = next((f.value for f in flat if f.label is None and label.is_name(f.value)), None)
    if p.sort == "line" and label.is_signature(p.line.text) and (named := sources.name_at(p.line.text, 0)):
        facts.sources.append(named)


def _flat(p: Placed) -> tuple[list[label.Field], list[stamps.Stamp]]:
    cells, found = label.fields(p.line.text)
    return [f for cell in cells for f in cell], found


def _labelled(facts: Facts, f: label.Field, found: list[stamps.Stamp]) -> None:
    told = [found[i] for i in stamps.marks(f.value)]
    if f.label == "author" and facts.author is None:
        facts.author = f.value
    elif f.label == "views" and facts.views is None:
        number = _NUMBER.search(f.value)
        facts.views = int(re.sub(r"\D", "", number[0])[:15]) if number else None
    elif f.label == "published" and told:
        facts.labelled = facts.labelled or _one(told)
    elif f.label == "updated" and told:
        facts.updated = facts.updated or _one(told)
    elif f.label == "source" and f.value:
        facts.sources.append(sources.name_at(f.value, 0) or Source(f.value, "outlet"))


def _plain(facts: Facts, told: list[stamps.Stamp], where: Where) -> None:
    """The dates and times of a line that have no label: above the story they add to each other; within it they head
    a part of the story."""
    if told and where == "head":
        facts.shown = _one([facts.shown, *told] if facts.shown else told)
    elif told and where == "foot":
        facts.foot = facts.foot or _one(told)


def _one(told: list[stamps.Stamp]) -> stamps.Stamp:
    first = told[0]
    for other in told[1:]:
        first = stamps.merge(first, other)
    return first
