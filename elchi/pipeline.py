"""The one flow: read, segment, annotate, code. It alone knows the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from elchi.annotate import acts, blocs, dates, officials, parties, topics
from elchi.coding import coder
from elchi.coding.reading import Reading
from elchi.languages import ru
from elchi.model import Mention, Record, Report, Sentence
from elchi.read import read_text
from elchi.segment import segment

TOGETHER = 16


def code(text: str, *, published: str | None = None, id: str = "", url: str | None = None, outlet: str | None = None,
         title: str | None = None) -> Record:
    """Code one report from its text. `published` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date-time, as the others
    known from elsewhere. Raises ReportError where the text is no report."""
    return code_report(read_text(text, id=id, url=url, outlet=outlet, title=title, published=published))


def code_report(report: Report) -> Record:
    """Code one report that was read."""
    return next(code_reports([report]))


def code_reports(reports: Iterable[Report]) -> Iterator[Record]:
    """Code reports in their order."""
    return map(coder.code, readings(reports))


def readings(reports: Iterable[Report]) -> Iterator[Reading]:
    """The reports with all that is annotated in them, in their order. The sentences of several are parsed in one go,
    which is quicker: of one report at first, so that it is not kept waiting, then of ever more, up to TOGETHER."""
    waiting, size = iter(reports), 1
    while chunk := list(islice(waiting, size)):
        size = min(2 * size, TOGETHER)
        found = [segment(report) for report in chunk]
        named = [parties.parties(sentences) for sentences in found]
        parsed = iter(_parse(list(chain(*found)), list(chain(*named))))
        for report, sentences, row in zip(chunk, found, named, strict=True):
            yield _annotated(report, list(islice(parsed, len(sentences))), row)


def _annotated(report: Report, sentences: list[Sentence], named: list[list[Mention]]) -> Reading:
    found, persons = officials.officials(report.text, sentences, named)
    return Reading(
        report, sentences, list(map(blocs.with_blocs, sentences, named)),
        [parties.places(s) for s in sentences], persons,
        [dates.find_dates(report.text[s.start:s.end], report.published, s.start) for s in sentences],
        [topics.topics(s.tokens) for s in sentences], parties.home(_head(report)), found)


def _head(report: Report) -> str:
    """What stands about the text before it begins: rubric and dateline, where the outlet tells whence it writes."""
    return " | ".join(report.text[b.start:b.end] for b in report.blocks if b.kind in ("meta", "rubric"))[:1000]


def _parse(sentences: list[Sentence], named: list[list[Mention]]) -> list[Sentence]:
    """Only the sentences that name a party or may tell an act are parsed; the others stay as they are."""
    worth = [bool(row) or acts.may_tell(s.tokens) for s, row in zip(sentences, named, strict=True)]
    parsed = iter(ru.parse([s for s, w in zip(sentences, worth, strict=True) if w]))
    return [next(parsed) if w else s for s, w in zip(sentences, worth, strict=True)]
