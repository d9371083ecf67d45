"""Files, folders, standard input, addresses, and what lies in what."""

from __future__ import annotations

import gzip
import io
import os
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from elchi.cli import app
from elchi.errors import ReportError
from elchi.read import batch, limits, read_paths
from elchi.read.pieces import Given, How, Link, Piece, of_bytes
from tests.reading import TEXT, come


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b/z.txt", "a.txt", "b/c.txt", "b/skip.md", ".git/a.txt", "b/.cache.txt", "b/void.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="cp1251")
    (tmp_path / "b" / "void.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "b" / "pipe.txt")
    came = come(tmp_path, tmp_path)
    assert came.ids == ["a.txt", "b/c.txt", "b/z.txt"]
    assert came.skipped == [(".git", "hidden"), ("b/.cache.txt", "hidden"), ("b/pipe.txt", "no plain file"),
                            ("b/skip.md", "of no kind that is read"), ("b/void.txt", "empty")]
    assert not came.faults


def test_faults_do_not_stop_the_rest(tmp_path: Path) -> None:
    good, bad, empty, void = tmp_path / "good.md", tmp_path / "bad.txt", tmp_path / "none", tmp_path / "void.txt"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_bytes(b"\0\1\2")
    void.write_bytes(b"")
    empty.mkdir()
    came = come(tmp_path, tmp_path / "missing.txt", bad, empty, "nul\0l", void, good)
    assert came.ids == ["good.md"]
    assert came.faults == [
        "missing.txt: no such file or directory", "bad.txt: this is a binary file, not text",
        "none: the folder holds no files", "nul\ufffdl: embedded null byte", "void.txt: the file is empty"]


def test_it_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    faults: list[ReportError] = []
    reports = read_paths([str(path), str(tmp_path / "missing.txt")], faults.append)
    assert next(reports).id == str(path)
    assert not faults


@pytest.mark.parametrize("data", [
    TEXT.encode("koi8-r"), gzip.compress(TEXT.encode(), mtime=0),
    b'{"text": "' + TEXT.replace("\n", "\\n").encode() + b'"}\n',
    "outlet;text\nХребет;\"".encode() + TEXT.encode() + b'"\n'], ids=["text", "gzip", "jsonl", "csv"])
def test_standard_input(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    came = come(tmp_path, "-", how=How("2025-03-02"))
    assert [(r.id[0], r.title, r.published) for r in came.reports] == [("-", "Посол прибыл", "2025-03-02")]
    assert not came.faults


def test_a_stream_longer_than_memory_is_read_as_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HELD", 5_000)
    line = b'{"text": "\xd0\x9f\xd0\xbe\xd1\x81\xd0\xbe\xd0\xbb."}\n'
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(line * 2_000)))
    came = come(tmp_path, "-")
    assert len(came.reports) == 2_000
    assert (came.ids[-1], came.faults) == ("-:2000", [])


def test_a_pipe_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(TEXT.encode(),))
    writer.start()
    assert come(tmp_path, tmp_path / "pipe").ids == ["pipe"]
    writer.join()


def test_pieces_lie_in_pieces_to_some_depth(tmp_path: Path) -> None:
    data, name = TEXT.encode(), "a.txt"
    for level in range(limits.DEPTH + 1):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, data)
        data, name = packed.getvalue(), f"{level}.zip"
        path = tmp_path / name
        path.write_bytes(data)
        came = come(tmp_path, path)
        if level < limits.DEPTH:
            assert (len(came.reports), came.faults) == (1, []), level
    assert came.ids == []
    assert [f.rpartition(": ")[2] for f in came.faults] == ["lies too deep in others"]


def test_what_one_path_expands_to_is_bounded_however_it_is_nested(tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 3_000_000)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"{n}.txt", "слово " * 100_000)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"{n}.zip", inner.getvalue())
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    came = come(tmp_path, tmp_path / "outer.zip", tmp_path / "z.txt")
    assert came.ids[-1] == "z.txt"
    assert 1 < len(came.reports) < 10
    assert [f.split(": ")[-1] for f in came.faults] == ["expands too far; nothing more is read of it"]


def test_how_many_pieces_a_path_holds_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MEMBERS", 3)
    monkeypatch.setattr(limits, "MEMBERS", 3)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(5):
            archive.writestr(f"{n}.txt", TEXT)
    came = come(tmp_path, tmp_path / "a.zip")
    assert came.ids == ["a.zip!0.txt", "a.zip!1.txt", "a.zip!2.txt"]
    assert came.faults == ["a.zip!3.txt: holds more than 3 pieces; nothing more is read of it"]


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Хребет</title>
<item><title>Посол прибыл</title><link>https://gov.example/1</link><pubDate>Thu, 05 Mar 2026 18:40:00 +0500</pubDate>
<description>Посол Омана прибыл в Хорог.</description></item>
<item><title>Посол отбыл</title><link>https://gov.example/2</link></item></channel></rss>"""


def _fetch(url: str) -> Piece:
    if url != "https://gov.example/2":
        raise ReportError(url, "the server answers with status 404")
    return of_bytes(url, "Посол Омана отбыл из Хорога.".encode(), "text/plain; charset=utf-8", Given(url=url + "/"))


def test_an_address_is_read_and_where_it_cannot_be_had_what_is_told_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FEED, encoding="utf-8")
    came = come(tmp_path, tmp_path / "a.xml", "https://gov.example/3", how=How(fetch=_fetch))
    assert [(r.url, r.title, r.text) for r in came.reports] == [
        ("https://gov.example/1", "Посол прибыл", "Посол Омана прибыл в Хорог."),
        ("https://gov.example/2/", "Посол отбыл", "Посол Омана отбыл из Хорога.")]
    assert came.faults == ["https://gov.example/3: the server answers with status 404"]


def test_without_a_way_to_fetch_it_what_is_told_of_an_address_is_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FEED, encoding="utf-8")
    came = come(tmp_path, tmp_path / "a.xml")
    assert [r.url for r in came.reports] == ["https://gov.example/1"]
    assert came.faults == ["https://gov.example/2: addresses are not fetched here"]


def test_a_command_tells_what_it_skips_and_how_much(tmp_path: Path) -> None:
    for name, data in (("a.png", b"\x89PNG"), ("b\x1b[31m.png", b"\x89PNG"), ("c.css", b"body{}"), (".d", b"")):
        (tmp_path / name).write_bytes(data)
    run = CliRunner().invoke(app, ["code", str(tmp_path), "--format", "json"])
    assert (run.exit_code, run.stdout.strip()) == (0, "[]")
    assert run.stderr.splitlines() == [
        f"elchi: {tmp_path}/.d: skipped, hidden", f"elchi: {tmp_path}/a.png: skipped, a picture",
        f"elchi: {tmp_path}/b\ufffd[31m.png: skipped, a picture", f"elchi: {tmp_path}/c.css: skipped, a style sheet",
        "elchi: 4 skipped: a picture (2), hidden (1), a style sheet (1)"]


def test_a_command_says_which_column_holds_a_field(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    run = CliRunner().invoke(app, ["code", str(tmp_path / "a.csv"), "--map", "title=a,url=b", "--map", "text=c"])
    assert (run.exit_code, run.stderr) == (1, f"elchi: {tmp_path}/a.csv: there is no column c; the table has a, b\n")


@pytest.mark.parametrize("wrong", ["text", "text=", "=a", "words=a", "text=a,b"])
def test_a_field_that_no_report_has_is_wrong_usage(wrong: str) -> None:
    run = CliRunner().invoke(app, ["code", "a.csv", "--map", wrong])
    assert run.exit_code == 2
    assert "FIELD=COLUMN" in run.stderr


def test_addresses_that_lead_to_themselves_come_to_an_end() -> None:
    asked: list[str] = []

    def fetch(url: str) -> Piece:
        asked.append(url)
        return of_bytes(url, f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{url}'
                             "</loc></sitemap></sitemapindex>".encode())

    told = list(batch.read_link(Link("https://gov.example/map.xml"), How(fetch=fetch)))
    assert [str(t) for t in told] == ["https://gov.example/map.xml: lies too deep in others"]
    assert len(asked) == limits.DEPTH + 2
