"""Crises: questions that are kept, each with all that a ledger tells of it on one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from anyascii import anyascii
from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from starlette.datastructures import QueryParams

from elchi.desk import guard
from elchi.desk.asked import Asked, asked, read
from elchi.desk.drawn import by_month
from elchi.desk.options import options
from elchi.desk.pages.crisis_parts import GATHERING, deeds, map_of, matrix, network_of
from elchi.desk.web import answer, go, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError
from elchi.export import ontology
from elchi.ledger import queries, questions
from elchi.ledger.queries import Filter, crises

router = APIRouter()
MOST = 2000
"""How many happenings are considered."""
PAGE, SENTENCES, EVACUATIONS = 30, 20, 8
"""How many happenings, sentences and evacuations are shown."""
LONGEST_NAME = 60


@router.get("/crises")
def listed(request: Request) -> Response:
    """The crises that are kept."""
    return page(request, "crises.html", crises=[
        (kept, read(QueryParams(kept["asked"]))) for kept in questions.every(ledger_of(request))])


@router.get("/crises/new")
def new(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """What is asked for, to be kept as a crisis."""
    of.filter()
    return page(request, "crisis_new.html", asked=of, options=options(request), enough=_enough(of))


@router.post("/crises", dependencies=guard.EDITOR)
def keep(request: Request, title: Annotated[str, Form()] = "", query: Annotated[str, Form()] = "") -> Response:
    """Keep a crisis: its title, and what it asks as the query of an address."""
    of = read(QueryParams(query))
    of.filter()
    if not _enough(of):
        raise LedgerError("a crisis is of a party or of a topic at least")
    name = _named(title)
    questions.keep(ledger_of(request), name, title, of.query(), reader_of(request).name)
    return go(f"/crises/{name}")


@router.post("/crises/{name}/drop", dependencies=guard.EDITOR)
def drop(request: Request, name: str) -> Response:
    """Keep a crisis no longer."""
    questions.drop(ledger_of(request), name, reader_of(request).name)
    return go("/crises")


@router.get("/crises/{name}")
def crisis(request: Request, name: str, holder: str = "", stance: str = "") -> Response:
    """A crisis; of one cell of its matrix, a holder and a stance, the sentences too."""
    ledger, own = ledger_of(request), words_of(request)
    kept = questions.get(ledger, name)
    if kept is None:
        raise HTTPException(404)
    of = read(QueryParams(kept["asked"]))
    whole_question = of.filter()
    found = answer(request, crises.happened, whole_question, MOST + 1, deeds())
    whole, found = len(found) <= MOST, found[:MOST]
    wanted = _window(whole_question, found, whole)
    parties = frozenset[str]().union(*wanted.parties)
    days = wanted.since, wanted.until
    cell = crises.sentences(ledger, holder, stance, wanted.topics, *days, SENTENCES) if holder and stance else None
    return page(
        request, "crisis.html", kept=kept, asked=of, total=len(found), since=None if whole else str(wanted.since),
        bars=by_month(((row["day"], ontology.quad(row["type"], row["mode"]), 1) for row in found), own),
        happenings=queries.timeline(ledger, wanted, min(PAGE, len(found))),
        matrix=matrix(answer(request, crises.stances, wanted.topics, parties, *days)),
        holder=holder, stance=stance, cell=cell,
        evacuations=answer(request, queries.evacuations, wanted, EVACUATIONS), map=map_of(found, own),
        network=network_of(found, own), gathering=GATHERING)


def _enough(of: Asked) -> bool:
    """Whether so much is asked that it is a crisis, and not all that happens in the world."""
    return bool(of.party or of.topic)


def _named(title: str) -> str:
    """A name for an address, made of a title."""
    letters = "".join(c if c.isalnum() else " " for c in anyascii(title).lower())
    name = "-".join(letters.split())[:LONGEST_NAME].strip("-")
    return name if name not in ("", "new") else "crisis"


def _window(wanted: Filter, found: list[dict[str, Any]], whole: bool) -> Filter:
    """What is asked for, from the day on of which happenings are considered: where there are more, or no day is asked
    for, that of the oldest."""
    if not found or (whole and wanted.since):
        return wanted
    return replace(wanted, since=date.fromisoformat(found[-1]["day"]))
