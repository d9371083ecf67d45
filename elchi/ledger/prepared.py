"""A record made ready to be put into a ledger: all of it that can be reckoned without one, in any process."""

from __future__ import annotations

from dataclasses import dataclass
from json import dumps, loads
from types import SimpleNamespace

from elchi.days import day
from elchi.ledger import search
from elchi.ledger.address import BY_HAND, hashed, key
from elchi.ledger.draft import Row
from elchi.ledger.ids import report_mark
from elchi.ledger.rows import TABLES, columns, marks, told
from elchi.merge.copies import signature
from elchi.model import Record


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a ledger knows a report by, and the columns that it will write: of the report, of its revision, and of the
    rows of each table with their marks; the words that it is searched by, and the bands by which copies are found."""

    key: str
    mark: int
    report: Row
    revision: Row
    rows: dict[str, list[tuple[int, Row]]]
    words: str
    bands: tuple[int, ...]


def prepared(record: Record) -> Prepared:
    """A record made ready."""
    report, given = record.report, record.to_json()
    facts, own = given["report"], key(report)
    published, by_hand = day(report.published), own.startswith(BY_HAND)
    return Prepared(
        own, mark := report_mark(own),
        {"mark": mark, "key": own, "address": report.url, "outlet": report.outlet, "language": report.language,
         "day": published},
        {"hash": hashed(report.text), "text": report.text, "title": report.title, "published": report.published,
         "data": dumps({name: facts[name] for name in ("author", "updated", "views", "sources")}, ensure_ascii=False)},
        {table: [(m, columns(table, row, published, by_hand)) for m, row in zip(
            marks(table, given[name]), given[name], strict=True)]
         for name, table in TABLES.items()},
        search.words(searched(report.text, report.title)), () if by_hand else signature(report.text))


def as_json(ready: Prepared) -> dict[str, list[Row]]:
    """The rows of the record as JSON, by the member that holds them."""
    text = ready.revision["text"]
    return {name: [told(table, SimpleNamespace(**{**row, "data": loads(row["data"])}), text)
                   for _, row in ready.rows[table]] for name, table in TABLES.items()}


def searched(text: str, title: str | None) -> str:
    """What a report is searched by."""
    return text if not title or title in text else f"{title}\n{text}"
