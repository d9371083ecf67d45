"""No file, however damaged, ends in a traceback."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from email.message import EmailMessage

import pyarrow as pa
import pytest
from pyarrow import parquet

from elchi.read import batch
from elchi.read.pieces import How, of_bytes
from tests.reading import TEXT

ROUNDS = 150
LINE = b'{"text": "Abc def.", "published": "2026"}\n'


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "Пресс <a@gov.example>", "Посол", "Thu, 05 Mar 2026 18:40:00 +0500"
    mail.set_content(TEXT, charset="koi8-r", cte="base64")
    mail.add_alternative("<p>Посол.</p>", subtype="html")
    mail.add_attachment(LINE, "application", "x-ndjson", filename="строки.jsonl")
    return mail.as_bytes()


def _zip(method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("б/b.jsonl", LINE)
    return packed.getvalue()


def _tar(form: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        info = tarfile.TarInfo("д" * 120 + ".jsonl")
        info.size = len(LINE)
        archive.addfile(info, io.BytesIO(LINE))
    return packed.getvalue()


def _parquet() -> bytes:
    packed = io.BytesIO()
    parquet.write_table(pa.table({"text": [TEXT] * 9, "id": range(9), "published": ["2026"] * 9}), packed)
    return packed.getvalue()


def _warc() -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>Abc.")
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gov.example/1\r\n"
            b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer))


WHOLE = {
    "stored.zip": _zip(zipfile.ZIP_STORED), "deflated.zip": _zip(zipfile.ZIP_DEFLATED),
    "lzma.zip": _zip(zipfile.ZIP_LZMA),
    "gnu.tar": _tar(tarfile.GNU_FORMAT), "pax.tgz": gzip.compress(_tar(tarfile.PAX_FORMAT)),
    "a.txt.bz2": bz2.compress(TEXT.encode()), "a.txt.xz": lzma.compress(TEXT.encode()), "a.parquet": _parquet(),
    "a.csv": f'text;published\n"{TEXT}";05.03.2026\n'.encode("cp1251") * 2, "a.jsonl": LINE * 3, "a.eml": _mail(),
    "a.mbox": (b"From a@b Thu Mar  5 18:40:00 2026\n" + _mail() + b"\n") * 2, "a.warc": _warc() * 2,
    "a.warc.gz": gzip.compress(_warc()) * 2}


def _damaged(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[at:at + 1] = bytes([chance.choice((0, 255, chance.randrange(256)))])
            case 1:
                del found[at:at + chance.randrange(60)]
            case 2:
                found[at:at] = chance.randbytes(20)
            case _:
                found[at:at + 8] = chance.choice((b"\xff" * 8, b"\0" * 8, b"99999999"))
    return bytes(found)


@pytest.mark.parametrize("name", WHOLE)
def test_damage_is_told_in_lines(name: str) -> None:
    assert list(batch.read_piece(of_bytes(name, WHOLE[name]), How(), named=True))
    chance = random.Random(name)
    for _ in range(ROUNDS):
        piece = of_bytes(name, _damaged(WHOLE[name], chance))
        assert all("\n" not in str(told) for told in batch.read_piece(piece, How(), named=True)
                   if isinstance(told, Exception))
