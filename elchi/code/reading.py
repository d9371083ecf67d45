"""A report with all that was annotated in it: what coding starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from elchi.annotate.dates import DateMention
from elchi.code.refer import Codes
from elchi.model import Mention, Official, Report, Sentence


@dataclass(frozen=True)
class Reading:
    """The sentences of a report with their mentions, row by row; `home` is the state that the page writes from."""

    report: Report
    sentences: Sequence[Sentence]
    parties: Sequence[Sequence[Mention]]
    places: Sequence[Sequence[Mention]]
    persons: Sequence[Sequence[Mention]]
    dates: Sequence[Sequence[DateMention]]
    topics: Sequence[Counter[str]]
    home: Codes
    officials: tuple[Official, ...]

    def evidence(self, number: int) -> str:
        """The text of a sentence."""
        sentence = self.sentences[number]
        return self.report.text[sentence.start:sentence.end]
