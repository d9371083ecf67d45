"""What a page says of itself: title, outlet, author, address, language, from its JSON-LD, Open Graph, microdata and
other marks, and what of it to believe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from elchi.read import html_dates, html_json
from elchi.read.html_tree import Block, clean, named, opening, words

_KINDS = ("article", "posting", "webpage", "statement")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "published_time", "pubdate",
              "article:published", "mediator_published_time", "publish-date", "publish_date", "publishdate", "pub_date",
              "parsely-pub-date", "sailthru.date", "citation_publication_date", "dc.date.issued", "dcterms.issued")
_DAYS = ("date", "dc.date", "dc:date", "dc.date.created", "dcterms.date", "dcterms.created")
_OWN = ("datePublished", "dateCreated", "dateModified", "publisher", "author")
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_]|$)")
_PART = re.compile(r"\s+[|•·»:/–—-]{1,2}\s+|\s*(?://|\||::)\s*")
_EDGES = " \t|•·»:/–—-,;.»["
_AROUND = _EDGES + "]›"
"""What stands around the name of an outlet."""
_RIGHTS = re.compile(r"(?:©|copyright|\(c\))", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?\b(?:\s?г\.)?")
_HOST = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}\b", re.IGNORECASE)
_DAY = re.compile(r",?\s*\d\d\.\d\d\.\d{4}$")
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}$")
_MOST = 500
"""Characters: no title, name or address of a page is longer."""
_MARKS = 50
"""Elements with microdata that tell of the page itself; those of other reports in its lists come later."""


@dataclass(slots=True)
class Claims:
    """What a page claims, each list in the order of trust; `head` is its <title>."""

    titles: list[str] = field(default_factory=list)
    head: str = ""
    outlets: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    told: html_dates.Told = field(default_factory=html_dates.Told)
    language: str | None = None
    url: str | None = None
    body: str | None = None


def claims(tree: HtmlElement, given_url: str | None) -> Claims:
    """What the tree of a page claims, before anything is dropped from it."""
    found = Claims()
    _linked_data(found, html_json.linked_data(tree))
    metas = _metas(tree)
    _microdata(found, tree)

    def all_of(*names: str) -> list[str]:
        return [v for n in names for v in metas.get(n, [])]

    found.head = next((opening(t, _MOST) for t in tree.iter("title")), "")
    found.titles += all_of("og:title", "twitter:title", "dc.title", "title")
    found.outlets += all_of("og:site_name", "application-name", "dc.publisher", "publisher")
    found.authors += all_of("author", "article:author", "dc.creator", "mediator_author")
    found.told.published += _isos(all_of(*_PUBLISHED))
    found.told.updated += _isos(all_of("article:modified_time", "og:updated_time", "datemodified", "last-modified"))
    found.told.hinted += _isos(all_of(*_DAYS))
    found.url = _address(tree, all_of("og:url"), given_url)
    if day := html_dates.of_url(given_url or found.url):
        found.told.hinted.append(day)
    told = (tree.get("lang"), tree.get("xml:lang"), *all_of("og:locale", "content-language"))
    found.language = next((m[1].lower() for v in told if (m := _LANGUAGE.match(v or ""))), None)
    return found


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").strip().lower()
        value = clean((meta.get("content") or "")[:_MOST])
        if name and value:
            found.setdefault(name, []).append(value)
    return found


def _isos(values: Sequence[str]) -> list[str]:
    return [day for v in values if (day := html_dates.iso(v))]


def _linked_data(found: Claims, objects: Sequence[html_json.Found]) -> None:
    """The first object that is an article tells; what it names by `@id` is looked up."""
    by_id = {str(o["@id"]): o for o in objects if "@id" in o and "name" in o}
    articles = (o for o in objects if "headline" in o or _is_article(o))
    for o in sorted(articles, key=lambda o: "headline" not in o)[:3]:
        found.titles += _texts(o.get("headline"))
        found.told.published += _isos(_texts(o.get("datePublished")))
        found.told.updated += _isos(_texts(o.get("dateModified")))
        found.outlets += _names(o.get("publisher"), by_id)
        found.authors += _names(o.get("author"), by_id, persons=True)
        body = o.get("articleBody")
        found.body = found.body or (body if isinstance(body, str) and len(body) > 200 else None)


def _is_article(found: html_json.Found) -> bool:
    return any(str(kind).lower().endswith(_KINDS) for kind in _list(found.get("@type")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [t for v in _list(value)[:5] if isinstance(v, str) and (t := clean(v[:_MOST]))]


def _names(value: Any, by_id: dict[str, html_json.Found], persons: bool = False) -> list[str]:
    found = []
    for one in _list(value)[:5]:
        if isinstance(one, dict):
            full = one if "name" in one else by_id.get(str(one.get("@id")), one)
            if not (persons and "Organization" in str(full.get("@type"))):
                found += _texts(full.get("name"))
        else:
            found += _texts(one)
    return found


def _microdata(found: Claims, tree: HtmlElement) -> None:
    for element in islice((e for e in tree.iter() if e.get("itemprop") in _OWN), _MARKS):
        prop = element.get("itemprop")
        value = element.get("content") or element.get("datetime")
        if prop in ("datePublished", "dateCreated"):
            found.told.published += _isos([value or opening(element, _MOST)])
        elif prop == "dateModified":
            found.told.updated += _isos([value or opening(element, _MOST)])
        elif prop == "publisher":
            inner = next((e for e in element.iter() if e.get("itemprop") == "name"), None)
            found.outlets += _texts(inner.get("content") or opening(inner, _MOST)) if inner is not None else []
        elif prop == "author" and "Organization" not in (element.get("itemtype") or ""):
            found.authors.append(clean((value or "")[:_MOST]) or opening(element, _MOST))


def _address(tree: HtmlElement, opened: Sequence[str], given: str | None) -> str | None:
    """The address that a page gives itself: rel=canonical, else og:url, only http and https, and never a mere home
    page."""
    links = [e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    for link in [*links, *opened]:
        try:
            full = urljoin(given or "", clean(link[:2000]))
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return full
    return None


def title(found: Claims, blocks: Sequence[Block]) -> tuple[str | None, int | None]:
    """The title of a page, and the number of the block that shows it.

    A heading that one of the claims begins with, or is mostly made of, is the title, or another line that closes one.
    Where none is, a claim is believed, what names the outlet cut off; and last a block that is marked as a title."""
    told = [t for t in [*found.titles, found.head] if t]
    best: tuple[float, int] | None = None
    for i, b in enumerate(blocks):
        if not 8 <= len(b.text) <= _MOST:
            continue
        mark = 3 if b.element.tag == "h1" else 2 if b.heading else 1 if _marked(b.element) else 0
        if mark < 2 and 2 * b.linked > len(b.text):
            continue
        fit = max((_fits(b.text, t) if mark else _closes(b.text, t) for t in told), default=0.0)
        if fit > 0.3 and (best is None or (fit + mark / 100) > best[0]):
            best = (fit + mark / 100, i)
    if best:
        return blocks[best[1]].text, best[1]
    own = [(i, b) for i, b in enumerate(blocks) if b.element.tag == "h1" and len(b.text.split()) > 2]
    short = [cut(t, found.outlets) for t in told]
    claim = next((t for t in short if len(t.split()) > 2 and not _is_outlet(t, found.outlets)), None)
    if own and (claim is None or len(own) == 1):
        return own[0][1].text, own[0][0]
    if claim:
        return claim, None
    for i, b in enumerate(blocks):
        if 15 <= len(b.text) <= 300 and 2 * b.linked < len(b.text) and _marked(b.element):
            return b.text, i
    return (short[0] if short else None), None


@cache
def _title_names() -> frozenset[str]:
    return frozenset(words()["title"]["words"])


def _marked(element: HtmlElement) -> bool:
    """Whether class or id call an element a title, or the one that holds it alone."""
    if named(element, _title_names()):
        return True
    above = element.getparent()
    alone = above is not None and element.getnext() is None and element.getprevious() is None
    return alone and named(above, _title_names())


def _fits(text: str, claim: str) -> float:
    """How much of a claim a heading is: 1 where it is all of it, 0 where it is not its beginning."""
    a, b = _folded(text), _folded(claim)
    if a == b:
        return 1.0
    return len(a) / len(b) if a and b.startswith(a) else 0.9 if len(b) > 20 and a.startswith(b) else 0.0


def _closes(text: str, claim: str) -> float:
    """How much of a claim a line without a mark is that closes it («Хребет: Заголовок»), or is it."""
    a, b = _folded(text), _folded(claim)
    return len(a) / len(b) if a.count(" ") > 1 and b.endswith(a) else 0.0


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("ё", "е")))


def cut(text: str, outlets: Sequence[str]) -> str:
    """A title without the outlet after it («Заголовок | Хребет»): one that is known, or a short last part after a
    mark."""
    parts = list(_PART.finditer(text))
    for m in parts:
        if _is_outlet(text[m.end() :], outlets):
            return text[: m.start()].strip(_EDGES)
    if parts and len(text[: parts[-1].start()].split()) > max(2, len(text[parts[-1].end() :].split())):
        return text[: parts[-1].start()].strip()
    return text.strip()


def _is_outlet(text: str, outlets: Sequence[str]) -> bool:
    folded = _folded(text)
    return any(folded == (o := _folded(outlet)) or o and folded and o.startswith(folded) for outlet in outlets)


def outlet(found: Claims, chosen: str | None, rights: Sequence[str]) -> str | None:
    """The outlet of a page: as declared; else what follows the title in <title> or in another claim; else who holds the
    `rights` in its foot lines."""
    for name in found.outlets:
        if 1 < len(name) <= 120 and not name.startswith(("http", "@")):
            return name
    for claim in (found.head, *found.titles):
        if chosen and _folded(claim).startswith(_folded(chosen)) and (tail := claim[len(chosen) :].strip(_EDGES)):
            parts = (_DAY.sub("", part).strip(_AROUND) for part in reversed(_PART.split(tail)))
            if last := next((part for part in parts if part and not html_dates.is_date(part)), None):
                host = _HOST.search(last) if last[:1].islower() else None  # «новости на сайте hrebet.kz»
                return host[0] if host else last
    return next((owner for line in rights if (owner := _holder(line))), None)


def _holder(line: str) -> str | None:
    """Whom «© 2026 Хребет. Все права защищены» names."""
    mark = _RIGHTS.search(line)
    if not mark:
        return None
    for half in (line[mark.end() :], line[: mark.start()]):
        text = _YEARS.sub(" ", _RIGHTS.sub(" ", half)).strip(" ,.-–—|")
        name = re.split(r"\.\s|,\s|[|\[]", " ".join(text.split()))[0].strip(" .,")
        if 1 < len(name) <= 100 and name[:1].isalpha() and name[:1].isupper() or name.startswith("«"):
            return name
    return None


def author(found: Claims, source: str | None) -> str | None:
    """The person who wrote, where one is named who is neither the outlet nor an account."""
    nobody = words()["bylines"]["nobody"]
    held = {_folded(o) for o in [*found.outlets, source or ""]}
    persons = (a for a in found.authors if _NAME.match(a) and a.casefold() not in nobody)
    return next((a for a in persons if len(a) < 80 and _folded(a) not in held), None)
