"""What happened: happenings, the newest first, and how many in each month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from elchi.desk.asked import Asked, asked, last_day
from elchi.desk.drawn import by_month
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page, words_of
from elchi.export import ontology
from elchi.ledger import queries
from elchi.ledger.queries import Filter

router = APIRouter()
PAGE = 50
"""How many happenings a page shows."""
BACK, BACK_OF_OUTLETS, AHEAD = 730, 90, 366
"""How many days before the newest happening the chart begins where no day is asked for; it takes longer to count what
certain outlets tell; and how many after it the chart ends."""


@router.get("/")
def timeline(request: Request, of: Annotated[Asked, Depends(asked)], after: str = "") -> Response:
    """The timeline of what is asked for, after the happening of an id."""
    ledger, wanted = ledger_of(request), of.filter()
    found = queries.timeline(ledger, wanted, PAGE + 1, after or None)
    counted = _counted(wanted, found[0], of) if found else None
    counts = answer(request, queries.months, counted) if counted else []
    bars = by_month(((row["month"], ontology.quad(row["type"]), row["count"]) for row in counts), words_of(request))
    return page(request, "timeline.html", asked=of, happenings=found[:PAGE], options=options(request), **bars,
                next=found[PAGE - 1]["id"] if len(found) > PAGE else None)


def _counted(wanted: Filter, newest: Mapping[str, Any], of: Asked) -> Filter:
    """What is counted: from some days before the newest happening, or before today where that is later, to a year after
    it."""
    back = BACK_OF_OUTLETS if of.outlet or of.language else BACK
    last = last_day(newest)
    return replace(wanted, since=wanted.since or last - timedelta(back), until=wanted.until or last + timedelta(AHEAD))
