"""A text as it comes off a page into a `Report`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from elchi.errors import ReportError
from elchi.model import Block, Report, Source
from elchi.read import facts, layout, sources, stamps
from elchi.read.language import language as language_of
from elchi.read.lines import clean, split_lines

_CITING = 50_000
"""Characters: whom a report has its news from is told near its beginning."""


def read_text(text: str, *, id: str, url: str | None = None, outlet: str | None = None, title: str | None = None,
              published: str | None = None, language: str | None = None, zone: str | None = None) -> Report:
    """The report that `text` holds: its blocks, and what its page says of title, author, dates, views and sources.

    What the caller gives wins over what the page says; `published` is an ISO date-time, YYYY-MM-DD, YYYY-MM or YYYY.
    One with an offset is told by the clock of the outlet, as its address tells it, or else of `zone`.
    Raises ReportError, naming `id`, where the text holds no letters or `published` is of another form.
    """
    if published is not None and (given := stamps.normal(published, url, zone)) is None:
        raise ReportError(id, f"published is no ISO date: {published[:40]!r}")
    if not any(map(str.isalpha, text)):
        raise ReportError(id, "the text holds no words")
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise ReportError(id, f"character {e.start + 1} is half of a surrogate pair") from e
    placed = layout.place(split_lines(text))
    found = facts.gather(placed)
    opening = _dateline(placed)
    if opening and opening.source:
        found.outlets.append(opening.source)
    day = given if published is not None else found.published(opening.stamp if opening else None)
    cited = list(_cited(text, placed))
    own = outlet or _outlet(found, cited)
    return Report(
        id=id, text=text, blocks=tuple(Block(p.kind or "body", p.line.start, p.line.end) for p in placed), url=url,
        outlet=own, title=title or _title(text, placed), author=found.author, published=day,
        updated=found.updated_at(day), views=found.views, language=language or language_of(text),
        sources=sources.chain([*_own(own, found, cited), *(s for s, _ in cited), *found.sources]))


def _title(text: str, placed: Sequence[layout.Placed]) -> str | None:
    return next((" ".join(clean(text[p.line.start:p.line.end]).split()) for p in placed if p.kind == "title"), None)


def _dateline(placed: Sequence[layout.Placed]) -> sources.Dateline | None:
    """The dateline of the first paragraph, or of a head line of its own."""
    for p in placed:
        if p.kind in ("meta", "lead", "body") and (found := sources.dateline(p.line.text)):
            return found
        if p.kind == "body":
            return None
    return None


def _cited(text: str, placed: Sequence[layout.Placed]) -> Iterator[tuple[Source, bool]]:
    left = _CITING
    for p in placed:
        if p.kind in ("lead", "body") and left > 0:
            piece = text[p.line.start:min(p.line.end, p.line.start + left)]
            left -= len(piece)
            yield from sources.cited(clean(piece))


def _outlet(found: facts.Facts, cited: Sequence[tuple[Source, bool]]) -> str | None:
    """The outlet that the page names, else the one that the text names as teller of its news («пишет «Хребет»»)."""
    if found.outlets:
        return found.outlets[0].name
    known = sources.names().known
    return next((s.name for s, relays in cited if relays and s.kind == "outlet" and s.name not in known), None)


def _own(own: str | None, found: facts.Facts, cited: Sequence[tuple[Source, bool]]) -> list[Source]:
    """The report's own outlet as the first link of its chain, of the kind that page or text give it."""
    if own is None:
        return []
    named = next((s for s in [*found.outlets, *(s for s, _ in cited)] if s.name.casefold() == own.casefold()), None)
    return [named or Source(own, sources.names().known.get(own, "outlet"))]
