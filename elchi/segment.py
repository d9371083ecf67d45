"""Blocks into sentences of words, each knowing its offsets in the report's text."""

from __future__ import annotations

from collections.abc import Iterator

from elchi.languages import ru
from elchi.model import BlockKind, Report, Sentence

CODED: tuple[BlockKind, ...] = ("title", "lead", "heading", "body")
LANGUAGES = frozenset({"ru"})
"""Languages whose reports are coded. One whose language nothing tells is tried, too."""


def segment(report: Report) -> list[Sentence]:
    """The sentences of the blocks that are coded, in the order of the text, not yet parsed; none of a report in a
    language that is not coded."""
    return list(_sentences(report)) if is_coded(report) else []


def is_coded(report: Report) -> bool:
    """Whether a report is in a language that is coded, as far as its language is known."""
    return report.language is None or report.language in LANGUAGES


def _sentences(report: Report) -> Iterator[Sentence]:
    for number, block in enumerate(report.blocks):
        if block.kind not in CODED:
            continue
        text = report.text[block.start:block.end]
        for start, end in ru.sentences(text):
            tokens = ru.tokenize(text[start:end], block.start + start)
            if tokens:
                yield from ru.cut(Sentence(block.start + start, block.start + end, block.kind, number, tokens))
