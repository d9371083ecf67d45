"""Search: the page of a party that is named, and the reports in which words stand."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from elchi.desk.asked import Asked, asked
from elchi.desk.brake import SEARCHES
from elchi.desk.marked import harmless
from elchi.desk.web import ledger_of, page, words_of
from elchi.errors import LedgerError, LedgerFault
from elchi.groups import resolve
from elchi.ledger import queries
from elchi.ledger.queries.facets import facets

router = APIRouter()
LONGEST, PAGE, COUNTED, VALUES = 400, 20, 200, 8
"""How many characters a question may have, how many reports a page shows, among how many of the newest the facets are
counted, and how many values of a facet are offered."""
Json = dict[str, Any]


@router.get("/search")
def search(request: Request, of: Annotated[Asked, Depends(asked)], q: str = "", after: str = "") -> Response:
    """The party that a name means, and the newest reports that hold words, after the report of a key."""
    told = " ".join(q.split())[:LONGEST]
    if not told:
        return _page(request, of, told)
    wanted = of.filter()
    try:
        with SEARCHES.held(ledger_of(request)) as limited:
            found = queries.search(limited, told, wanted, PAGE + 1, after or None)
            counted, values = facets(limited, told, wanted, COUNTED) if found and not after else (0, {})
    except LedgerFault:  # nothing that was asked is at fault
        raise
    except LedgerError as fault:
        return _page(request, of, told, fault=words_of(request).fault(fault))
    return _page(request, of, told, hits=found[:PAGE], facets=_facets(values, of), counted=counted,
                 next=found[PAGE - 1]["report"] if len(found) > PAGE else "")


def _page(request: Request, of: Asked, told: str, hits: Sequence[Json] = (), facets: Sequence[Json] = (),
          counted: int = 0, next: str = "", fault: str = "") -> Response:
    return page(request, "search.html", asked=of, q=told, party_code=_named(told), hits=hits, facets=facets,
                counted=counted, most=COUNTED, next=next, fault=fault, pieces=pieces)


def _named(told: str) -> str | None:
    """The code of the party, or the name of the group, that words mean exactly, if any."""
    try:
        codes = resolve(told) if told else frozenset[str]()
    except LedgerError:
        return None
    return next(iter(codes)) if len(codes) == 1 else told if codes else None


def pieces(sentence: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """A sentence of a report in pieces, each with whether it is a word that was looked for."""
    text, begin, at, found = sentence["text"], sentence["start"], 0, list[tuple[str, bool]]()
    for start, end in sorted(sentence["words"]):
        first, last = max(start - begin, at), end - begin
        found += [(text[at:first], False), (text[first:last], True)]
        at = max(at, last)
    return [(harmless(told), is_word) for told, is_word in [*found, (text[at:], False)] if told]


def _facets(counts: Mapping[str, Mapping[str, int]], of: Asked) -> list[Json]:
    """What the reports can be narrowed to: for each `kind` the commonest `values` with their counts, whether they are
    `chosen`, and what is to be changed in the address (`query`) to choose one, or to let it go."""
    rows = []
    for kind, each in counts.items():
        chosen = _month(of) if kind == "month" else getattr(of, kind)
        shown = sorted(each, key=lambda value: (value not in chosen, -each[value], value))[:VALUES]
        if shown:
            rows.append({"kind": kind, "values": [
                {"value": value, "count": each[value], "chosen": value in chosen,
                 "query": _choice(kind, value, chosen)} for value in shown]})
    return rows


def _month(of: Asked) -> tuple[str, ...]:
    """The month that a question is of, if it is of one."""
    month = of.since[:len("2026-03")]
    return (month,) if of.since and (of.since, of.until) == _days(month) else ()


def _days(month: str) -> tuple[str, str]:
    try:
        year, number = map(int, month.split("-"))
        return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02}"
    except ValueError:
        return "", ""


def _choice(kind: str, value: str, chosen: Sequence[str]) -> dict[str, Any]:
    """What is to be changed in the address to have a value chosen, or let go where it is."""
    gone = value in chosen
    if kind == "month":
        since, until = ("", "") if gone else _days(value)
        return {"since": since, "until": until}
    return {kind: [one for one in chosen if one != value] if gone else [*chosen, value] if kind == "party" else [value]}
