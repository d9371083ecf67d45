"""What a piece is, by its first bytes, then by its name, then by its media type; and which reader reads it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from elchi.read.limits import HEAD, HELD, PAGE
from elchi.read.pieces import Piece, Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """What reads a kind of piece: a function of a module, loaded when it is needed; `most` is how many bytes a piece
    may have that is read whole, None where it is read as a stream."""

    module: str
    function: str
    most: int | None = None

    def reader(self) -> Reader:
        """The function."""
        return cast(Reader, getattr(import_module(f"elchi.read.{self.module}"), self.function))


KINDS = {
    "text": Kind("pieces", "read_plain", HELD),
    "html": Kind("html", "read_html", PAGE),
    "feed": Kind("feeds", "read_feed", HELD),
    "pdf": Kind("documents", "read_pdf", HELD),
    "docx": Kind("documents", "read_docx", HELD),
    "mail": Kind("mail", "read_mail", HELD),
    "mbox": Kind("mail", "read_mbox"),
    "jsonl": Kind("tables", "read_jsonl"),
    "csv": Kind("tables", "read_csv"),
    "parquet": Kind("tables", "read_parquet"),
    "warc": Kind("warc", "read_warc"),
    "zip": Kind("archives", "read_zip"),
    "tar": Kind("archives", "read_tar"),
    "gzip": Kind("archives", "read_gzip"),
    "bzip2": Kind("archives", "read_bzip2"),
    "xz": Kind("archives", "read_xz"),
}
PACKED = frozenset(("gzip", "bzip2", "xz"))
"""The kinds that are another piece, packed."""

_PICTURE, _SOUND, _FONT, _PACKED = "a picture", "sound or film", "a font", "an archive of a kind that is not read"
_SIGNS = tuple((re.compile(sign, re.DOTALL), what) for sign, what in (
    (rb"PK\x03\x04.{26}(?:\[Content_Types\]|_rels/|docProps/|word/).*word/", "docx"),
    (rb"PK\x03\x04.{26}(?:\[Content_Types\]|_rels/|docProps/|xl/).*xl/", "a spreadsheet"),
    (rb"PK\x03\x04.{26}mimetypeapplication/", "a document of a kind that is not read"),
    (rb"PK(?:\x03\x04|\x05\x06)", "zip"), (rb".{257}ustar", "tar"), (rb"\x1f\x8b\x08", "gzip"),
    (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", "bzip2"), (rb"\xfd7zXZ\0", "xz"), (rb"WARC/\d", "warc"),
    (rb"PAR1", "parquet"), (rb"\s*%PDF-\d", "pdf"), (rb"From \S+ [^\n]*\d{4}[^\n]*\n[\w-]+:", "mbox"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|\0\0\x01\0|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(?:avi|hei|mif)", _PICTURE),
    (rb"ID3|OggS|fLaC|RIFF|\x1aE\xdf\xa3|.{4}ftyp", _SOUND), (rb"wOF[F2]|OTTO\0|\0\x01\0\0\0", _FONT),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a|\x28\xb5\x2f\xfd", _PACKED),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf", "a document of a kind that is not read"),
    (rb"SQLite format 3\0", "a database"), (rb"\x7fELF|MZ.{58}\0\0", "a program")))

_SUFFIXES = {
    "text": "txt text", "html": "html htm xhtml shtml", "feed": "rss atom opml", "pdf": "pdf", "docx": "docx docm dotx",
    "mail": "eml", "mbox": "mbox mbx", "jsonl": "jsonl ndjson", "csv": "csv tsv tab", "parquet": "parquet",
    "tar": "tar", "zip": "zip", _PICTURE: "png jpg jpeg gif webp svg ico bmp tif tiff avif heic",
    _SOUND: "mp3 mp4 ogg wav avi mov webm m4a", _FONT: "woff woff2 ttf otf eot",
    "a style sheet": "css less scss", "a program": "js mjs cjs ts py sh exe dll so php",
    "data of a kind that is not read": "json map yaml yml toml ini xml xsl sql db sqlite"}
_BY_SUFFIX = {suffix: what for what, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_BY_MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "message/rfc822": "mail",
    "application/mbox": "mbox", "text/csv": "csv", "text/tab-separated-values": "csv", "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl", "application/rss+xml": "feed", "application/atom+xml": "feed", "text/x-opml": "feed",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.apache.parquet": "parquet", "application/warc": "warc", "text/plain": "text",
    "text/css": "a style sheet", "text/javascript": "a program", "application/javascript": "a program",
    "application/json": "data of a kind that is not read"}

_SUFFIX = re.compile(r"\.(\w{1,8})(?:[?#].*)?$")
_BEFORE = re.compile(rb"(?:\s|<!--.*?-->|<\?.*?\?>|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w-]*)[\s>/]")
_LISTS = frozenset((b"rss", b"feed", b"rdf", b"opml", b"urlset", b"sitemapindex"))
# The tags by which browsers know HTML that is not called so (https://mimesniff.spec.whatwg.org), and newer ones.
_TAGS = frozenset(b"html head body script iframe h1 div font table a style title b br p meta link main article section "
                  b"header".split())
_FIELD = re.compile(rb"^(received|return-path|delivered-to|message-id|mime-version|from|to|date|subject|"
                    rb"content-type|dkim-signature|x-[\w-]+):", re.IGNORECASE | re.MULTILINE)
_OBJECT = re.compile(rb'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:')
_CELLS = re.compile(r"[,;\t]")


def look(piece: Piece) -> bytes:
    """The first bytes of a piece. Raises OSError or ValueError where it cannot be opened."""
    if piece.head is not None:
        return piece.head[:HEAD]
    with piece.open() as file:
        return file.read(HEAD)


def kind(head: bytes, name: str, media: str | None = None, named: bool = False) -> str:
    """What a piece is that begins with `head`, is called `name`, and is said to be `media`: a key of KINDS, or else
    what it is instead, for a person. `named`: a person named it, so what may be text is text."""
    if not head and not named:
        return "empty"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    suffix = found[1].lower() if (found := _SUFFIX.search(name)) else ""
    told = (media or "").partition(";")[0].strip().lower()
    called = [what for what in (_BY_SUFFIX.get(suffix), _BY_MEDIA.get(told)) if what]
    return (_signed(head, name) or _marked_up(head) or next((what for what in called if what in KINDS), None)
            or _told(head, named) or next(iter(called), None) or _other(head, named))


def _signed(head: bytes, name: str) -> str | None:
    """What the first bytes are the sign of."""
    what = next((what for sign, what in _SIGNS if sign.match(head)), None)
    if what == "gzip" and _unzipped(head).startswith(b"WARC/") or what == _PACKED and name.endswith(".warc.zst"):
        return "warc"
    if what == "zip" and name.lower().endswith((".docx", ".docm", ".dotx")):
        return "docx"
    return what


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        return b""


def _marked_up(head: bytes) -> str | None:
    """What the first tag says."""
    before = _BEFORE.match(head)
    root = _ROOT.match(head, before.end() if before else 0)
    if root is None:
        return None
    tag = root[1].lower()
    if tag in _LISTS:
        return "feed"
    return "html" if tag in _TAGS else _PICTURE if tag == b"svg" else None


def _told(head: bytes, named: bool) -> str | None:
    """What the first lines look like, where no name tells."""
    first = head.lstrip().partition(b"\n")[0]
    fields = {name.lower() for name in _FIELD.findall(re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0])}
    if _FIELD.match(first) and len(fields) > 2 and fields & {b"from", b"received", b"message-id"}:
        return "mail"
    if _OBJECT.match(first):
        return "jsonl"
    cells = [cell.strip(' \r"').casefold() for cell in _CELLS.split(first.decode("utf-8", "replace"))]
    return "csv" if named and len(cells) > 1 and "text" in cells else None


def _other(head: bytes, named: bool) -> str:
    if named:
        return "text"
    return "a binary file" if b"\0" in head else "of no kind that is read"
