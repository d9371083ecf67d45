"""What happened: happenings, the newest first, and how many in each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from elchi import charts
from elchi.desk.asked import Asked, asked
from elchi.desk.drawn import names_of
from elchi.desk.options import options
from elchi.desk.web import ledger_of, page, words_of
from elchi.desk.words import Words
from elchi.export import ontology
from elchi.ledger import queries

router = APIRouter()
PAGE = 50
"""How many happenings a page shows."""
BACK, BACK_OF_OUTLETS = 730, 90
"""How many days before the newest happening the chart begins where no day is asked for; it takes longer to count what
certain outlets tell."""


@router.get("/")
def timeline(request: Request, of: Annotated[Asked, Depends(asked)], after: str = "") -> Response:
    """The timeline of what is asked for, after the happening of an id."""
    ledger, wanted, own = ledger_of(request), of.filter(), words_of(request)
    found = queries.timeline(ledger, wanted, PAGE + 1, after or None)
    counts = queries.months(ledger, replace(wanted, since=wanted.since or _begin(found[0], of))) if found else []
    months = Counter[str]()
    for row in counts:
        months[row["month"]] += row["count"]
    return page(request, "timeline.html", asked=of, happenings=found[:PAGE], options=options(request),
                next=found[PAGE - 1]["id"] if len(found) > PAGE else None,
                counts=sorted(months.items()), chart=_chart(counts, own) if len(months) > 1 else None)


def _begin(newest: Mapping[str, Any], of: Asked) -> date:
    """From when on happenings are counted."""
    back = BACK_OF_OUTLETS if of.outlet or of.language else BACK
    return date.fromisoformat(newest["date"][-len("2026-03-05"):]) - timedelta(back)


def _chart(counts: list[dict[str, Any]], own: Words) -> str:
    told = own.translations.gettext
    quads = {1: told("Words of cooperation"), 2: told("Deeds of cooperation"), 3: told("Words of conflict"),
             4: told("Deeds of conflict")}
    rows = [(row["month"], str(ontology.quad(row["type"])), row["count"]) for row in counts]
    return charts.bars(rows, {str(quad): label for quad, label in quads.items()}, told("Other"), names_of(own),
                       told("Happenings by month"), told(
                           "Bars by month, parted into words and deeds of cooperation and of conflict."))
