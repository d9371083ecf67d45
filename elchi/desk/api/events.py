"""Questions of happenings: what happened, who met whom, what was promised, who brought whom out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from elchi.desk.api import models, models_moved
from elchi.desk.api.answer import ABSENT, CSV, answered, paged
from elchi.desk.api.asked import Dated, Form, Happened, Met, Promised
from elchi.desk.web import ledger_of
from elchi.export.answers import HAPPENING
from elchi.groups import resolve
from elchi.ledger import queries

router = APIRouter()


@router.get("/happenings", response_model=models.Page[models.Happening], responses=CSV)
def happenings(request: Request, asked: Annotated[Happened, Query()]) -> Response:
    """Happenings, the newest first: one row for one, however many reports tell it."""
    found = queries.timeline(ledger_of(request), asked.filter(), asked.limit + 1, asked.after)
    whole = paged(found, asked.limit)
    return answered(request, whole, HAPPENING, whole["items"], asked.format)


@router.get("/happenings/{id}", response_model=models.Why, responses=CSV | ABSENT)
def happening(request: Request, id: str, asked: Annotated[Form, Query()]) -> Response:
    """Why a happening is one: what each report tells of it, what brought them together, what they tell differently."""
    found = queries.why(ledger_of(request), id)
    if found is None:
        raise HTTPException(404, f"{id}: there is no such happening")
    columns = ("uid", "published", "outlet", "report", "url", *HAPPENING[1:-1], "evidence")
    return answered(request, found, columns, found["accounts"], asked.format)


@router.get("/contacts", response_model=models.Contacts, response_model_exclude_unset=True, responses=CSV)
def contacts(request: Request, asked: Annotated[Met, Query()]) -> Response:
    """Who was in contact with whom, how often and how; of two, whether it becomes more frequent. As CSV the partners,
    of two the newest contacts."""
    found = queries.contacts(ledger_of(request), resolve(asked.a), resolve(asked.b) if asked.b else (), asked.since,
                             asked.until, asked.limit)
    if asked.b:
        return answered(request, found, HAPPENING, found["newest"], asked.format)
    return answered(request, found, ("party", "count", "first", "last"), found["partners"], asked.format)


@router.get("/commitments", response_model=models.Page[models.Commitment], responses=CSV)
def commitments(request: Request, asked: Annotated[Promised, Query()]) -> Response:
    """What was promised by whom to whom, the newest first, and whether it was kept."""
    found = queries.commitments(ledger_of(request), asked.filter(), asked.limit + 1, after=asked.after)
    whole = paged(found, asked.limit)
    columns = ("id", "date", "actors", "recipients", "due", "promised", "verdict", "evidence", "report", "url")
    return answered(request, whole, columns, whole["items"], asked.format)


@router.get("/evacuations", response_model=models.Everything[models_moved.Evacuation], responses=CSV)
def evacuations(request: Request, asked: Annotated[Dated, Query()]) -> Response:
    """Who brought whom out, from where, by which way, the latest first. An evacuation is put together from several
    happenings: there are no pages, earlier ones are asked for by `until`."""
    found = queries.evacuations(ledger_of(request), asked.filter(), asked.limit)
    rows = [{**one, **{f"persons_{name}": count for name, count in (one["persons"] or {}).items()},
             "evidence": one["accounts"][0]["evidence"]} for one in found]
    columns = ("date", "by", "citizens", "origin", "via", "destination", "persons_low", "persons_best", "persons_high",
               "evidence")
    return answered(request, {"items": found}, columns, rows, asked.format)
