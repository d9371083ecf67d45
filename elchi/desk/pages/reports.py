"""A report: its text with the evidence marked, its rows beside it, whom it rests on, and what became of its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from elchi.desk.changed import changes
from elchi.desk.marked import segments
from elchi.desk.web import ledger_of, page
from elchi.ledger import queries
from elchi.ledger.queries.reports import revisions
from elchi.ledger.rows import TABLES

router = APIRouter()


@router.get("/reports/{wanted:path}/revisions/{number:int}")
def revision(request: Request, wanted: str, number: int) -> Response:
    """A text that a report had, with what changed in it since the one before."""
    found = revisions(ledger_of(request), wanted)
    own = next((one for one in found["revisions"] if one["number"] == number), None) if found else None
    if found is None or own is None:
        raise HTTPException(404)
    before = next((one for one in reversed(found["revisions"]) if one["number"] < number), None)
    compared = changes(before["text"], own["text"]) if before and None not in (before["text"], own["text"]) else None
    return page(request, "revision.html", report=found, own=own, before=before, compared=compared)


@router.get("/reports/{wanted:path}")
def report(request: Request, wanted: str) -> Response:
    """A report by its id, its key or its address."""
    found = queries.report(ledger_of(request), wanted)
    if found is None:
        raise HTTPException(404)
    rows = ordered({"kind": table, **row} for name, table in TABLES.items() for row in found[name])
    marked = segments(found["text"] or "", [(row["start"], row["end"], row["uid"]) for row in rows])
    return page(request, "report.html", report=found, about=found["report"], rows=rows, segments=marked,
                numbers={row["uid"]: n for n, row in enumerate(rows, 1)})


def ordered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in the order of the text, those of one sentence in the order of their kinds and ids."""
    kinds = list(TABLES.values())
    return sorted(rows, key=lambda row: (row["start"], row["end"], kinds.index(row["kind"]), row["uid"]))
