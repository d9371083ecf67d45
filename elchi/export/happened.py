"""Events as data sets of events take them: those that happened, each on a day, between parties two by two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from elchi.errors import LedgerError
from elchi.export import columns
from elchi.model import ALIKE, Event, Told

HAPPENED = ("past", "background")
"""The times of what happened."""
_DAY = len("2026-03-02")

Pair = tuple[str | None, str | None]


def events(rows: Iterable[Told]) -> Iterator[tuple[Told, Event]]:
    """The rows that are events, each beside its event."""
    return ((told, told.row) for told in rows if isinstance(told.row, Event))


def happened(rows: Iterable[Told]) -> Iterator[tuple[Told, Event]]:
    """The events that happened: most readers of a table take every line of it for a fact, whatever else it says."""
    return ((told, event) for told, event in events(rows) if event.time in HAPPENED)


def day(told: Told, event: Event) -> str | None:
    """The day of an event, `YYYY-MM-DD`: the first that its date may mean; for news without a date that of publication,
    as POLECAT has it; else None. Raises LedgerError for what is no date."""
    return span(told, event)[0] or (published(told) if event.time == "past" else None)


def span(told: Told, event: Event) -> tuple[str | None, str | None]:
    """The first and the last day that the date of an event may mean, as `YYYY-MM-DD`. Raises LedgerError, naming the
    row, for what is no date."""
    try:
        first, last = columns.span(event.date)
    except ValueError as fault:
        raise LedgerError(f"{told.uid}: {event.date!r} is no date") from fault
    return first.isoformat() if first else None, last.isoformat() if last else None


def published(told: Told) -> str | None:
    """The day on which the row's report was published, `YYYY-MM-DD`; None where it is not known to the day."""
    when = told.report.published or ""
    return when[:_DAY] if len(when) >= _DAY else None


def coder(told: Told) -> str:
    """Who coded a row: Elchi in a version, or an analyst."""
    return f"Elchi {told.coder}" if told.coder else "analyst"


def pairs(kind: str, actors: Sequence[str], recipients: Sequence[str]) -> list[Pair]:
    """Each actor with each recipient, or with None where there is none; never a party with itself. `kind` is the type.

    Where the parties stand alike and none is a recipient, each two of them once, in the order told: it is one event.
    """
    own: list[str | None] = [*dict.fromkeys(actors)]
    others: list[str | None] = [*dict.fromkeys(recipients)]
    if kind in ALIKE and len(own) > 1 and not others:
        return list(combinations(own, 2))
    return [(a, r) for a, r in product(own or [None], others or [None]) if a is None or a != r]


def dyads(kind: str, actors: Sequence[str], recipients: Sequence[str]) -> list[tuple[str, str]]:
    """Those of the pairs that are of two parties."""
    return [(a, r) for a, r in pairs(kind, actors, recipients) if a and r]
