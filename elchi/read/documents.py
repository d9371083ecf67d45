"""PDF and DOCX documents: communiqués, statements, minutes. Their words are taken out of them by a program of its own,
which is ended where it takes too long."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from elchi.errors import ReportError
from elchi.read.pieces import Found, How, Piece, report

SECONDS = 60
"""That a document may take; the program may take a third of it on the processor."""
_PROGRAM = Path(__file__).with_name("document_words.py")


def read_pdf(piece: Piece, how: How) -> Iterator[Found]:
    """The report that a PDF is. Raises ReportError where it cannot be read, or takes too much."""
    yield report(_words(piece, "pdf"), piece, how)


def read_docx(piece: Piece, how: How) -> Iterator[Found]:
    """The report that a DOCX is. Raises ReportError where it cannot be read, or takes too much."""
    yield report(_words(piece, "docx"), piece, how)


def _words(piece: Piece, kind: Literal["pdf", "docx"]) -> str:
    with piece.open() as file:
        data = file.read()
    try:
        # -P: the modules beside the program are not those that its libraries mean.
        done = subprocess.run([sys.executable, "-P", str(_PROGRAM), kind], input=data, capture_output=True,
                              timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ReportError(piece.name, "takes too long to read") from None
    if done.returncode < 0:
        raise ReportError(piece.name, "takes too long to read, or needs too much memory")
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").split("\n")
        raise ReportError(piece.name, next((" ".join(line.split())[:200] for line in reversed(told) if line.strip()),
                                           "cannot be read"))
    words = done.stdout.decode("utf-8", "replace")
    if not words.strip():
        raise ReportError(piece.name, "holds no words: its pages may be pictures")
    return words
