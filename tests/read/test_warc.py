"""WARC files: their pages, and nothing else, quickly and without memory."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter

from elchi.read import read_paths
from elchi.read.limits import PAGE
from elchi.read.pieces import Found, How, Piece, Skipped
from elchi.read.warc import read_warc
from tests.reading import come, watched

HTML = (
    "<!DOCTYPE html><html><body><p>Посол Омана прибыл в Хорог. Министр иностранных дел Таджикистана принял его, "
    "стороны обсудили сотрудничество двух государств, подписали соглашение и меморандум.</p></body></html>").encode()


def record(block: bytes, url: bytes = b"https://gov.example/1", kind: bytes = b"response",
           media: bytes = b"application/http; msgtype=response") -> bytes:
    return (b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: " + url
            + b"\r\nWARC-Date: 2026-03-05T13:40:00Z\r\nWARC-Record-ID: <urn:uuid:5>\r\nContent-Type: " + media
            + b"\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")


def answer(body: bytes, *head: bytes, media: bytes = b"text/html; charset=utf-8", status: bytes = b"200 OK") -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, b"Content-Type: " + media, *head, b"", body])


PAGE_RECORD = record(answer(HTML))


def read(data: bytes) -> list[Found]:
    return list(read_warc(Piece("a.warc", lambda: io.BytesIO(data)), How()))


def pages(found: list[Found]) -> list[tuple[str | None, bytes]]:
    return [(piece.given.url, piece.open().read()) for piece in found if isinstance(piece, Piece)]


def zstd(data: bytes) -> bytes:
    packed = io.BytesIO()
    with ZstdWriter(packed) as writer:
        writer.write(data)
    return packed.getvalue()


def chunked(data: bytes) -> bytes:
    parts = (data[at:at + 50] for at in range(0, len(data), 50))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd], ids=["plain", "gzip", "zstd"])
def test_pages_come_with_their_addresses(pack: Callable[[bytes], bytes]) -> None:
    data = b"".join(map(pack, [
        record(b"software: x", kind=b"warcinfo", media=b"application/warc-fields"), record(b"GET /", kind=b"request"),
        PAGE_RECORD, record(HTML, b"https://gov.example/2", b"resource", b"text/html"),
        record(answer(b"\x89PNG", media=b"image/png")), record(answer(HTML, status=b"404 Not Found")),
        record(answer(b"User-agent: *", media=b"text/plain")), record(answer(b"body{}", media=b"text/css")),
        record(answer(b"<rss version='2.0'></rss>")), record(answer(HTML, media=b""), b"https://gov.example/3")]))
    found = read(data)
    assert pages(found) == [("https://gov.example/1", HTML), ("https://gov.example/2", HTML),
                            ("https://gov.example/3", HTML)]
    assert [piece.given.published for piece in found if isinstance(piece, Piece)] == [None] * 3
    assert found[-1] == Skipped("a.warc", "no page", 5)
    first = found[0]
    assert isinstance(first, Piece)
    assert (first.name, first.media) == ("a.warc!https://gov.example/1", "text/html; charset=utf-8")


@pytest.mark.parametrize(("body", "head"), [
    (gzip.compress(HTML), [b"Content-Encoding: gzip"]), (zlib.compress(HTML), [b"Content-Encoding: deflate"]),
    (zstd(HTML), [b"Content-Encoding: zstd"]), (chunked(HTML), [b"Transfer-Encoding: chunked"]),
    (chunked(gzip.compress(HTML)), [b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"]),
    (gzip.compress(zlib.compress(HTML)), [b"Content-Encoding: deflate, gzip"]),
    (HTML, [b"Content-Encoding: gzip", b"Transfer-Encoding: chunked"]), (HTML, [b"Content-Encoding: br"]),
    (HTML, [b"Content-Encoding: none"])],
    ids=["gzip", "deflate", "zstd", "chunked", "both", "twice", "neither", "no brotli", "unknown"])
def test_what_a_server_packed_is_unpacked(body: bytes, head: list[bytes]) -> None:
    assert pages(read(record(answer(body, *head)))) == [("https://gov.example/1", HTML)]


def test_a_packed_record_that_is_not_read_does_not_harm_the_next() -> None:
    """An iterator that unpacks records itself loses its place here."""
    large = gzip.compress(bytes(100 << 20))
    data = record(answer(large, b"Content-Encoding: gzip")) + record(
        answer(large, b"Content-Encoding: gzip", media=b"image/png")) + PAGE_RECORD
    found = read(data)
    assert pages(found) == [("https://gov.example/1", HTML)]
    assert {f.why for f in found if isinstance(f, Skipped)} == {f"a page of more than {PAGE >> 20} MiB", "no page"}


def test_broken_records_do_not_stop_the_rest() -> None:
    found = read(record(b"no http") + record(b"") + record(answer(HTML, b"X: " + b"y" * 100_000)) + record(answer(b""))
                 + PAGE_RECORD)
    assert pages(found) == [("https://gov.example/1", HTML)]
    assert found[1:] == [Skipped("a.warc", "no page", 2), Skipped("a.warc", "a broken record"),
                         Skipped("a.warc", "empty")]


@pytest.mark.parametrize("data", [PAGE_RECORD * 2, gzip.compress(PAGE_RECORD) * 2], ids=["plain", "gzip"])
def test_a_page_that_breaks_off_is_none(data: bytes) -> None:
    found = read(data[:-50])
    assert pages(found) == [("https://gov.example/1", HTML)]
    assert found[1:] == [Skipped("a.warc", "a broken record")]


@pytest.mark.parametrize("data", [
    PAGE_RECORD + b"garbage" * 100, gzip.compress(PAGE_RECORD) + gzip.compress(PAGE_RECORD)[:60] + b"\xff" * 9_000,
    PAGE_RECORD + b"WARC/1.0\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"], ids=["garbage", "broken", "long head"])
def test_a_broken_file_is_told_and_what_was_whole_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    faults: list[Exception] = []
    skipped: list[Skipped] = []
    list(read_paths([str(tmp_path / "a.warc")], faults.append, How(), skipped.append))
    assert any(str(fault).startswith(f"{tmp_path}/a.warc: ") for fault in faults)
    with pytest.raises(OSError):
        read(data)


def test_addresses_that_no_address_may_be_are_left_away() -> None:
    found = read(record(answer(HTML), b"https://gov.example/\x1b[31m")
                 + record(answer(HTML), b"https://" + b"a" * 3_000))
    assert pages(found) == [(None, HTML)] * 2
    assert all(piece.name.isprintable() for piece in found if isinstance(piece, Piece))


def test_a_bomb_of_a_record_is_passed_over(tmp_path: Path) -> None:
    """A record of 8 GiB of nothing."""
    size, zeros, packer = 8 << 30, bytes(64 << 20), zlib.compressobj(1, wbits=31)
    block = answer(b"")
    head = record(block).partition(b"Content-Length")[0] + b"Content-Length: %d\r\n\r\n" % (size + len(block)) + block

    def packed(data: bytes) -> bytes:
        return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)

    with (tmp_path / "a.warc.gz").open("wb") as file:
        file.write(packed(head) + packed(zeros) + packed(zeros) * (size // len(zeros) - 1))
    count, growth, seconds, _ = watched(tmp_path / "a.warc.gz")
    assert (count, growth < 60, seconds < 15) == (0, True, True)


def test_pages_become_reports(tmp_path: Path) -> None:
    story = "".join(f"<p>Посол Омана {n} раз прибыл в Хорог, где его встретил министр.</p>" for n in range(2, 9))
    page = f"<html><head><title>Посол прибыл</title></head><body><h1>Посол прибыл</h1><article>{story}</article></body>"
    (tmp_path / "a.warc").write_bytes(record(answer(page.encode())) + record(answer(b"\x89PNG", media=b"image/png")))
    came = come(tmp_path, tmp_path / "a.warc")
    assert [(r.url, r.title) for r in came.reports] == [("https://gov.example/1", "Посол прибыл")]
    assert came.ids == ["a.warc!https://gov.example/1"]
    assert (came.skipped, came.faults) == ([("a.warc", "no page")], [])


def test_memory_does_not_grow_with_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        for n in range(120):
            file.write(record(answer(HTML + b" " * 1_000_000, media=(b"text/html", b"image/png")[n % 2])))
    tracemalloc.start()
    try:
        size = sum(len(piece.open().read()) for piece in read_warc(Piece("a", lambda: path.open("rb")), How())
                   if isinstance(piece, Piece))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 60 * (len(HTML) + 1_000_000)
    assert peak < 25_000_000  # of one page, however it is looked at
