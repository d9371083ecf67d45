"""Lists of addresses: feeds (RSS, Atom), lists of feeds (OPML), sitemaps and lists of them."""

from __future__ import annotations

import codecs
import re
from calendar import timegm
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from elchi.errors import ReportError
from elchi.read.encoding import decode
from elchi.read.pieces import Found, Given, How, Link, Piece, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["feed", "opml", "urlset", "sitemapindex"]

MOST_BYTES, MOST_MARKS = 10 * 1024 * 1024, 200_000
"""Of a feed, the second the signs `<` and `&` in it: feedparser mends a broken one at some 20,000 of them a second."""
MOST_MAPPED, MOST_ADDRESSES = 50 * 1024 * 1024, 50_000
"""Of a sitemap: what sitemaps.org allows."""
LONGEST = 2_000
"""Characters of an address."""
_ROOT = re.compile(r"<(?:\w+:)?(opml|urlset|sitemapindex)[\s>/]")
_HEAD = 4_096
_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_DECLARED = re.compile(r"(?:encoding|charset)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_MARKED = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ASCII, _UTF8 = bytes(range(128)), "application/xml; charset=utf-8"
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?")
_STAMP = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
_BREAKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul"))
_UNSEEN = frozenset(("script", "style", "template", "noscript"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def kind_of(text: str) -> Kind:
    """Which kind of list a text is, by the first word of it that says so; a feed where none does."""
    found = _ROOT.search(text[:_HEAD])
    return found[1] if found else "feed"  # type: ignore[return-value]


def read_feed(piece: Piece, how: How) -> Iterator[Found]:
    """The addresses that a feed, a list of feeds, a sitemap or a list of sitemaps names, with what it tells of each;
    of a feed's entries also the text, whole where the feed holds it, else its summary.

    Raises ReportError, after what could be read, where it is no such list, breaks off, or goes past a limit.
    """
    text = list_text(piece)
    kind = kind_of(text)
    yield from _entries(text, piece) if kind == "feed" else _listed(text, piece, kind)


def list_text(piece: Piece) -> str:
    """The text of a list, without its declaration of letters: UTF-8 where it is that, whatever is declared; else as
    server or list declare, where that can be; else as Russian letters tell. Raises ReportError."""
    with closing(piece.open()) as file:
        data = file.read(MOST_MAPPED + 1)
    if len(data) > MOST_MAPPED:
        raise ReportError(piece.name, f"a list has no more than {MOST_MAPPED:,} bytes")
    if not data.strip():
        raise ReportError(piece.name, "the list is empty")
    text = _NUMBER.sub(_letter, _decoded(data, piece))
    declaration = _DECLARATION.match(text)
    return text[declaration.end():] if declaration else text


def _letter(number: re.Match[str]) -> str:
    """A letter told by its number, as it stands; nothing where there is no such letter."""
    digits = number[1] or number[2]
    code = int(digits, 16 if number[1] else 10) if len(digits) < 9 else 0
    return number[0] if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""


def _decoded(data: bytes, piece: Piece) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data[len(mark):].decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    if 10 * text.count("\ufffd") <= len(data.translate(None, _ASCII)):  # a broken letter here and there
        return text
    declared = _DECLARED.search(piece.media or "") or _DECLARED.search(text[:200])
    if declared and not declared[1].lower().startswith("utf"):
        try:
            return data.decode(declared[1])
        except (UnicodeError, LookupError):
            pass
    return decode(data, piece.name)


def _entries(text: str, piece: Piece) -> Iterator[Found]:
    """The entries of a feed. A document type that declares entities is refused: none can stand for a file, an address
    or a text of a billion laughs then. feedparser is given bytes, so that it asks no server."""
    import feedparser

    if len(text) > MOST_BYTES or text.count("<") + text.count("&") > MOST_MARKS:
        raise ReportError(piece.name, f"a feed has no more than {MOST_BYTES:,} characters and {MOST_MARKS:,} marks")
    if "<!entity" in text.lower():
        raise ReportError(piece.name, "the feed declares entities of its own")
    try:
        found = feedparser.parse(BytesIO(text.encode("utf-8", "replace")), sanitize_html=False,
                                 resolve_relative_uris=False, response_headers={"content-type": _UTF8})
    except Exception as e:  # what is made ill enough, feedparser does not expect
        raise ReportError(piece.name, "the feed cannot be read") from e
    if not found.get("version") and not found.entries:
        raise ReportError(piece.name, "this is no feed")
    outlet = piece.given.outlet or _line(found.feed.get("title"))
    broken = found.bozo and not _CLOSED.search(text[-_HEAD:])
    for entry in found.entries[:-1 if broken else None]:  # of the last even the address may be cut
        yield _entry(entry, replace(piece.given, outlet=outlet), piece)
    if broken:
        raise ReportError(piece.name, "the feed breaks off")


def _entry(entry: Any, own: Given, piece: Piece) -> Found:
    url = _absolute(entry.get("link") or "", piece)
    if url is None:
        return Skipped(piece.name, f"an entry without an address: {_line(entry.get('title')) or 'untitled'}")
    whole = max((text for content in entry.get("content", ()) if (text := content.get("value"))), key=len, default="")
    return Link(url, replace(
        own, url=url, title=_line(paragraphs(entry.get("title") or "")), author=_line(entry.get("author")),
        published=_moment(entry, "published"), updated=_moment(entry, "updated")),
        paragraphs(whole or entry.get("summary") or "") or None)


def _moment(entry: Any, name: str) -> str | None:
    """When, in UTC; as it stands where it is an ISO date by no clock that is told."""
    told, parsed = (dict.get(entry, key) for key in (name, f"{name}_parsed"))  # its own `get` makes one of the other
    told = str(told or "").strip()
    if _LOCAL.fullmatch(told):
        return told
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _listed(text: str, piece: Piece, kind: Kind) -> Iterator[Found]:
    """The addresses of a sitemap, a list of sitemaps or of feeds. libxml2 takes no entity for what it stands for here,
    asks no server, and stops at its limits of depth and size."""
    from lxml import etree

    unit = {"urlset": "url", "sitemapindex": "sitemap", "opml": "outline"}[kind]
    count = 0
    walk = etree.iterparse(BytesIO(text.encode("utf-8", "replace")), events=("end",), resolve_entities=False,
                           no_network=True, load_dtd=False, huge_tree=False)
    try:
        for _, element in walk:
            if _name(element) != unit:
                continue
            found = _outline(element, piece) if unit == "outline" else _mapped(element, piece)
            count += found is not None
            if count > MOST_ADDRESSES:
                raise ReportError(piece.name, f"the list names more than {MOST_ADDRESSES:,} addresses")
            if found:
                yield found
            element.clear()
            while unit != "outline" and (before := element.getprevious()) is not None:
                before.getparent().remove(before)
    except etree.XMLSyntaxError as e:
        raise ReportError(piece.name, f"the list breaks off: {_line(e.msg)}") from e
    if not count:
        raise ReportError(piece.name, "the list names no addresses")


def _outline(element: _Element, piece: Piece) -> Found | None:
    told = {name.lower(): value for name, value in element.attrib.items()}
    if not (given := told.get("xmlurl")):
        return None
    url = _absolute(given, piece)
    return Link(url, replace(piece.given, url=url, outlet=_line(told.get("title") or told.get("text")))) if url else \
        Skipped(piece.name, f"no address: {_line(given[:60])}")


def _mapped(element: _Element, piece: Piece) -> Found | None:
    """One address of a sitemap, and what the extension for news tells of it."""
    news = next((inner for inner in element if _name(inner) == "news"), ())
    told = {_name(inner): inner.text or "" for part in news for inner in part.iter()}
    given = next((inner.text or "" for inner in element if _name(inner) == "loc"), "").strip()
    if not given:
        return None
    url = _absolute(given, piece)
    if url is None:
        return Skipped(piece.name, f"no address: {_line(given[:60])}")
    return Link(url, replace(
        piece.given, url=url, outlet=piece.given.outlet or _line(told.get("name")), title=_line(told.get("title")),
        published=_stamp(told.get("publication_date")), language=_line(told.get("language"))))


def _stamp(told: str | None) -> str | None:
    found = _STAMP.fullmatch((told or "").strip())
    return found[0] if found else None


def _name(element: _Element) -> str:
    """The name of an element without its namespace, of which sitemaps have several."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _absolute(given: str, piece: Piece) -> str | None:
    """An address of http or https, as it is meant in this list; None where it is none."""
    try:
        whole = given.startswith(("http://", "https://"))
        url = given.strip() if whole else urljoin(piece.given.url or piece.name, given.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    named = given.strip() and parts.scheme in ("http", "https") and parts.hostname
    return url if named and len(url) <= LONGEST and not _CONTROL.search(url) else None


def _line(told: Any) -> str | None:
    return " ".join(_CONTROL.sub("", told).split()) or None if isinstance(told, str) else None


def paragraphs(html: str) -> str:
    """The words of a piece of HTML, a paragraph to a line, without what no reader sees."""
    if "<" not in html and "&" not in html:
        return _CONTROL.sub("", html).strip()
    from lxml import etree
    from lxml.html import HTMLParser

    root = etree.fromstring(f"<div>{_CONTROL.sub('', html)}</div>", HTMLParser(huge_tree=False, no_network=True))
    words: list[str] = []
    skip = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")) if root is not None else ():
        if event in ("comment", "pi"):
            words.append("" if skip else element.tail or "")
            continue
        unseen, breaks = element.tag in _UNSEEN, element.tag in _BREAKS
        if event == "start":
            skip += unseen
            words += ["\n" if breaks else "", "" if skip else element.text or ""]
        else:
            skip -= unseen
            words += ["\n" if breaks else "", "" if skip else element.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(
        word if word == "\n" else word.replace("\n", " ").replace("\r", " ") for word in words).split("\n"))
    return "\n".join(filter(None, lines))
