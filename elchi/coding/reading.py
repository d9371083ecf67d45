"""A report with all that was annotated in it: what coding starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from elchi.annotate.blocs import FORM
from elchi.annotate.dates import DateMention
from elchi.annotate.topics import CONTEXTS
from elchi.coding.scenes import Codes
from elchi.model import Mention, Official, Report, Sentence

CHIEF_SHARE, CHIEF_LEAST = 0.6, 2
"""A context of the whole report stands for a sentence that names none where it is three fifths of all that the report
names, twice at least; found best on coded reports."""


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

    @cached_property
    def chief_contexts(self) -> frozenset[str]:
        """The context that the report names most, `diplomatic` aside, where it names it often enough; else none."""
        total: Counter[str] = Counter()
        for row in self.topics:
            total.update({t: n for t, n in row.items() if t in CONTEXTS and t != "diplomatic"})
        if not total:
            return frozenset()
        topic, count = total.most_common(1)[0]
        return frozenset((topic,)) if count >= max(CHIEF_LEAST, CHIEF_SHARE * sum(total.values())) else frozenset()

    @cached_property
    def headed(self) -> frozenset[str]:
        """The parties that the title names, or one who acts for them."""
        return frozenset(code for s, codes in zip(self.sentences, self.named, strict=True) if s.block == "title"
                         for code in codes)

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each party, the most often named first, persons who act for it counted in, groups that it is of
        left out; equals share one."""
        named = Counter(code for rows in (self.parties, self.persons) for row in rows for m in row if m.form != FORM
                        for code in m.codes)
        counts = sorted(set(named.values()), reverse=True)
        return {code: counts.index(n) for code, n in named.items()}

    @cached_property
    def named(self) -> list[Codes]:
        """The parties that each sentence names, persons who act for them counted in."""
        return [tuple(dict.fromkeys(code for m in (*parties, *persons) for code in m.codes))
                for parties, persons in zip(self.parties, self.persons, strict=True)]

    def evidence(self, number: int) -> str:
        """The text of a sentence."""
        sentence = self.sentences[number]
        return self.report.text[sentence.start:sentence.end]
