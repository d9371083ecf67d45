"""PDF and DOCX documents."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document

from elchi.read import documents
from tests.reading import come


def _docx(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document, saved = Document(), io.BytesIO()
    document.add_heading(paragraphs[0], 0)
    for text in paragraphs[1:]:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(saved)
    return saved.getvalue()


def _with_body(document: bytes, body: bytes) -> bytes:
    """A DOCX with more in its body."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + body)
            new.writestr(info.filename, data)
    return changed.getvalue()


def _pdf(*contents: str, form: str = "") -> bytes:
    """A PDF with a page for each content. Its letters are А to я of Unicode, told as bytes from A on."""
    pages = len(contents)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(pages))
    to_unicode = ("begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
                  "1 beginbfrange <41> <81> <0410> endbfrange endcmap")
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
               "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>",
               f"<</Length {len(to_unicode)}>>\nstream\n{to_unicode}\nendstream"]
    for n, content in enumerate(contents):
        packed = zlib.compress(content.encode("latin-1")).decode("latin-1")
        objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {6 + 2 * n} 0 R/Resources"
                    f"<</Font<</F 3 0 R>>/XObject<</X {5 + 2 * pages} 0 R>>>>>>",
                    f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n{packed}\nendstream"]
    objects.append(f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {5 + 2 * pages} 0 R>>>>"
                   f"/Length {len(form)}>>\nstream\n{form}\nendstream")
    out, places = "%PDF-1.5\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
            f"startxref\n{len(out)}\n%%EOF").encode("latin-1")


def _words(text: str) -> str:
    """The content of a page that says so."""
    told = "".join(chr(ord(c) - 0x410 + 0x41) if "А" <= c <= "я" else c for c in text)
    return f"BT /F 12 Tf 72 700 Td ({told}) Tj ET"


def test_a_docx_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(_docx("Посол прибыл", "Посол Омана прибыл в Хорог.", "Его ждали.",
                                       rows=(("Гость", "Оман"), ("Хозяин", "Таджикистан"))))
    came = come(tmp_path, tmp_path / "a")
    report, = came.reports
    assert (report.id, report.title, came.faults) == (str(tmp_path / "a"), "Посол прибыл", [])
    assert report.text.split("\n\n")[1:-1] == ["Посол Омана прибыл в Хорог.", "Его ждали.", "Гость\tОман",
                                               "Хозяин\tТаджикистан"]


def test_a_pdf_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(_pdf(_words("Посол Омана прибыл в Хорог"), _words("Его ждали")))
    came = come(tmp_path, tmp_path / "a")
    assert ([r.text.split("\n\n") for r in came.reports], came.faults) == (
        [["Посол Омана прибыл в Хорог", "Его ждали", ""]], [])


@pytest.mark.parametrize(("name", "data", "fault"), [
    ("a.docx", _with_body(_docx("a"), b"<w:p/>" * 2_000_000), "holds more than 8 MiB of XML"),
    ("a.docx", b"PK\3\4 no archive", "cannot be read: BadZipFile File is not a zip file"),
    ("a.docx", _with_body(_docx("a"), b"<w:p>" * 100_000), "cannot be read: "),
    ("a.pdf", b"%PDF-1.7\n" + b"x" * 1_000, "cannot be read: "),
    ("a.pdf", _pdf(*[""] * 600), "has 600 pages, more than 500 that are read"),
    ("a.pdf", _pdf(""), "holds no words: its pages may be pictures"),
    ("a.pdf", _pdf("/X Do", form="/X Do /X Do"), "holds no words: its pages may be pictures"),
    ("a.pdf", _pdf("").replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"), "cannot be read: ")],
    ids=["large docx", "no archive", "open docx", "garbage", "book", "no words", "form in itself", "pages in a circle"])
def test_a_hostile_document_is_one_fault(tmp_path: Path, name: str, data: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(data)
    begun = time.monotonic()
    came = come(tmp_path, tmp_path / name)
    assert (came.reports, [f.startswith(f"{name}: {fault}") for f in came.faults]) == ([], [True]), came.faults
    assert len(came.faults[0]) < 300
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(("entity", "fault"), [("a11", "Maximum entity amplification factor exceeded"), ("b", None)])
def test_entities_of_a_docx_stand_for_nothing(tmp_path: Path, entity: str, fault: str | None) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    types = f'<!DOCTYPE a [<!ENTITY a0 "ha"><!ENTITY b SYSTEM "file:///etc/passwd">{laughs}]>'
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_docx("Посол Омана прибыл"))) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                body = data.decode().partition("?>")[2].replace("прибыл", f"прибыл &{entity};")
                data = (types + body).encode()
            new.writestr(info.filename, data)
    (tmp_path / "a.docx").write_bytes(changed.getvalue())
    came = come(tmp_path, tmp_path / "a.docx")
    assert [r.text.strip() for r in came.reports] == ([] if fault else ["Посол Омана прибыл"])
    assert [fault in f for f in came.faults if fault] == [True] * bool(fault)


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SECONDS", 2)
    (tmp_path / "a.pdf").write_bytes(_pdf(*["BT /F 12 Tf " + "(abc) Tj 1 0 0 1 0 0 cm " * 50_000 + "ET"] * 100))
    begun = time.monotonic()
    came = come(tmp_path, tmp_path / "a.pdf")
    assert time.monotonic() - begun < 10
    assert came.faults == ["a.pdf: takes too long to read"]


def test_a_pdf_that_expands_without_end_is_given_up(tmp_path: Path) -> None:
    nothing = zlib.compress(zlib.compress(b"BT ET" + bytes(1 << 28), 1), 9)
    page = _pdf("").replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]")
    at = page.index(b"stream\nx")
    end = page.index(b"\nendstream", at)
    (tmp_path / "a.pdf").write_bytes(page[:at + 7] + nothing + page[end:])
    fault, = come(tmp_path, tmp_path / "a.pdf").faults
    assert fault.startswith("a.pdf: cannot be read: LimitReachedError")
