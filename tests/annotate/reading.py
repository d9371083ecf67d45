"""A text, a paragraph a line, as the annotators get it; the first line of several is the title."""

from __future__ import annotations

from collections.abc import Iterator

from elchi.annotate.officials import officials
from elchi.annotate.parties import parties
from elchi.languages import ru
from elchi.model import Block, Mention, Official, Report, Sentence
from elchi.segment import segment


def sentences(text: str) -> list[Sentence]:
    return ru.parse(segment(Report("invented", text, tuple(_blocks(text)))))


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for n, line in enumerate(text.split("\n")):
        yield Block("title" if n == 0 and "\n" in text else "body", start, start + len(line))
        start += len(line) + 1


def read(text: str) -> tuple[tuple[Official, ...], list[list[Mention]]]:
    found = sentences(text)
    return officials(text, found, parties(found))


def told(text: str) -> set[tuple[str, str, str]]:
    return {(o.name, o.country, o.role) for o in read(text)[0]}
