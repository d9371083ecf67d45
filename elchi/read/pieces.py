"""What reports are found in, and what a reader gives: the words in which readers of all kinds speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from io import BytesIO
from typing import BinaryIO

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import stamps
from elchi.read.encoding import decode
from elchi.read.text import read_text


@dataclass(frozen=True, slots=True)
class Given:
    """What is told of a report beside its text: by a row of a table, an entry of a feed, the head of a mail, a server.
    The fields are those of `model.Report`; `published` and `updated` are ISO 8601, with an offset where one is told."""

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None


FIELDS = tuple(f.name for f in fields(Given))


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that may hold reports: a file, a member of an archive, the answer of a server.

    `name` is where it was found, for a person: `a.zip!b/c.html`. `open` gives its bytes from the beginning, whenever it
    is called; where it can be called only once, `head` holds its first bytes. `media` is what a server or a mail says
    that it is (`text/html; charset=windows-1251`).
    """

    name: str
    open: Callable[[], BinaryIO]
    media: str | None = None
    given: Given = Given()
    head: bytes | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address at which a report lies, as a feed, a sitemap or a list of feeds names it. `text` is what it itself
    tells of the report, kept where the page cannot be had."""

    url: str
    given: Given = Given()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is no report: where it was found, what it is (`a picture`), and how many such were found there."""

    name: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class How:
    """How reports are to be read: `published` stands for those that give no date of their own, `zone` for the clock of
    outlets of which none is known, `columns` says which column of a table holds a field that is called otherwise there
    (by the names of fields), `fetch` gets what lies at an address (none: addresses are told as faults)."""

    published: str | None = None
    zone: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fetch: Callable[[str], Piece] | None = None


Found = Report | Piece | Link | Skipped | ReportError
"""What a reader gives. A ReportError that is given, not raised, tells a fault after which reading goes on: a row's."""
Reader = Callable[[Piece, How], Iterator[Found]]
"""What reads a kind of piece. Raises ReportError, OSError or ValueError where it cannot be read; what it gave before
stays."""


def of_bytes(name: str, data: bytes, media: str | None = None, given: Given = Given()) -> Piece:
    """A piece that is held in memory."""
    return Piece(name, lambda: BytesIO(data), media, given)


def report(text: str, piece: Piece, how: How) -> Report:
    """The report of a text that was found in a piece; what is given wins over what the text itself says. Raises
    ReportError, naming the piece, as `read_text` does, and where `updated` is no ISO date."""
    own = piece.given
    updated = stamps.normal(own.updated, own.url, how.zone) if own.updated else None
    if own.updated and not updated:
        raise ReportError(piece.name, f"updated is no ISO date: {own.updated[:40]!r}")
    try:
        found = read_text(text, id=own.id or piece.name, url=own.url, outlet=own.outlet, title=own.title,
                          published=own.published or how.published, language=own.language, zone=how.zone)
    except ReportError as e:
        raise ReportError(piece.name, e.fault) from e
    return replace(found, given_id=own.id, author=own.author or found.author, updated=updated or found.updated)


def read_plain(piece: Piece, how: How) -> Iterator[Found]:
    """The report of a piece that is plain text. Raises ReportError as `decode` and `report` do."""
    with piece.open() as file:
        text = decode(file.read(), piece.name)
    yield report(text, piece, how)
