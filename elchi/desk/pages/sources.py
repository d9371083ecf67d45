"""The feeds that are watched, and how each stands."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from elchi.desk.web import ledger_of, page
from elchi.ledger import watching
from elchi.watch.shown import shown

router = APIRouter()
MOST = 200
"""How many sources are shown: those that failed first."""


@router.get("/sources")
def sources(request: Request) -> Response:
    """How each watched feed stands: when it was last had, what failed, what waits."""
    ledger = ledger_of(request)
    rows = shown([], watching.states(ledger), watching.counts(ledger))
    rows.sort(key=lambda row: (not is_failing(row), row["name"] or row["url"]))
    return page(request, "sources.html", sources=[row | {"failing": is_failing(row)} for row in rows[:MOST]],
                all=len(rows), failing=sum(map(is_failing, rows)))


def is_failing(row: dict[str, str | None]) -> bool:
    """Whether a source failed when it was last looked at: its moments are ISO 8601 in UTC, which compare as texts."""
    return bool(row["failed"]) and (row["failed"] or "") > (row["succeeded"] or "")
