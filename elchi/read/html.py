"""A page into a report: its facts by our own reading of what it declares and shows, its text by our own finder.

trafilatura is asked where the finder is in doubt. On the saved pages of `tests/pages` it alone reaches a word F1 of
.85, for it takes lists of other reports for text and passes over text parted by line breaks (`python -m
benchmarks.extraction`). On 37 real pages with which Readability and newspaper are tested, in ten languages, the finder
reaches .965 and trafilatura .937, for it keeps comments and notices; trafilatura finds more on pages that are no news:
shops, home pages, lists of hints."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lxml.html import HtmlElement

from elchi.errors import ReportError
from elchi.read import html_dates, html_json, html_story, html_tree, metadata
from elchi.read.encoding import decode
from elchi.read.html_tree import Block, words
from elchi.read.language import language
from elchi.read.limits import PAGE, whole
from elchi.read.pieces import Found, How, Piece, Skipped, report

_LEAST = 60
"""Characters: no story is shorter."""
_THIN = 500
"""Characters: a page whose title says that it is an error, a wall or a search is one only where it tells no more."""
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_TITLES, _BODIES = ("title", "headline", "name"), ("body", "content", "text", "html", "full_text", "description")
_DAYS = ("published_date", "publishedAt", "published_at", "datePublished", "publish_date", "created_date", "date")
"""What the states that scripts build pages from call title, text and day of publication."""
_AROUND = 8
"""Blocks: a date that is the page's own stands no farther above its title."""
_LINE = 200
"""Characters: a line that shows a date, with author and rubric, is no longer."""
_RIGHTS = 20
"""Lines of a page that say whose it is; it stands in the last ones."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?16(?:le|be)?|windows-?125\d|cp-?125\d|iso-?8859-?\d+|koi8-[ru]|mac-?cyrillic|ibm866|cp866|"
    r"gb\w+|big5|euc-\w+|shift_?jis",
    re.IGNORECASE,
)


def read_html(piece: Piece, how: How) -> Iterator[Found]:
    """The report of a page; `Skipped` where the page is none. Raises ReportError where it is no text, or too large."""
    yield _read(page_text(whole(piece, PAGE), piece.media, piece.name), piece, how)


def page_text(data: bytes, media: str | None, name: str) -> str:
    """The text of a page: UTF-8 where it is that, whatever is declared; else as declared by the server or the page,
    where that can be; else as its letters tell. Raises ReportError where it is no text."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    data = data.replace(b"\0", b"") if data[:4000].count(0) < 40 else data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        found = [_CHARSET.search(told) for told in ((media or "").encode("utf-8", "replace"), data[:8000])]
    for encoding in (m[1].decode("ascii", "replace") for m in found if m):
        if _KNOWN.fullmatch(encoding) and (text := _as(data, encoding)) is not None:
            return text
    try:
        return decode(data, name)
    except ReportError:
        if b"\0" in data:
            raise
        return data.decode("utf-8", "replace")


def _as(data: bytes, encoding: str) -> str | None:
    """The bytes in an encoding; None where more than a few are none of it."""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        return None
    return text if 200 * text.count("\ufffd") <= len(text) else None


def _read(text: str, piece: Piece, how: How) -> Found:
    tree = html_tree.parse(text)
    if tree is None:
        return Skipped(piece.name, "no page that can be read")
    claims = metadata.claims(tree, piece.given.url)
    scripts = html_json.scripts(tree)
    locked = any((e.get("type") or "").lower() == "password" for e in tree.iter("input"))
    rights = [html_tree.opening(e, 300) for e in [e for e in tree.iter() if _has_rights(e.text or "")][-_RIGHTS:]]
    html_tree.prune(tree)
    blocks = html_tree.blocks(tree)
    title, at = metadata.title(claims, blocks)
    story = html_story.find(blocks, at)
    paragraphs = [b.text for b in story.paragraphs] if story else []
    if not story or story.length < _LEAST:
        paragraphs = _from_scripts(claims, scripts, title) or paragraphs
    if at is None and _in_doubt(blocks, sum(map(len, paragraphs))):
        paragraphs = max(paragraphs, _by_trafilatura(tree, title), key=lambda found: sum(map(len, found)))
    if why := _no_report(title, story, blocks, sum(map(len, paragraphs)), locked):
        return Skipped(piece.name, why)
    _dates(claims, blocks, at, story, title)
    return _report(paragraphs, title, claims, rights, piece, how)


def _in_doubt(blocks: Sequence[Block], length: int) -> bool:
    """Whether what was found is short, and but a small part of what may be text."""
    return length < _THIN and 3 * length < sum(len(b.text) - b.linked for b in blocks if html_story.is_paragraph(b))


def _by_trafilatura(tree: HtmlElement, title: str | None) -> list[str]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, include_tables=False)
    text = "" if found is None or isinstance(found, dict) else found.text or ""
    lines = (html_tree.clean(line) for line in text.splitlines())
    return [p for p in lines if p and p != title and not html_story.is_foot(p)]


def _has_rights(text: str) -> bool:
    return "©" in text or "opyright" in text


def _report(
    paragraphs: Sequence[str], title: str | None, claims: metadata.Claims, rights: Sequence[str], piece: Piece, how: How
) -> Found:
    own = piece.given
    url = own.url or claims.url
    published, updated = html_dates.agreed(claims.told, date.today(), url, how.zone)
    outlet = metadata.outlet(claims, title, rights)
    text = "\n\n".join([*([title] if title else []), *paragraphs])
    told = language("\n".join(paragraphs)) or claims.language
    given = replace(own, url=url, title=own.title or title, outlet=own.outlet or outlet, language=own.language or told,
                    author=own.author or metadata.author(claims, outlet), published=own.published or published,
                    updated=own.updated or updated)
    return report(text, replace(piece, given=given), how)


def _dates(
    claims: metadata.Claims, blocks: Sequence[Block], at: int | None, story: html_story.Story | None, title: str | None
) -> None:
    """Add what the page shows beside its title and at the end of its story, the nearest first, and what title and first
    lines name."""
    first, last = (story.first, story.last) if story else (len(blocks), len(blocks))
    middle = at if at is not None else first
    around = range(max(0, min(middle, first) - _AROUND), min(len(blocks), first + 3))
    beside = [blocks[i].text for i in sorted(around, key=lambda i: abs(i - middle)) if i != at]
    claims.told.shown, claims.told.shown_updated = html_dates.nearest(beside)
    near = sorted((i for i in around if len(blocks[i].text) < _LINE), key=lambda i: abs(i - middle))
    claims.told.published += [day for i in near for told in _times(blocks[i]) if (day := html_dates.iso(told))]
    claims.told.below, _ = html_dates.nearest([b.text for b in blocks[last + 1 : last + 3]])
    opening = [title or "", *(b.text[:100] for b in (story.paragraphs[:2] if story else ()))]
    claims.told.hinted += [day for line in opening for s in html_dates.shown(line)[0] if (day := s.iso())]


def _times(block: Block) -> list[str]:
    """The moments that the marked times of a block declare."""
    marked = (e for e in block.element.iter("time") if e.text and html_tree.clean(e.text) in block.text)
    return [told for e in marked if (told := e.get("datetime"))]


def _no_report(
    title: str | None, story: html_story.Story | None, blocks: Sequence[Block], length: int, locked: bool
) -> str | None:
    """Why a page is no report, or None."""
    if length < _THIN:
        low = (title or "").casefold()
        for why, starts in words()["no_report"].items():
            if low.startswith(tuple(starts)):
                return str(why)
        if locked:
            return "a wall before the page"
    if length < _LEAST:
        return "no story in it"
    if story:
        inside = blocks[story.first : story.last + 1]
        links = [len(b.text) for b in inside if 5 * b.linked > 4 * len(b.text) and len(b.text.split()) > 3]
        told = [len(b.text) for b in inside if html_story.is_paragraph(b)]
        if len(links) > 3 and 3 * len(links) >= 2 * len(told) and 4 * sum(links) > sum(told):
            return "a list of pages"
    return None


def _from_scripts(claims: metadata.Claims, scripts: Sequence[str], title: str | None) -> list[str]:
    """The paragraphs of a story that the page holds in scripts alone: in its JSON-LD, or in the state it is built
    from."""
    if claims.body:
        return [p for line in claims.body.splitlines() if (p := html_tree.clean(line))]
    best: tuple[int, html_json.Found, str] | None = None
    for o in (o for state in html_json.states(scripts) for o in html_json.objects(state)):
        told = next((v for k in _TITLES if isinstance(v := o.get(k), str)), "")
        body = next((v for k in _BODIES if isinstance(v := o.get(k), str) and len(v) > 200), "")
        size = len(body) * (10 if told and title and told.strip() in title else 1)
        if body and told and (best is None or size > best[0]):
            best = (size, o, body)
    if best is None:
        return []
    claims.told.published += [day for k in _DAYS if isinstance(v := best[1].get(k), str) and (day := html_dates.iso(v))]
    tree = html_tree.parse(f"<div>{best[2]}</div>")
    return [b.text for b in html_tree.blocks(tree)] if tree is not None else []
