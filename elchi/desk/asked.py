"""What a page is asked for: the query of its address, so that a view can be sent as a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.datastructures import QueryParams

from elchi.errors import LedgerError
from elchi.groups import resolve
from elchi.ledger.queries import Filter

MOST, LONGEST = 50, 500
"""How many values a question may name of a kind, and how many characters of each count."""
YEARS = range(1000, 9000)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom and what a view is of, in the words of its address: parties and groups by code or name, days in ISO 8601."""

    party: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    outlet: tuple[str, ...] = ()
    language: tuple[str, ...] = ()

    def filter(self) -> Filter:
        """What it asks of a ledger. Raises LedgerError where a party has another name, or a day is none or the last one
        lies before the first."""
        since, until = day(self.since), day(self.until)
        if since and until and since > until:
            raise LedgerError(f"no day is from {since} to {until}")
        return Filter([resolve(name) for name in self.party], self.type, self.topic, since, until, self.outlet,
                      self.language)

    def but(self, **changes: Any) -> Asked:
        """The same with other values."""
        return replace(self, **changes)

    def query(self, **more: Any) -> str:
        """It as the query of an address, with what else the page is told; "" where nothing is asked."""
        return urlencode([(name, value) for name, value in [*self.pairs(), *more.items()] if value])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Its names with their values, as fields of a form."""
        for field in fields(self):
            value = getattr(self, field.name)
            yield from ((field.name, one) for one in ((value,) if isinstance(value, str) else value) if one)

    def address(self, path: str) -> str:
        """The address of a page of it."""
        return f"{path}?{query}" if (query := self.query()) else path

    def title(self) -> str:
        """What a feed or a file of it is called."""
        return " · ".join(["Elchi", *(value for _, value in self.pairs())])

    def __bool__(self) -> bool:
        return any(True for _ in self.pairs())


def asked(request: Request) -> Asked:
    """What the query of a request's address asks; what it says beside is passed over."""
    return read(request.query_params)


def read(given: QueryParams) -> Asked:
    """What the query of an address asks."""
    several = {name: tuple(dict.fromkeys(filter(None, map(_short, given.getlist(name)[:MOST]))))
               for name in ("party", "type", "topic", "outlet", "language")}
    return Asked(**several, since=given.get("since", "").strip(), until=given.get("until", "").strip())


def _short(told: str) -> str:
    return told.strip()[:LONGEST]


def day(told: str) -> date | None:
    """A day in ISO 8601, YYYY-MM-DD; None where nothing is told. Raises LedgerError where it is none, or too far away
    for any report."""
    if not told:
        return None
    try:
        found = date.fromisoformat(told) if len(told) == len("2026-03-05") else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise LedgerError(f"{told[:40]}: a day is written like 2026-03-05")
    return found


def last_day(happening: Mapping[str, Any]) -> date:
    """The last day up to today that a happening may have been on: a report may tell of the next century."""
    return min(date.fromisoformat(happening["date"][-len("2026-03-05"):]), date.today())


def linked(path: str, /, **query: Any) -> str:
    """An address with its query: values that are empty are left out, those of lists are told one by one."""
    told = [(name, one) for name, value in query.items()
            for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, "")]
    return quote(path, safe="/:~,;") + (f"?{urlencode(told)}" if told else "")
