"""The lines of a report in their places: rubric, head lines, title, lead, headings, body, page chrome."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from elchi.languages import ru
from elchi.model import BlockKind
from elchi.read import label, page
from elchi.read.lines import Line, ends, ends_sentence

_HEAD = 40
"""Lines: a head of a page is never longer, so that no odd text costs more than its length."""

_INNER_STOP = re.compile(r"[.!?…][»\"”)]*\s+[«\"“(—–]*\s*[А-ЯЁA-Z]")
_DATELINE = re.compile(r"^[А-ЯЁ][А-ЯЁа-яё-]+[^.!?]{0,40}[.,—–-]\s*(?:\d|[/«(])")
_TITLE = 160
_HEADLINE = 16
"""Characters of a headline that a full stop closes; words of one that none closes."""


@dataclass(slots=True)
class Placed:
    """A line with its sort and, once known, its place."""

    line: Line
    sort: label.Sort
    kind: BlockKind | None = None


def place(lines: Sequence[Line]) -> list[Placed]:
    """Each line with the kind of block that it is."""
    placed = [Placed(line, label.sort(line)) for line in lines]
    _drop_lists(placed)
    for p in placed:
        if p.sort in ("chrome", "meta", "rubric"):
            p.kind = p.sort
    open_ = [i for i, p in enumerate(placed) if p.kind is None]
    first = next((i for i in open_ if placed[i].sort == "sentence"), len(placed))
    _place_head(placed, [i for i in open_ if i < first][:_HEAD], first)
    _place_rest(placed, first)
    _lead(placed)
    return placed


def _drop_lists(placed: list[Placed]) -> None:
    """The short lines under «Читайте также» are titles of other reports: chrome, up to the next paragraph."""
    inside = False
    for p in placed:
        if p.sort == "list":
            p.sort, inside = "chrome", True
        elif inside and p.sort in ("line", "byline", "rubric") or inside and _asks(p):
            p.sort = "chrome"
        elif p.sort in ("sentence", "line", "byline"):
            inside = False


def _asks(p: Placed) -> bool:
    """A headline that is a question or a shout, right under the line before."""
    return p.sort == "sentence" and not p.line.gap and len(p.line.text) < 120 and p.line.text.endswith(("?", "!"))


def _place_head(placed: list[Placed], head: list[int], first: int) -> None:
    """Title, deck and bylines among the short lines before the first paragraph."""
    title = _title(placed, head)
    if title is None:
        title = _sentence_title(placed, first)
    for i in head:
        p = placed[i]
        if i == title:
            p.kind = "title"
        elif title is not None and i < title:
            p.kind = "meta" if p.sort == "byline" else "rubric"
        elif label.is_item(p.line.text):
            p.kind = "body"
        elif p.sort == "byline":
            p.kind = "chrome" if _is_caption(placed, i) else "meta"
        else:
            p.kind = "rubric" if _beside_meta(placed, i) and not page.has_verb(p.line.text) else "heading"
    if title is not None:
        placed[title].kind = "title"


def _title(placed: list[Placed], head: list[int]) -> int | None:
    """The first short line, unless it only names a section and one that says more follows."""
    lines = [i for i in head if placed[i].sort == "line"]
    if not lines:
        return next((i for i in head if placed[i].sort == "byline" and _stands_alone(placed, i)), None)
    for i, following in zip(lines, lines[1:], strict=False):
        if not _names_section(placed[i].line.text, placed[following].line.text):
            return i
    return lines[-1]


def _names_section(text: str, following: str) -> bool:
    words = len(text.split())
    return words <= 5 and words < len(following.split()) <= _HEADLINE and not page.has_verb(text)


def _stands_alone(placed: list[Placed], i: int) -> bool:
    around = [placed[k] for k in (i - 1, i + 1) if 0 <= k < len(placed)]
    return i + 1 < len(placed) and placed[i + 1].line.gap and not any(p.sort == "meta" for p in around)


def _sentence_title(placed: list[Placed], first: int) -> int | None:
    """A title that ends with a mark: one short sentence, apart, with more than one paragraph after it."""
    if first + 1 >= len(placed):
        return None
    text, after = placed[first].line, [p for p in placed[first + 1:first + 1 + _HEAD] if p.sort == "sentence"]
    apart = placed[first + 1].line.gap or placed[first + 1].kind is not None
    if not (apart and after and ends_sentence(text.text) and len(text.text) <= _TITLE):
        return None
    return None if _INNER_STOP.search(text.text) or _DATELINE.match(text.text) else first


def _beside_meta(placed: list[Placed], i: int) -> bool:
    before = i > 0 and not placed[i].line.gap and placed[i - 1].sort in ("meta", "rubric")
    return before or (i + 1 < len(placed) and not placed[i + 1].line.gap and placed[i + 1].sort in ("meta", "rubric"))


def _is_caption(placed: list[Placed], i: int) -> bool:
    """Whether the name that stands alone is of one whom the report is about: it captions a picture."""
    text = placed[i].line.text
    if not label.is_name(text.rstrip(".")):
        return False
    stem = ru.fold(text.rstrip(".").split()[-1])[:-2]
    return any(stem in ru.fold(p.line.text) for p in placed[:i] + placed[i + 1:i + 4] if p.sort in ("sentence", "line"))


def _place_rest(placed: list[Placed], first: int) -> None:
    """Body and headings from the first paragraph on, and what is signed under the last. Short lines after a colon are
    items of a list and belong to the body."""
    rest = [i for i in range(first, len(placed)) if placed[i].kind is None]
    last = max((i for i in rest if placed[i].sort == "sentence"), default=-1)
    for i in range(first + 1, last):
        # «Санкции», «Экономика» are sections above a report, but headings within it.
        if placed[i].kind == "rubric" and not label.in_cells(placed[i].line.text):
            placed[i].kind = "heading"
    listing = False
    for i in rest:
        p = placed[i]
        if p.sort == "sentence":
            p.kind, listing = "body", p.line.text.endswith((":", ";"))
        elif i > last:
            p.kind = _tail(p, listing)
        else:
            item = listing or label.is_item(p.line.text) or len(p.line.text) > 120
            p.kind = "body" if item else "heading"
    for p in placed:
        p.kind = p.kind or "body"


def _tail(p: Placed, listing: bool) -> BlockKind:
    """Under the last paragraph a signature stands, or what the page adds, or an item that no full stop closes."""
    text = p.line.text
    if p.sort == "byline" or label.is_signature(text):
        return "meta"
    if listing or ends(text) or len(text.split()) > 6 or page.has_verb(text) or label.is_item(text):
        return "body"
    return "chrome"


def _lead(placed: list[Placed]) -> None:
    """The first paragraph is the lead where it stands apart: head lines part it from the body. So is a deck of
    several words under the title."""
    title = next((i for i, p in enumerate(placed) if p.kind == "title"), None)
    if title is None:
        return
    told = [i for i in range(title + 1, len(placed)) if placed[i].kind in ("heading", "body")]
    if len(told) < 2:
        return
    i = told[0]
    apart = placed[told[1]].line.gap and any(p.kind == "meta" for p in placed[i + 1:told[1]])
    deck = placed[i].kind == "heading" and len(placed[i].line.text.split()) > 5
    if deck or apart and placed[i].kind == "body":
        placed[i].kind = "lead"
