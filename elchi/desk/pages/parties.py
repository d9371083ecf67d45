"""Parties: all of them, one, and two of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from elchi import charts
from elchi.desk.asked import day, linked
from elchi.desk.drawn import names_of
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page, words_of
from elchi.desk.words import Words
from elchi.errors import LedgerError
from elchi.groups import resolve
from elchi.ledger import queries
from elchi.ledger.database import Ledger
from elchi.ledger.queries import Filter, overview, persons
from elchi.ledger.queries.contacts import trend_of

router = APIRouter()
YEAR, PAIR_YEARS, MONTH = 365, 2, 30
"""How many days a party's page looks back, how many years that of a pair, and how many days «this month» has."""
TALKED, PARTNERS, NEWEST, PROMISES, NAMED = 10, 25, 10, 10, 12
"""How much of each is shown: partners of this month, all partners, happenings, promises looked at, officials."""
COLOURS = 8
"""How many series a chart tells apart."""
OPEN, KEPT, BROKEN = ("pending", "open", "overdue"), ("kept", "partly"), ("broken",)
"""The verdicts on promises, as the page puts them together."""


@dataclass(frozen=True, slots=True)
class Named:
    """A party or group as an address names it, and the codes of the parties that it means."""

    own: str
    codes: frozenset[str]


@router.get("/parties")
def parties(request: Request) -> Response:
    """All parties: those with most contacts in the last year first, then all by name."""
    ledger = ledger_of(request)
    until = overview.newest_day(ledger)
    since = until and until - timedelta(YEAR - 1)
    found = answer(request, overview.busiest, since, until) if since and until else []
    return page(request, "parties.html", busiest=found[:PARTNERS], since=since, until=until,
                choices=options(request)["parties"])


@router.get("/{a}")
def party(request: Request, a: str, since: str = "", until: str = "") -> Response:
    """A party or group: whom it talked to and about what, what it thinks, promised, and who speaks for it."""
    named = _named(request, a)
    if isinstance(named, Response):
        return named
    if named.own != a:
        return _moved(request, named)
    ledger, own, codes = ledger_of(request), words_of(request), named.codes
    first, last = _period(ledger, since, until, YEAR)
    wanted = Filter([codes], since=first, until=day(until))
    met = answer(request, _talks, codes, first, last)
    told = met["told"]
    return page(
        request, "party.html", named=named, title=own.party(named.own), since=first, until=last, **met,
        partners=[{**one, "spark": _spark(one, told["months"], own)} for one in told["partners"]],
        busy=sorted(told["days"].items(), key=lambda one: (-one[1], one[0]))[:NEWEST],
        calendar=_calendar(told, last, own), by_channel=_bars(told["channels"], "channel", own),
        monthly=_monthly(told["channels"]), happenings=queries.timeline(ledger, wanted, NEWEST),
        stances=answer(request, overview.stances, codes, first, last), promises=_promises(request, wanted),
        officials=persons.speakers(ledger, codes, NAMED))


@router.get("/{a}/{b}")
def pair(request: Request, a: str, b: str, since: str = "", until: str = "") -> Response:
    """Two parties or groups: their contacts and how these change, what each thinks, what they promised one another."""
    one, other = _named(request, a), _named(request, b)
    for named in (one, other):
        if isinstance(named, Response):
            return named
    assert isinstance(one, Named) and isinstance(other, Named)
    if one.own == other.own:
        return _moved(request, one)
    if (one.own, other.own) != (a, b):
        return _moved(request, one, other)
    ledger, own = ledger_of(request), words_of(request)
    first, last = _period(ledger, since, until, YEAR * PAIR_YEARS)
    wanted = Filter([one.codes, other.codes], since=first, until=day(until))
    met = answer(request, _between, one.codes, other.codes, first, last)
    told = met["told"]
    return page(
        request, "pair.html", one=one, other=other, titles=(own.party(one.own), own.party(other.own)), since=first,
        until=last, **met, trend=_trend(answer(request, trend_of, one.codes, other.codes, first, last), own),
        by_channel=_bars(told["channels"], "channel", own), by_level=_bars(told["levels"], "level", own),
        channels=_summed(told["channels"]), levels=_summed(told["levels"]), monthly=_monthly(told["channels"]),
        monthly_levels=_monthly(told["levels"]),
        happenings=queries.timeline(ledger, wanted, NEWEST), promises=_promises(request, wanted),
        sides=_side_by_side(*(answer(request, overview.stances, side.codes, first, last) for side in (one, other))))


def _named(request: Request, name: str) -> Named | Response:
    """What a name in an address means: a party under its code, a group as it is; or else that there is none."""
    try:
        codes = resolve(name)
    except LedgerError as error:
        return page(request, "refused.html", 404, told=words_of(request).fault(error))
    return Named(next(iter(codes)) if len(codes) == 1 else name, codes)


def _moved(request: Request, *named: Named) -> Response:
    return RedirectResponse(linked("/" + "/".join(one.own for one in named), **request.query_params), 308)


def _period(ledger: Ledger, since: str, until: str, days: int) -> tuple[date, date]:
    """From when to when; where it is not asked for, the last days of which the ledger tells. Raises LedgerError where
    what is asked for is no day, or there is none between."""
    last = day(until) or overview.newest_day(ledger) or date.today()
    first = day(since) or date.fromordinal(max(1, last.toordinal() - days + 1))
    if first > last:
        raise LedgerError(f"no day is from {first} to {last}")
    return first, last


def _talks(ledger: Ledger, codes: Collection[str], first: date, last: date) -> dict[str, Any]:
    """Whom parties talked to: over the whole time, what about, and in its last month with whom."""
    month = max(first, last - timedelta(MONTH - 1))
    met = overview.meetings(ledger, codes, (), first, last)
    newest = [one for one in met if one.last >= month.toordinal()]
    return {"told": overview.over_time(met, first, last, PARTNERS), "month_from": month,
            "talked": overview.talked(ledger, newest, TALKED), "topics": overview.topics(ledger, met)}


def _between(ledger: Ledger, a: Collection[str], b: Collection[str], first: date, last: date) -> dict[str, Any]:
    """How often parties talked to one another, and what about."""
    met = overview.meetings(ledger, a, b, first, last)
    return {"told": overview.over_time(met, first, last, PARTNERS), "topics": overview.topics(ledger, met)}


def _promises(request: Request, wanted: Filter) -> dict[str, list[dict[str, Any]]]:
    """The newest promises by how they stand."""
    found = answer(request, queries.commitments, wanted, PROMISES)
    return {name: [one for one in found if one["verdict"] in verdicts]
            for name, verdicts in (("open", OPEN), ("kept", KEPT), ("broken", BROKEN))}


def _side_by_side(one: Sequence[Any], other: Sequence[Any]) -> list[tuple[str, Any, Any]]:
    """The stances of two sides, each with what the one and the other say; None where one says nothing."""
    left, right = ({told["stance"]: told for told in side} for side in (one, other))
    return [(stance, left.get(stance), right.get(stance)) for stance in dict.fromkeys((*left, *right))]


def _summed(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """How many there are of each value, the most frequent first."""
    sums = Counter[str]()
    for _, value, count in rows:
        sums[value] += count
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def _monthly(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """How many there are in each month, the oldest first, and of each value, the most frequent first."""
    of: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows:
        of.setdefault(row[0], []).append(row)
    return [(month, sum(count for *_, count in own), _summed(own)) for month, own in sorted(of.items())]


def _bars(rows: Sequence[tuple[str, str, int]], kind: str, own: Words) -> str:
    """Contacts by month and by a kind of code, the most frequent in colours of their own."""
    told = own.translations.gettext
    shown = [value for value, _ in _summed(rows) if value][:COLOURS]
    other = told("Not told") if {value for _, value, _ in rows} <= {*shown, ""} else told("Other or not told")
    return charts.bars(rows, {value: own.name(kind, value) for value in shown}, other, names_of(own),
                       told("Contacts by month"), told("Bars by month, the parts of each in the colours below."))


def _calendar(found: dict[str, Any], last: date, own: Words) -> str:
    told = own.translations.gettext
    return charts.calendar(found["days"], last, names_of(own), told("Contacts by day"),
                           told("A square for each day of the year, the darker the more contacts there were."))


def _spark(partner: dict[str, Any], months: Sequence[str], own: Words) -> str:
    told = own.translations.gettext
    return charts.spark(partner["months"], told("Contacts by month"), told("%(party)s, %(first)s – %(last)s") % {
        "party": own.party(partner["party"]), "first": own.month(months[0]), "last": own.month(months[-1])})


def _trend(found: dict[str, Any] | None, own: Words) -> dict[str, Any] | None:
    """A trend in words of the reader's language, and as a chart."""
    if found is None:
        return None
    told, sentence = own.translations.gettext, found["sentence"][own.language]
    if found["change"] is None:  # dots without a line
        return {"sentence": sentence, "chart": "", "rates": ()}
    yearly = found["change"], found["low"], found["high"]
    chart = charts.trend([(month["start"], month["count"], month["days"]) for month in found["months"]], yearly,
                         names_of(own), told("Contacts per 30 days"), sentence)
    rates = [(month["start"][:len("2026-03")], round(MONTH * month["count"] / month["days"], 1))
             for month in found["months"] if month["days"]]
    return {"sentence": sentence, "chart": chart, "rates": rates}
