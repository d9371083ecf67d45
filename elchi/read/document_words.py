"""The words of a PDF or DOCX file, as a program of its own, so that none can take more time or memory than it may.

    python document_words.py pdf|docx < FILE

writes them in UTF-8. Where it cannot, it ends with status 1, and the last line on standard error says why. The program
loads nothing of Elchi: it begins for each document anew."""

from __future__ import annotations

import io
import logging
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress

SECONDS, MEMORY = 20, 1 << 30
"""What the program may take: of processor time, and bytes."""
PAGES = 500
"""Of a PDF: what has more is a book."""
WORDS = 10_000_000
"""Characters that are written at most."""
XML = 8 << 20
"""Bytes of the XML of a DOCX, unpacked: hundreds of pages, of which the tree weighs twenty times as much."""


class Refused(Exception):
    """Why a document is not read, for a person."""


def pdf(data: bytes) -> Iterator[str]:
    """The words of a PDF, page by page."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("is encrypted")
    if (count := reader.get_num_pages()) > PAGES:
        raise Refused(f"has {count:,} pages, more than {PAGES} that are read")
    for page in reader.pages:
        yield page.extract_text()


def docx(data: bytes) -> Iterator[str]:
    """The words of a DOCX, paragraph by paragraph, the cells of a row of a table on a line."""
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist() if info.filename.endswith((".xml", ".rels"))) > XML:
            raise Refused(f"holds more than {XML >> 20} MiB of XML")
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            yield from ("\t".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def bounded(parts: Iterable[str], size: int) -> Iterator[str]:
    """The parts, a blank line after each, no more than so many characters together."""
    for part in parts:
        yield part[:size] + "\n\n"
        size -= len(part)
        if size <= 0:
            return


def main() -> int:
    """Run the program; its exit status."""
    logging.disable()  # what the libraries make of a faulty file may be without end
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with suppress(ValueError):  # macOS does not know it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        words = "".join(bounded({"pdf": pdf, "docx": docx}[sys.argv[1]](sys.stdin.buffer.read()), WORDS))
    except Refused as e:
        print(e, file=sys.stderr)
        return 1
    except MemoryError:
        print("needs too much memory", file=sys.stderr)
        return 1
    except Exception as e:  # a stranger's file, and libraries that do not say what they may raise
        print(f"cannot be read: {type(e).__name__} {e}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
