"""Questions of who: who holds which view, who held which office, what parties and topics there are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from elchi import lexicon, names
from elchi.desk.api import models, models_held
from elchi.desk.api.answer import ABSENT, CSV, Json, answered, paged
from elchi.desk.api.asked import Form, Held, Officers, Some, any_party
from elchi.desk.web import ledger_of
from elchi.desk.words import LANGUAGES, words
from elchi.ledger import queries

router = APIRouter()
STATEMENT = ("uid", "published", "outlet", "report", "url", "name", "country", "role", "office", "evidence")
POSITION = ("uid", "published", "holder", "stance", "subject", "target", "outlet", "report", "url", "evidence")


@router.get("/positions", response_model=models_held.Positions, responses=CSV)
def positions(request: Request, asked: Annotated[Held, Query()]) -> Response:
    """Who holds which view on a topic, since when, and who changed sides; a topic or a party must be given. The `items`
    are the newest; the sums and shifts are of all."""
    found = queries.positions(ledger_of(request), asked.on, any_party(asked.party), asked.since, asked.until,
                              asked.limit + 1, asked.after)
    whole = {**paged(found.pop("newest"), asked.limit, "uid"), **found}
    return answered(request, whole, POSITION, whole["items"], asked.format)


@router.get("/officials", response_model=models.Page[models_held.Person], responses=CSV)
def officials(request: Request, asked: Annotated[Officers, Query()]) -> Response:
    """Officials, those named last first, with their offices over time. As CSV a row for each office."""
    found = queries.officials(ledger_of(request), any_party(asked.party), asked.name, asked.limit + 1, asked.after)
    whole = paged(found["persons"], asked.limit)
    return answered(request, whole, OFFICE, [row for person in whole["items"] for row in _offices(person)],
                    asked.format)


OFFICE = ("id", "name", "country", "role", "office", "first", "last", "statements")


def _offices(person: Json) -> list[Json]:
    return [{"id": person["id"], "name": person["name"], **office} for office in person["offices"]]


@router.get("/officials/{id}", response_model=models_held.Official, responses=CSV | ABSENT)
def official(request: Request, id: str, asked: Annotated[Some, Query()]) -> Response:
    """One official, and the newest rows that name him."""
    found = queries.officials(ledger_of(request), (), id, asked.limit)
    if [person["id"] for person in found["persons"]] != [id]:
        raise HTTPException(404, f"{id}: there is no such official")
    whole = {"person": found["persons"][0], "statements": found["statements"]}
    return answered(request, whole, STATEMENT, whole["statements"], asked.format)


@router.get("/parties", response_model=models.Everything[models_held.Named], responses=CSV)
def parties(request: Request, asked: Annotated[Form, Query()]) -> Response:
    """The codes of parties with their names in Russian, Kazakh and English."""
    return _named(request, [{"code": code, "names": {of: names.party(code, of) for of in LANGUAGES}}
                            for code in _ids("parties")], asked)


@router.get("/topics", response_model=models.Everything[models_held.Named], responses=CSV)
def topics(request: Request, asked: Annotated[Form, Query()]) -> Response:
    """The ids of topics with their names in Russian, Kazakh and English."""
    return _named(request, [{"code": code, "names": {of: words(of).name("topic", code) for of in LANGUAGES}}
                            for code in _ids("topics")], asked)


def _ids(folder: str) -> list[str]:
    return sorted(lexicon.ids(folder))


def _named(request: Request, items: list[Json], asked: Form) -> Response:
    rows = [{"code": one["code"], **one["names"]} for one in items]
    return answered(request, {"items": items}, ("code", *LANGUAGES), rows, asked.format)
