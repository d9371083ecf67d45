"""Paths and addresses into reports, one after the other: what each piece is, what lies in it, and what lies in that."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import kinds
from elchi.read.archives import BROKEN, hidden
from elchi.read.limits import DEPTH, MEMBERS, Allowance, Exceeded, allowed, metered, shown, taken, whole
from elchi.read.pieces import FIELDS, Found, Given, How, Link, Piece, Skipped, of_bytes, report

Told = Report | Skipped | ReportError
"""What comes of a path in the end: reports, what is none, and what is at fault."""

AS_IT_IS = How()


def read_paths(paths: Sequence[str], on_fault: Callable[[ReportError], None], how: How = AS_IT_IS,
               on_skip: Callable[[Skipped], None] = lambda skipped: None) -> Iterator[Report]:
    """The reports of files and folders, of standard input (`-`) and of addresses (`http://…`), lazily, whatever they
    are found in. What cannot be read goes to `on_fault`, what is no report to `on_skip`, and the next is read."""
    for path in paths:
        for told in _told(path, how):
            if isinstance(told, Report):
                yield told
            elif isinstance(told, Skipped):
                on_skip(told)
            else:
                on_fault(told)


def read_piece(piece: Piece, how: How, named: bool = False) -> Iterator[Told]:
    """All that comes of a piece that lies in no other. `named`: a person named it, so what may be text is text."""
    try:
        yield from _piece(piece, how, allowed(piece), named=named)
    except Exceeded as e:
        yield e
    except (OSError, ValueError) as e:
        yield _unreadable(piece.name, e)


def read_link(link: Link, how: How) -> Iterator[Told]:
    """All that comes of an address: of what lies there, or, where that gives no report, of what is told of it."""
    yield from _link(link, how, iter(range(MEMBERS)))


def _told(path: str, how: How) -> Iterator[Told]:
    if path.startswith(("http://", "https://")):
        yield from read_link(Link(path), how)
    elif path != "-" and Path(path).is_dir():
        yield from _folder(path, how)
    else:
        try:
            piece = _named(path)
        except (OSError, ValueError) as e:
            yield _unreadable(path, e)
        else:
            yield from read_piece(piece, how, named=True)


def _named(path: str) -> Piece:
    if path == "-":
        return taken(path, sys.stdin.buffer)
    if Path(path).exists() and not Path(path).is_file():  # a pipe, which gives its bytes once
        return taken(shown(path), Path(path).open("rb"))
    return _file(path)


def _file(path: str) -> Piece:
    return Piece(shown(path), lambda: Path(path).open("rb"))


def _folder(path: str, how: How) -> Iterator[Told]:
    """What comes of all files of a folder and of those beneath it, in the order of their names."""
    faults: list[OSError] = []
    found: list[str] = []
    for top, folders, files in os.walk(path, onerror=faults.append):
        found += [str(Path(top, name)) for name in (*files, *filter(hidden, folders))]
        folders[:] = [name for name in folders if not hidden(name)]
    yield from (_unreadable(str(e.filename), e) for e in faults)
    if not found and not faults:
        yield ReportError(path, "the folder holds no files")
    for name in sorted(found):
        if hidden(Path(name).name):
            yield Skipped(shown(name), "hidden")
        elif Path(name).exists() and not Path(name).is_file():
            yield Skipped(shown(name), "no plain file")
        else:
            yield from read_piece(_file(name), how)


def _piece(piece: Piece, how: How, allowance: Allowance, depth: int = 0, named: bool = False) -> Iterator[Told]:
    """All that comes of a piece; what it costs is taken from the allowance. Raises Exceeded where that is spent."""
    try:
        what = kinds.kind(kinds.look(piece), piece.name, piece.media, named)
        kind = kinds.KINDS.get(what)
        if kind is None:
            yield Skipped(piece.name, what)
        elif depth > DEPTH:
            yield ReportError(piece.name, "lies too deep in others")
        else:
            if kind.most is not None:
                piece = of_bytes(piece.name, whole(piece, kind.most), piece.media, piece.given)
            for found in kind.reader()(piece, how):
                yield from _found(found, how, allowance, depth + 1, named and what in kinds.PACKED)
    except Exceeded:
        raise
    except ReportError as e:
        yield e
    except BROKEN as e:
        yield _unreadable(piece.name, e)


def _found(found: Found, how: How, allowance: Allowance, depth: int, named: bool) -> Iterator[Told]:
    if isinstance(found, Report | ReportError):
        if isinstance(found, Report):
            allowance.take(len(found.text), found.id)  # of a table, a little file can tell one text without end
        yield found
        return
    allowance.count(found.url if isinstance(found, Link) else found.name)
    if isinstance(found, Piece):
        yield from _piece(metered(found, allowance), how, allowance, depth, named)
    elif isinstance(found, Link):
        yield from _link(found, how, allowance.pieces, depth)
    else:
        yield found


def _link(link: Link, how: How, pieces: Iterator[int], depth: int = 0) -> Iterator[Told]:
    if link.text is None:
        yield from _fetched(link, how, pieces, depth)
        return
    told = list(_fetched(link, how, pieces, depth))
    if any(isinstance(one, Report) for one in told):
        yield from told
        return
    try:
        own = replace(link.given, url=link.given.url or link.url)
        yield report(link.text, of_bytes(link.url, b"", given=own), how)
    except ReportError as e:
        yield e


def _fetched(link: Link, how: How, pieces: Iterator[int], depth: int) -> Iterator[Told]:
    """All that comes of what lies at an address; what is told of it wins over what the server says, but for where it
    lies."""
    if how.fetch is None:
        yield ReportError(shown(link.url), "addresses are not fetched here")
        return
    try:
        piece = how.fetch(link.url)
        given = {name: getattr(link.given, name) or getattr(piece.given, name) for name in FIELDS}
        piece = replace(piece, given=Given(**{**given, "url": piece.given.url or link.url}))
        yield from _piece(piece, how, replace(allowed(piece), pieces=pieces), depth)
    except ReportError as e:
        yield e
    except (OSError, ValueError) as e:
        yield _unreadable(link.url, e)


def _unreadable(name: str, error: Exception) -> ReportError:
    return ReportError(shown(name), " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__)
                                             .split()).lower()[:200])
