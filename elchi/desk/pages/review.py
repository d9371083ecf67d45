"""Rows looked through one by one: accepted, rejected, corrected, noted on; what was said of each, and last of all."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk.asked import Asked, asked
from elchi.desk.corrected import form, given
from elchi.desk.guard import EDITOR
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError
from elchi.ledger import analyst, queries
from elchi.ledger.queries.unsure import NEWEST, recent, row, unsure

router = APIRouter()
PAGE = 20
"""How many rows a page shows."""
Told = Annotated[str, Form(max_length=2000)]


@router.get("/review")
def review(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """The rows that the coder is least sure of, among the newest reports or those asked for; those that analysts stand
    for and the coder gives no more; what was said last."""
    ledger = ledger_of(request)
    rows, count, reports = answer(request, unsure, of.filter(), PAGE)
    return page(request, "review.html", asked=of, options=options(request), rows=rows, count=count, reports=reports,
                newest=NEWEST, back=of.address("/review"), standing=answer(request, queries.review)[:PAGE],
                decisions=recent(ledger))


@router.get("/rows/{uid}")
def one(request: Request, uid: str, back: str = "") -> Response:
    """A row by its id: all that it tells, a form to correct it, what was said of it. `back` is the view of the review
    to which one goes after a change."""
    return _shown(request, uid, back)


def _shown(request: Request, uid: str, back: str, sent: dict[str, str] | None = None, fault: str = "") -> Response:
    found = row(ledger_of(request), uid)
    if found is None:
        raise HTTPException(404)
    fields = form(found["kind"], found) if found["state"] != "gone" else []
    return page(request, "row.html", 400 if fault else 200, row=found, fields=fields, sent=sent or {}, fault=fault,
                back=_back(back))


def _back(told: str) -> str:
    """The view of the review to go back to; "" for what is none, so that no form leads elsewhere."""
    return told if told == "/review" or told.startswith(("/review?", "/review#")) else ""


def _done(uid: str, back: str) -> Response:
    return RedirectResponse(_back(back) or f"/rows/{uid}", 303)


@router.post("/rows/{uid}/accept", dependencies=EDITOR)
def accept(request: Request, uid: str, why: Told = "", back: Told = "") -> Response:
    """Say that a row is right."""
    analyst.judge(ledger_of(request), uid, "accept", reader_of(request).name, why.strip())
    return _done(uid, back)


@router.post("/rows/{uid}/reject", dependencies=EDITOR)
def reject(request: Request, uid: str, why: Told = "", back: Told = "") -> Response:
    """Say that a row is wrong."""
    analyst.judge(ledger_of(request), uid, "reject", reader_of(request).name, why.strip())
    return _done(uid, back)


@router.post("/rows/{uid}/note", dependencies=EDITOR)
def note(request: Request, uid: str, text: Told = "", back: Told = "") -> Response:
    """Write something beside a row."""
    if text.strip():
        analyst.note(ledger_of(request), uid, reader_of(request).name, text.strip())
    return _done(uid, back)


@router.post("/rows/{uid}/undo", dependencies=EDITOR)
def undo(request: Request, uid: str, number: Annotated[int, Form(ge=0, lt=2**31)], back: Told = "") -> Response:
    """Take a decision back."""
    analyst.undo(ledger_of(request), number, reader_of(request).name)
    return _done(uid, back)


async def sent(request: Request) -> dict[str, str]:
    """What a form holds, its texts alone."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.post("/rows/{uid}/correct", dependencies=EDITOR)
def correct(request: Request, uid: str, told: Annotated[dict[str, str], Depends(sent)]) -> Response:
    """Say what fields of a row should hold: those in which the form says something else than the row. What cannot be so
    is said above the form, which keeps what was put in."""
    ledger, found, back = ledger_of(request), row(ledger_of(request), uid), told.get("back", "")
    if found is None or found["state"] == "gone":
        raise HTTPException(404)
    try:
        if fields := given(found["kind"], found, told):
            analyst.correct(ledger, uid, fields, reader_of(request).name, told.get("why", "").strip())
    except LedgerError as fault:
        return _shown(request, uid, back, told, words_of(request).fault(fault))
    return _done(uid, back)
