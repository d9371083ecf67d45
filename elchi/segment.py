"""Blocks into sentences of words, each knowing its offsets in the report's text."""

from __future__ import annotations

from collections.abc import Iterator

from elchi.languages import ru
from elchi.model import BlockKind, Report, Sentence

CODED: tuple[BlockKind, ...] = ("title", "lead", "heading", "body")


def segment(report: Report) -> list[Sentence]:
    """The sentences of the blocks that are coded, in the order of the text, not yet parsed."""
    return list(_sentences(report))


def _sentences(report: Report) -> Iterator[Sentence]:
    for number, block in enumerate(report.blocks):
        if block.kind not in CODED:
            continue
        text = report.text[block.start:block.end]
        for start, end in ru.sentences(text):
            tokens = ru.tokenize(text[start:end], block.start + start)
            if tokens:
                yield from ru.cut(Sentence(block.start + start, block.start + end, block.kind, number, tokens))
