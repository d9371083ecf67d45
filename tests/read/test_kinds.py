"""What a piece is: by its first bytes, then by its name, then by what is said of it."""

from __future__ import annotations

import gzip

import pytest

from elchi.read.kinds import KINDS, kind

HTML = b"<!DOCTYPE html>\n<html><head><title>a</title>"
MAIL = b"Received: from a\r\n\tby b\r\nFrom: a@example.org\r\nDate: Thu, 05 Mar 2026 18:40 +0500\r\nSubject: x\r\n\r\nx"


@pytest.mark.parametrize(("head", "name", "media", "what"), [
    (HTML, "a", None, "html"), (HTML, "a.txt", "text/plain", "html"), (HTML, "a.jpg", "image/jpeg", "html"),
    (b"\xef\xbb\xbf \n<!-- a --><HTML lang=ru>", "a", None, "html"),
    (b"<?xml version='1.0'?><html>", "a", None, "html"),
    (HTML.decode().encode("utf-16"), "a", None, "html"), (b"<p>a", "a", None, "html"), (b"a", "a.html", None, "html"),
    (b"a", "https://gov.example/a?b=c.d", "text/html; charset=utf-8", "html"),
    (b"a", "https://gov.example/index.php", "text/html", "html"),
    (b"<rss version='2.0'>", "a.html", "text/html", "feed"), (b"<?xml version='1.0'?>\n<feed>", "a", None, "feed"),
    (b"<rdf:RDF xmlns:rdf='x'>", "a", None, "feed"), (b"<opml>", "a", None, "feed"),
    (b"<!DOCTYPE opml SYSTEM 'x' [<!ENTITY a 'b'>]><opml>", "a", None, "feed"),
    (b"<urlset xmlns='x'>", "a", None, "feed"), (b"<sitemapindex>", "a", None, "feed"),
    (b"%PDF-1.7\n", "a.txt", None, "pdf"), (b"PK\3\4" + b"\0" * 26 + b"a.txt", "a.bin", None, "zip"),
    (b"PK\3\4" + b"\0" * 26 + b"[Content_Types].xml...word/document.xml", "a", None, "docx"),
    (b"PK\3\4" + b"\0" * 26 + b"[Content_Types].xml...", "a.docx", None, "docx"),
    (b"a" * 257 + b"ustar\x0000", "a", None, "tar"), (gzip.compress(b"abc", mtime=0), "a.txt", None, "gzip"),
    (gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", mtime=0), "a", None, "warc"),
    (b"WARC/1.1\r\n", "a", None, "warc"),
    (b"\x28\xb5\x2f\xfd", "a.warc.zst", None, "warc"), (b"BZh91AY&SY", "a", None, "bzip2"),
    (b"\xfd7zXZ\0", "a", None, "xz"), (b"PAR1\x15", "a", None, "parquet"), (b"a,b", "a.csv", None, "csv"),
    (b"a\tb", "a.TSV", None, "csv"), (b"a,b", "https://gov.example/a", "text/csv", "csv"),
    (b'{"text": "a"}\n', "a.jsonl", None, "jsonl"), (b'{"text": "a"}\n{', "a", None, "jsonl"),
    (MAIL, "a", None, "mail"), (MAIL, "a.eml", None, "mail"), (b"hello", "a", "message/rfc822", "mail"),
    (b"From a@example.org Thu Mar  5 18:40:00 2026\nReceived: from", "a", None, "mbox"), (b"a", "b.mbox", None, "mbox"),
    ("Посол".encode(), "a.zip!b.TXT", None, "text"), ("Посол".encode(), "a", "text/plain", "text"),
    (b"From Baku to Tbilisi", "a.txt", None, "text"), (b"Date: 5 March\n\nThe envoy", "a.txt", None, "text")])
def test_what_is_read_is_known(head: bytes, name: str, media: str | None, what: str) -> None:
    assert what in KINDS
    assert kind(head, name, media) == what


@pytest.mark.parametrize(("head", "name", "what"), [
    (b"", "a.txt", "empty"), (b"\x89PNG\r\n", "a.txt", "a picture"), (b"\xff\xd8\xff\xe0", "a.html", "a picture"),
    (b"<svg xmlns='x'>", "a", "a picture"), (b"<?xml version='1.0'?><svg>", "a", "a picture"),
    (b"body{}", "a.css", "a style sheet"), (b"var a", "https://gov.example/a.js?v=2", "a program"),
    (b"wOF2", "a", "a font"), (b"\0\0\0\x18ftypmp42", "a", "sound or film"), (b"\0\0\0\x18ftypavif", "a", "a picture"),
    (b"7z\xbc\xaf\x27\x1c", "a", "an archive of a kind that is not read"),
    (b"PK\3\4" + b"\0" * 26 + b"[Content_Types].xml..xl/workbook.xml", "a.xlsx", "a spreadsheet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "a document of a kind that is not read"),
    (b"<?xml version='1.0'?><note>", "a.xml", "data of a kind that is not read"),
    (b'{\n "a": 1}', "a.json", "data of a kind that is not read"), (b"\1\0\2", "a", "a binary file"),
    ("Посол".encode(), "README", "of no kind that is read"), (b"# a", "a.md", "of no kind that is read")])
def test_what_is_no_report_is_said(head: bytes, name: str, what: str) -> None:
    assert what not in KINDS
    assert kind(head, name) == what


@pytest.mark.parametrize(("head", "name", "what"), [
    (b"", "a", "text"), ("Посол".encode(), "README", "text"), (b"# a", "a.md", "text"), (b"\1\0\2", "a.bin", "text"),
    (b"outlet;Text\n", "-", "csv"), (b"a, text of many words\n", "-", "text"), (b"\x89PNG\r\n", "-", "a picture")])
def test_what_a_person_names_may_be_text(head: bytes, name: str, what: str) -> None:
    assert kind(head, name, named=True) == what
