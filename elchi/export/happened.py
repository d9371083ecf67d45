"""Events as data sets of events take them: those that happened, each on a day, between parties two by two."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, product

from elchi.errors import LedgerError
from elchi.model import ALIKE, Event, Told

_HAPPENED = ("past", "background")
_DAY = len("2026-03-02")

Pair = tuple[str | None, str | None]


def events(rows: Iterable[Told]) -> Iterator[tuple[Told, Event]]:
    """The rows that are events, each beside its event."""
    return ((told, told.row) for told in rows if isinstance(told.row, Event))


def happened(rows: Iterable[Told]) -> Iterator[tuple[Told, Event]]:
    """The events that happened: most readers of a table take every line of it for a fact, whatever else it says."""
    return ((told, event) for told, event in events(rows) if event.time in _HAPPENED)


def day(told: Told, event: Event) -> str | None:
    """The day of an event, `YYYY-MM-DD`: the first that its date may mean; for news without a date that of publication,
    as POLECAT has it; else None. Raises LedgerError for what is no date."""
    if event.date:
        return span(event.date)[0]
    return published(told) if event.time == "past" else None


def span(when: str) -> tuple[str, str]:
    """The first and the last day that `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `START/END` may mean, as `YYYY-MM-DD`. Raises
    LedgerError for what is none of these."""
    start, _, end = when.partition("/")
    try:
        first = date.fromisoformat(f"{start}-01-01"[:_DAY])
        year, month, day_ = [*map(int, (end or start).split("-")), 0, 0][:3]
        month = month or 12
        last = date(year, month, day_ or monthrange(year, month)[1])
    except ValueError as fault:
        raise LedgerError(f"{when!r} is no date") from fault
    return first.isoformat(), last.isoformat()


def published(told: Told) -> str | None:
    """The day on which the row's report was published, `YYYY-MM-DD`; None where it is not known to the day."""
    when = told.report.published or ""
    return when[:_DAY] if len(when) >= _DAY else None


def pairs(event: Event) -> list[Pair]:
    """Each actor with each recipient, or with None where there is none; never a party with itself.

    Where the parties stand alike and none is a recipient, each two of them once, in the order told: it is one event.
    """
    actors: list[str | None] = [*dict.fromkeys(event.actors)]
    recipients: list[str | None] = [*dict.fromkeys(event.recipients)]
    if event.type in ALIKE and len(actors) > 1 and not recipients:
        return list(combinations(actors, 2))
    return [(a, r) for a, r in product(actors or [None], recipients or [None]) if a is None or a != r]
