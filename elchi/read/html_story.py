"""Where on a page the story stands: the blocks of its title, deck and text."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from lxml.html import HtmlElement

from elchi.read import html_dates
from elchi.read.html_tree import Block, calls_itself, named, words

_SHORT, _LONG = 25, 60
"""Characters: a shorter block is no paragraph, one of so many is one even where no full stop closes it."""
_WEIGHTS = (1.0, 1.0, 0.6, 0.4, 0.3, 0.25)
"""What a paragraph counts for the element that holds it, for that one's parent and so on (as Readability counts)."""
_SENTENCE = re.compile(r"[.!?…:;؟۔։。][»\"”’)\]]*$")
_TELLING = re.compile(r"[^\W\d_]{2}")
_DATELINE = re.compile(r"^[^\W\d_][\w .-]{2,30}[,–—-] ?[^.]{2,40}$")
_BESIDE = 3
"""Blocks: so far stand date, author and picture between a deck and the text."""
_FAR = 0.3
"""What an element counts whose text begins under a heading that leads elsewhere."""
_DECK = 12
"""Blocks that are no paragraphs: a deck stands no farther under its title."""
_APART = 4
"""Elements: so high above the parts of a story that is held in several stands what holds them all."""


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
    inside = [i for i in _held(blocks, holder, title) if title is None or i != title]
    if title is not None and any(i > title for i in inside):
        inside = [i for i in inside if i > title]
    inside = list(_before_others(blocks, inside))
    good = [i for i in inside if is_paragraph(blocks[i])]
    if not good:
        return None
    first, last = good[0], _closing(blocks, inside, good[-1])
    told = _without_feet(blocks, [i for i in inside if i <= last])
    kept = [i for i in told if _belongs(blocks[i], before=i < first)]
    heading = blocks[title].text if title is not None else ""
    deck = [i for i in _deck(blocks, title, min(kept, default=first)) if i not in kept]
    repeated = [i for i in deck if any(_opens(blocks[k].text, blocks[i].text) for k in kept[:1])]
    chosen = [i for i in sorted({*deck, *kept} - {*repeated}) if not _same(blocks[i].text, heading)]
    return Story(tuple(blocks[i] for i in chosen), first, last) if chosen else None


def _before_others(blocks: Sequence[Block], inside: Sequence[int]) -> Sequence[int]:
    """The blocks before the first heading that leads elsewhere, where it follows text and no paragraph after it stands
    with one before: other stories follow."""
    good = [i for i in inside if is_paragraph(blocks[i])]
    other = next((i for i in inside if blocks[i].heading and _is_link(blocks[i])), None)
    if other is None or not good or not good[0] < other < good[-1]:
        return inside
    before, after = ({blocks[i].element.getparent() for i in good if (i > other) is late} for late in (False, True))
    return [i for i in inside if i < other] if before.isdisjoint(after) else inside


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


def _is_link(block: Block) -> bool:
    return 2 * block.linked > len(block.text)


def is_foot(text: str) -> bool:
    """Whether a line is one by which a page ends or breaks a story."""
    low = text.lower().lstrip('«"“•-–— #@')
    return len(text) < 300 and low.startswith(_feet())


@cache
def _feet() -> tuple[str, ...]:
    return tuple(words()["foot"]["starts"])


@cache
def _deck_names() -> frozenset[str]:
    return frozenset(words()["deck"]["words"])


def _holder(blocks: Sequence[Block], title: int | None) -> HtmlElement | None:
    """The element that holds the story: the one with most running text right in it, a little less with what lies
    deeper; what calls itself a story counts half as much again. Where the title is known, it is one of those that
    hold the first paragraphs after it and lie within the element that holds title and story: other stories and
    comments lie without."""
    good = [i for i, b in enumerate(blocks) if is_paragraph(b) and not (is_foot(b.text) or html_dates.is_date(b.text))]
    after = [i for i in good if title is None or i > title]
    after = [i for i in after if not any(_is_head(e) for e in _upward(blocks[i].element))] or after
    scores: dict[HtmlElement, float] = defaultdict(float)
    for i in after or good:
        for weight, element in zip(_WEIGHTS, _upward(blocks[i].element), strict=False):
            scores[element] += weight * (len(blocks[i].text) - 2 * blocks[i].linked)
    for element in scores:
        if element.get("itemprop") == "articleBody" or calls_itself("story", element):
            scores[element] *= 1.5
    if title is not None and after:
        top = _top(blocks, title, after)
        near = {e for i in after if top is None or _within(blocks[i].element, top) for e in _upward(blocks[i].element)}
        scores = {e: score for e, score in scores.items() if e in near and (top is None or _within(e, top))}
        beyond = _beyond(blocks, after)
        scores = {e: score * (_FAR if e in beyond else 1.0) for e, score in scores.items()}
    return max(scores, key=lambda e: scores[e], default=None)


def _beyond(blocks: Sequence[Block], after: Sequence[int]) -> set[HtmlElement]:
    """What holds paragraphs but not the first after the title, where a heading that is a link parts the two:
    other stories."""
    others = (i for i in range(after[0], len(blocks)) if blocks[i].heading and _is_link(blocks[i]))
    heading = next(others, len(blocks))
    near = {e for i in after if i < heading for e in _upward(blocks[i].element)}
    return {e for i in after if i > heading for e in _upward(blocks[i].element)} - near


def _top(blocks: Sequence[Block], title: int, after: Sequence[int]) -> HtmlElement | None:
    """The element that holds title and story: that of title and next paragraph, or, where this one may be a deck,
    standing alone with the title and right before another with no heading between, that of the title and the other."""
    above = [e for e in _upward(blocks[title].element) if not _is_head(e)]
    tops = [next((e for e in above if _within(blocks[i].element, e)), None) for i in after[:2]]
    if len(tops) < 2 or tops[0] is tops[1]:
        return tops[0]
    between = [b for b in blocks[after[0] + 1 : after[1]] if b.linked < len(b.text) and not html_dates.is_date(b.text)]
    return tops[1] if len(between) < _BESIDE and not any(b.heading for b in between) else tops[0]


def _is_head(element: HtmlElement) -> bool:
    """Whether an element holds a title with deck, author and date, never the text."""
    return element.tag in ("header", "hgroup") or calls_itself("head", element)


def _held(blocks: Sequence[Block], holder: HtmlElement, title: int | None) -> list[int]:
    """The blocks of what holds the story, and of elements of its kind before and after it: a story may be held in
    several, an advertisement between two of them. It ends at a heading that is none of its subheads, and where other
    lines stand between."""
    own = [i for i, b in enumerate(blocks) if _within(b.element, holder)]
    wraps = takewhile(lambda e: e.tag != "body" and _holds_no_more(blocks, own, e), _upward(holder))
    holder = next((e for e in wraps if e.get("class")), None)
    if holder is None:
        return own
    kind = holder.get("class")
    above = deque(islice(holder.iterancestors(), _APART), maxlen=1).pop()
    held, tag = set(own), blocks[title].element.tag if title is not None else None
    for way in (range(own[-1] + 1, len(blocks)), range(own[0] - 1, -1, -1)):
        between = 0
        for i in way:
            block = blocks[i]
            part = next((e for e in _upward(block.element) if e.tag == holder.tag and e.get("class") == kind), None)
            inside = part is not None and _within(part, above)
            other = block.heading and (not inside or _is_link(block) or block.element.tag == tag)
            if other or between > _BESIDE:
                break
            between = 0 if inside else between + 1
            if inside:
                held.add(i)
    return sorted(held)


def _holds_no_more(blocks: Sequence[Block], own: Sequence[int], element: HtmlElement) -> bool:
    """Whether an element holds no blocks but these: it wraps them alone."""
    around = (own[0] - 1, own[-1] + 1)
    return not any(_within(blocks[i].element, element) for i in around if 0 <= i < len(blocks))


def _upward(element: HtmlElement | None) -> Iterator[HtmlElement]:
    while element is not None and element.tag != "html":
        yield element
        element = element.getparent()


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
    if title is None or sum(not is_paragraph(b) for b in blocks[title + 1 : first]) > _DECK:
        return []
    return [i for i in range(title + 1, first) if _is_deck(blocks[i])]


def _is_deck(block: Block) -> bool:
    if 2 * block.linked >= len(block.text) or is_foot(block.text) or html_dates.is_date(block.text):
        return False
    around = [e for e in (block.element, block.element.getparent()) if e is not None]
    marked = block.heading or any(named(e, _deck_names()) for e in around)
    return is_paragraph(block) or marked and len(block.text.split()) > 2


def _opens(text: str, deck: str) -> bool:
    """Whether a paragraph opens with what a deck says, as where the page shows its first lines twice."""
    return text.casefold().startswith(deck.casefold().rstrip(" .…"))


def _same(text: str, other: str) -> bool:
    return text.casefold().strip(" .") == other.casefold().strip(" .")
