"""Rows looked through one by one: accepted, rejected, corrected, noted on; what was said of each, and last of all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk.asked import Asked, asked
from elchi.desk.corrected import form, given, in_force, meanwhile, overtaken, shown
from elchi.desk.decided import entries
from elchi.desk.guard import EDITOR
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError
from elchi.ledger import analyst, queries
from elchi.ledger.forms import definitions
from elchi.ledger.queries.unsure import NEWEST, recent, row, unsure

router = APIRouter()
PAGE = 20
"""How many rows a page shows."""
Told = Annotated[str, Form(max_length=2000)]
Seen = Annotated[str | None, Form(max_length=2000)]


@router.get("/review")
def review(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """The rows that the coder is least sure of, among the newest reports or those asked for; those that analysts stand
    for and the coder gives no more; what was said last."""
    ledger = ledger_of(request)
    rows, count, reports = answer(request, unsure, of.filter(), PAGE)
    return page(request, "review.html", asked=of, options=options(request), rows=rows, count=count, reports=reports,
                newest=NEWEST, back=of.address("/review"), standing=answer(request, queries.review)[:PAGE],
                decisions=entries(ledger, recent(ledger)))


@router.get("/rows/{uid}")
def one(request: Request, uid: str, back: str = "") -> Response:
    """A row by its id: all that it tells, a form to correct it, what was said of it. `back` is the view of the review
    to which one goes after a change."""
    return _shown(request, uid, back)


def _shown(request: Request, uid: str, back: str, status: int = 200, **told: Any) -> Response:
    """The page of a row; `told` may have a `fault`, what was `sent` in the form, and the decisions made `late`, since
    it was shown, with the fields that these `overtook`."""
    ledger = ledger_of(request)
    found = row(ledger, uid)
    if found is None:
        raise HTTPException(404)
    fields = form(found["kind"], found) if found["state"] != "gone" else []
    late = entries(ledger, told.pop("late", ()), uid)
    return page(request, "row.html", status, row=found, fields=fields, shown=shown(fields), back=_back(back),
                seen=_told_seen(in_force(found["decisions"])), decisions=entries(ledger, found["decisions"], uid),
                options=options(request), roles=definitions()["role"]["enum"], late=late,
                **{"sent": {}, "fault": "", "overtook": (), **told})


def _told_seen(numbers: set[int]) -> str:
    """Numbers of decisions as a field of a form holds them; 0 is none, for an empty field is not sent at all."""
    return ",".join(map(str, sorted({0, *numbers})))


def _seen(told: str | None) -> set[int] | None:
    """The numbers back; None where the form has no such field."""
    return None if told is None else {int(one) for one in re.findall(r"\d{1,18}", told)} - {0}


def _back(told: str) -> str:
    """The view of the review to go back to; "" for what is none, so that no form leads elsewhere."""
    return told if told == "/review" or told.startswith(("/review?", "/review#")) else ""


def _done(uid: str, back: str) -> Response:
    return RedirectResponse(_back(back) or f"/rows/{uid}", 303)


def _said(request: Request, uid: str, back: str, seen: set[int] | None, say: Callable[[], None]) -> Response:
    """Where one goes when something is said of a row; its page with what is at fault, where it could not be said."""
    try:
        say()
    except analyst.Meanwhile:
        found = row(ledger_of(request), uid)
        return _shown(request, uid, back, 409, late=meanwhile(found["decisions"] if found else (), seen or ()))
    except LedgerError as fault:
        return _shown(request, uid, back, 400, fault=words_of(request).fault(fault))
    return _done(uid, back)


@router.post("/rows/{uid}/accept", dependencies=EDITOR)
def accept(request: Request, uid: str, why: Told = "", back: Told = "", seen: Seen = None) -> Response:
    """Say that a row is right; not where others decided on it since it was `seen`."""
    return _judged(request, uid, "accept", why, back, seen)


@router.post("/rows/{uid}/reject", dependencies=EDITOR)
def reject(request: Request, uid: str, why: Told = "", back: Told = "", seen: Seen = None) -> Response:
    """Say that a row is wrong; not where others decided on it since it was `seen`."""
    return _judged(request, uid, "reject", why, back, seen)


def _judged(request: Request, uid: str, kind: Literal["accept", "reject"], why: str, back: str, seen: str | None
            ) -> Response:
    numbers = _seen(seen)
    return _said(request, uid, back, numbers, lambda: analyst.judge(
        ledger_of(request), uid, kind, reader_of(request).name, why.strip(), numbers))


@router.post("/rows/{uid}/note", dependencies=EDITOR)
def note(request: Request, uid: str, text: Told = "", back: Told = "") -> Response:
    """Write something beside a row."""
    if not text.strip():
        return _done(uid, back)
    return _said(request, uid, back, None, lambda: analyst.note(
        ledger_of(request), uid, reader_of(request).name, text.strip()))


@router.post("/rows/{uid}/undo", dependencies=EDITOR)
def undo(request: Request, uid: str, number: Annotated[int, Form(ge=0, lt=2**31)], back: Told = "") -> Response:
    """Take a decision back."""
    return _said(request, uid, back, None, lambda: analyst.undo(ledger_of(request), number, reader_of(request).name))


async def sent(request: Request) -> dict[str, str]:
    """What a form holds, its texts alone; what several fields of one name hold, together."""
    found: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else ", ".join(filter(None, values)) for name, values in found.items()}


@router.post("/rows/{uid}/correct", dependencies=EDITOR)
def correct(request: Request, uid: str, told: Annotated[dict[str, str], Depends(sent)]) -> Response:
    """Say what fields of a row should hold: those in which the form says something else than it did when it was shown.
    What others changed meanwhile, and what cannot be so, is said above the form, which keeps what was put in."""
    ledger, back = ledger_of(request), told.get("back", "")
    found = row(ledger, uid)
    if found is None or found["state"] == "gone":
        raise HTTPException(404)
    fields, kept = given(found["kind"], found, told), {"why": told.get("why", "").strip()}
    if late := overtaken(found["kind"], found, told):
        since = meanwhile(found["decisions"], _seen(told.get("seen")) or ())
        return _shown(request, uid, back, 409, sent=fields | kept, overtook=late,
                      late=[one for one in since if one["field"] in late])
    try:
        if fields:
            analyst.correct(ledger, uid, fields, reader_of(request).name, kept["why"], in_force(found["decisions"]))
    except LedgerError as fault:
        return _shown(request, uid, back, 400, sent=fields | kept, fault=words_of(request).fault(fault))
    return _done(uid, back)
