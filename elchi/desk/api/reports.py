"""Questions of reports: one with its rows, those that hold some words, what became of rows since a moment."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from elchi.desk.api import models, models_held
from elchi.desk.api.answer import ABSENT, CSV, answered, paged
from elchi.desk.api.asked import Form, Found, Since
from elchi.desk.brake import SEARCHES
from elchi.desk.web import ledger_of
from elchi.ledger import queries

router = APIRouter()


@router.get("/search", response_model=models.Page[models_held.Hit], responses=CSV)
def search(request: Request, asked: Annotated[Found, Query()]) -> Response:
    """Reports by their words, in any form of these, the newest first."""
    with SEARCHES.held(ledger_of(request)) as limited:
        found = queries.search(limited, asked.q, asked.filter(), asked.limit + 1, asked.after)
    whole = paged(found, asked.limit, "report")
    rows = [{**hit, "sentence": hit["sentences"][0]["text"] if hit["sentences"] else None} for hit in whole["items"]]
    columns = ("published", "report", "outlet", "url", "language", "title", "sentence")
    return answered(request, whole, columns, rows, asked.format)


@router.get("/reports/{id:path}", response_model=models_held.Report, responses=CSV | ABSENT)
def report(request: Request, id: str, asked: Annotated[Form, Query()]) -> Response:
    """A report by its key, its id or its address: what is known of it, its text, its revisions and all its rows. As CSV
    its events."""
    found = queries.report(ledger_of(request), id)
    if found is None:
        raise HTTPException(404, f"{id}: there is no such report")
    columns = ("uid", "state", "type", "mode", "actors", "recipients", "date", "time", "place", "channel", "level",
               "topics", "evidence", "start", "end", "confidence")
    return answered(request, found, columns, found["events"], asked.format)


@router.get("/changes", response_model=models.Page[models_held.Change], responses=CSV)
def changes(request: Request, asked: Annotated[Since, Query()]) -> Response:
    """What was added, changed and withdrawn since a moment, the oldest first: who takes all pages, and later asks with
    the last moment, misses nothing."""
    found = queries.changes(ledger_of(request), asked.since, asked.limit, asked.after)
    whole = {"items": found["changes"], "next": found["next"]}
    return answered(request, whole, ("at", "change", "kind", "id", "now"), whole["items"], asked.format)
