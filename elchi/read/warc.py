"""WARC files, plain or packed by gzip or zstd: the pages that servers answered with, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any

from elchi.read import kinds, worth
from elchi.read.limits import HEAD, MIB, PAGE, shown
from elchi.read.pieces import Found, Given, How, Piece, Skipped, of_bytes

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

NO_PAGE, BROKEN, LARGE = "no page", "a broken record", f"a page of more than {PAGE // MIB} MiB"
_MAY_BE_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", ""))
_ADDRESS = 2_000


def read_warc(piece: Piece, how: How) -> Iterator[Found]:
    """The HTML pages of the `response` and `resource` records of a WARC, each with the address that was asked for; then
    how many records hold none. Raises OSError where the file is broken."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    others: Counter[str] = Counter()
    broken: OSError | None = None
    with closing(piece.open()) as file:
        try:
            for record in ArchiveIterator(file, WarcRecordType.response | WarcRecordType.resource, parse_http=False):
                found = _page(record, piece.name)
                if isinstance(found, Piece):
                    yield found
                else:
                    others[found] += 1
        except OSError as e:
            broken = e
    yield from (Skipped(piece.name, why, count) for why, count in others.items())
    if broken:
        raise broken


def _page(record: WarcRecord, name: str) -> Piece | str:
    """The page of a record, or what it holds instead. Nothing is read of what is said to be no page."""
    media = record.headers.get("Content-Type") or ""
    packed: tuple[str, ...] = ()
    if record.is_http:
        try:
            record.parse_http()
        except OSError:
            return BROKEN
        if record.http_headers.status_code != 200:
            return NO_PAGE
        media = record.http_headers.get("Content-Type") or ""
        packed = _packed(record)
    if media.partition(";")[0].strip().lower() not in _MAY_BE_PAGES:
        return NO_PAGE
    # The iterator would unpack it too, but loses its place where it is to leave such a record half read.
    size = min(record.content_length, PAGE + 1)
    if len(data := record.reader.read(size)) < size:
        return BROKEN
    data = _unpacked(data, packed)
    if len(data) > PAGE:
        return LARGE
    url = record.headers.get("WARC-Target-URI") or ""
    if kinds.kind(data[:HEAD], url, media) != "html":
        return NO_PAGE if data else "empty"
    if not worth.is_worth(data):
        return worth.NOTHING
    return of_bytes(shown(f"{name}!{url}"), data, media,
                    Given(url=url if url.isprintable() and 0 < len(url) <= _ADDRESS else None))


def _packed(record: WarcRecord) -> tuple[str, ...]:
    """In what a server packed its answer, the last first."""
    told = (record.http_headers.get("Content-Encoding") or "", record.http_headers.get("Transfer-Encoding") or "")
    return tuple(name.strip().lower() for header in reversed(told) for name in reversed(header.split(",")) if name)


def _unpacked(data: bytes, packed: tuple[str, ...]) -> bytes:
    """The answer unpacked, no further than to a byte more than a page may have; as it is, where it is not packed as the
    server says: many crawlers keep an answer unpacked beside a head that says otherwise."""
    from fastwarc import stream_io

    readers: dict[str, Callable[[BytesIO], Any]] = {
        "gzip": stream_io.GzipReader, "x-gzip": stream_io.GzipReader, "br": stream_io.BrotliReader,
        "deflate": lambda file: stream_io.GzipReader(file, zlib=True), "zstd": stream_io.ZstdReader,
        "chunked": stream_io.ChunkedReader}
    for name in packed:
        if name in readers:
            try:
                data = readers[name](BytesIO(data)).read(PAGE + 1) or data
            except OSError:
                return data
    return data
