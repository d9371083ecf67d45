"""The one flow: read, segment, annotate, code. It alone knows the order."""

from __future__ import annotations

from elchi.annotate import acts, dates, officials, parties, topics
from elchi.code import coder
from elchi.code.reading import Reading
from elchi.languages import ru
from elchi.model import Record, Report, Sentence
from elchi.read import read_text
from elchi.segment import segment


def code(text: str, *, published: str | None = None, id: str = "", url: str | None = None, outlet: str | None = None,
         title: str | None = None) -> Record:
    """Code one report from its text. `published` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date-time, as the others
    known from elsewhere. Raises ReportError where the text is no report."""
    return code_report(read_text(text, id=id, url=url, outlet=outlet, title=title, published=published))


def code_report(report: Report) -> Record:
    """Code one report that was read."""
    sentences = segment(report)
    named = parties.parties(sentences)
    worth = [bool(named[i]) or acts.may_tell(s.tokens) for i, s in enumerate(sentences)]
    sentences = _parse(sentences, worth)
    found, persons = officials.officials(report.text, sentences, named)
    return coder.code(Reading(
        report, sentences, named, [parties.places(s) for s in sentences], persons,
        [dates.find_dates(report.text[s.start:s.end], report.published, s.start) for s in sentences],
        [topics.topics(s.tokens) for s in sentences], parties.home(_head(report)), found))


def _head(report: Report) -> str:
    """What stands about the text before it begins: rubric and dateline, where the outlet tells whence it writes."""
    return " | ".join(report.text[b.start:b.end] for b in report.blocks if b.kind in ("meta", "rubric"))[:1000]


def _parse(sentences: list[Sentence], worth: list[bool]) -> list[Sentence]:
    """Only the sentences that may tell something are parsed; the others stay as they are."""
    parsed = iter(ru.parse([s for s, w in zip(sentences, worth, strict=True) if w]))
    return [next(parsed) if w else s for s, w in zip(sentences, worth, strict=True)]
