"""Where on a page the story stands: the blocks of its title, deck and text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lxml.html import HtmlElement

from elchi.read import html_dates
from elchi.read.html_tree import Block, named, names, words

_SHORT, _LONG = 25, 60
"""Characters: a shorter block is no paragraph, one of so many is one even where no full stop closes it."""
_WEIGHTS = (1.0, 1.0, 0.6, 0.4, 0.3, 0.25)
"""What a paragraph counts for the element that holds it, for that one's parent and so on (as Readability counts)."""
_SENTENCE = re.compile(r"[.!?…:;؟۔։。][»\"”’)\]]*$")
_TELLING = re.compile(r"[^\W\d_]{2}")
_DATELINE = re.compile(r"^[^\W\d_][\w .-]{2,30}[,–—-] ?[^.]{2,40}$")
_BESIDE = 3
"""Blocks: so far stand date, author and picture between a deck and the text."""
_DECK = 12
"""Blocks: a deck stands no farther under its title."""


@dataclass(frozen=True, slots=True)
class Story:
    """Blocks of a story: its paragraphs, with deck and subheads, and the numbers of the first and of the last among the
    blocks of the page."""

    paragraphs: tuple[Block, ...]
    first: int
    last: int

    @property
    def length(self) -> int:
        """Characters of running text."""
        return sum(len(b.text) - b.linked for b in self.paragraphs)


def find(blocks: Sequence[Block], title: int | None) -> Story | None:
    """The story among the blocks of a page; `title` is the number of the block that names it. None where no block looks
    like a paragraph."""
    holder = _holder(blocks, title)
    if holder is None:
        return None
    inside = [i for i, b in enumerate(blocks) if _within(b.element, holder) and (title is None or i != title)]
    if title is not None and any(i > title for i in inside):
        inside = [i for i in inside if i > title]
    good = [i for i in inside if is_paragraph(blocks[i])]
    if not good:
        return None
    first, last = good[0], _closing(blocks, inside, good[-1])
    told = _without_feet(blocks, [i for i in inside if i <= last])
    kept = [i for i in told if _belongs(blocks[i], before=i < first)]
    heading = blocks[title].text if title is not None else ""
    deck = [i for i in _deck(blocks, title, min(kept, default=first)) if i not in kept]
    chosen = [i for i in sorted({*deck, *kept}) if not _same(blocks[i].text, heading)]
    return Story(tuple(blocks[i] for i in chosen), first, last) if chosen else None


def _closing(blocks: Sequence[Block], inside: Sequence[int], last: int) -> int:
    """The last block of a story whose last long one is `last`: short sentences may follow («Благодарю за
    внимание.»)."""
    for i in inside:
        if i == last + 1 and _SENTENCE.search(blocks[i].text) and not blocks[i].linked and not is_foot(blocks[i].text):
            last = i
    return last


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text: long, or a sentence, and most of it no link."""
    size = len(block.text)
    if size < _SHORT or 2 * block.linked >= size or block.heading:
        return False
    return size >= _LONG or bool(_SENTENCE.search(block.text))


def is_foot(text: str) -> bool:
    """Whether a line is one by which a page ends or breaks a story."""
    low = text.lower().lstrip('«"“•-–— #@')
    return len(text) < 300 and low.startswith(_feet())


@cache
def _feet() -> tuple[str, ...]:
    return tuple(words()["foot"]["starts"])


@cache
def _story_names() -> frozenset[str]:
    return frozenset(words()["story"]["words"])


@cache
def _deck_names() -> frozenset[str]:
    return frozenset(words()["deck"]["words"])


def _holder(blocks: Sequence[Block], title: int | None) -> HtmlElement | None:
    """The element that holds the story: the one with most running text right in it, a little less with what lies
    deeper; what calls itself a story counts half as much again. Where the title is known, it is one of those that
    hold the first paragraphs after it and lie within the element that holds title and story: other stories and
    comments lie without."""
    good = [i for i, b in enumerate(blocks) if is_paragraph(b) and not is_foot(b.text)]
    after = [i for i in good if title is None or i > title]
    scores: dict[HtmlElement, float] = defaultdict(float)
    for i in after or good:
        for weight, element in zip(_WEIGHTS, _upward(blocks[i].element), strict=False):
            scores[element] += weight * (len(blocks[i].text) - 2 * blocks[i].linked)
    for element in scores:
        if element.get("itemprop") == "articleBody" or _calls_itself_story(element):
            scores[element] *= 1.5
    if title is not None and after:
        top = _top(blocks, title, after)
        near = {e for i in after if top is None or _within(blocks[i].element, top) for e in _upward(blocks[i].element)}
        scores = {e: score for e, score in scores.items() if e in near and (top is None or _within(e, top))}
    return max(scores, key=lambda e: scores[e], default=None)


def _top(blocks: Sequence[Block], title: int, after: Sequence[int]) -> HtmlElement | None:
    """The element that holds title and story: that of title and next paragraph, or, where this one may be a deck,
    standing alone with the title and right before another with no heading between, that of the title and the other."""
    above = list(_upward(blocks[title].element))
    tops = [next((e for e in above if _within(blocks[i].element, e)), None) for i in after[:2]]
    if len(tops) < 2 or tops[0] is tops[1]:
        return tops[0]
    between = blocks[after[0] + 1:after[1]]
    return tops[1] if len(between) < _BESIDE and not any(b.heading for b in between) else tops[0]


def _upward(element: HtmlElement | None) -> Iterator[HtmlElement]:
    while element is not None and element.tag != "html":
        yield element
        element = element.getparent()


def _calls_itself_story(element: HtmlElement) -> bool:
    """Whether an element calls itself the text of a story."""
    return any(n.lower().replace("_", "-") in _story_names() for n in names(element))


def _within(element: HtmlElement, holder: HtmlElement) -> bool:
    return element is holder or any(e is holder for e in element.iterancestors())


def _without_feet(blocks: Sequence[Block], inside: Sequence[int]) -> list[int]:
    """The blocks without those by which the page breaks into the story, and without the list under such a line."""
    kept, listing = [], False
    for i in inside:
        block = blocks[i]
        if is_foot(block.text):
            listing = True
        elif listing and not is_paragraph(block):
            continue
        else:
            listing = False
            kept.append(i)
    return kept


def _belongs(block: Block, before: bool) -> bool:
    """Whether a block from the first to the last paragraph, or `before` the first, is of the story."""
    if html_dates.is_date(block.text):
        return False
    if is_paragraph(block):
        return True
    if 5 * block.linked > 3 * len(block.text) or not _TELLING.search(block.text):
        return False
    return not before or named(block.element, _deck_names()) or _dateline(block.text)


def _dateline(text: str) -> bool:
    """Whether a short line opens a story: a town in capitals, or a town, an agency and a day («Doha – QNA – March
    4»)."""
    return text.isupper() and len(text.split()) <= 3 or bool(_DATELINE.match(text))


def _deck(blocks: Sequence[Block], title: int | None, first: int) -> list[int]:
    """The lines between title and text that tell, too: marked as a deck, or headings, or sentences."""
    if title is None or first - title > _DECK:
        return []
    return [i for i in range(title + 1, first) if _is_deck(blocks[i])]


def _is_deck(block: Block) -> bool:
    if 2 * block.linked >= len(block.text) or is_foot(block.text) or html_dates.is_date(block.text):
        return False
    around = [e for e in (block.element, block.element.getparent()) if e is not None]
    marked = block.heading or any(named(e, _deck_names()) for e in around)
    return is_paragraph(block) or marked and len(block.text.split()) > 2


def _same(text: str, other: str) -> bool:
    return text.casefold().strip(" .") == other.casefold().strip(" .")
