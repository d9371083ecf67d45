"""A happening: what every report says of it, side by side; why it is held to be one; what analysts may say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk.decided import entries
from elchi.desk.guard import EDITOR
from elchi.desk.reasons import of_match
from elchi.desk.web import go, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError
from elchi.ledger import analyst, queries
from elchi.ledger.ids import parsed
from elchi.ledger.queries.commitments import PROMISES

router = APIRouter()
MOST = 60
"""How many accounts, and how many likenesses of two, a page shows."""
Told = Annotated[str, Form(max_length=2000)]


@router.get("/happenings/{uid}")
def happening(request: Request, uid: str) -> Response:
    """A happening by its id; by one that it had before, its present address."""
    found = queries.why(ledger_of(request), uid)
    if found is None:
        raise HTTPException(404)
    if found["id"] != uid:
        return RedirectResponse(f"/happenings/{found['id']}", 302)
    return _shown(request, found)


def _shown(request: Request, found: Mapping[str, Any], fault: str = "", **sent: Any) -> Response:
    """The page of a happening; with a fault, what was `sent` in the form of an `act` (split, join, verdict, undo)."""
    accounts = found["accounts"]
    verdict = next((said for said in reversed(found["decisions"])
                    if said["kind"] == "verdict" and not said["undone"]), None)
    return page(request, "happening.html", 400 if fault else 200, found=found, accounts=accounts[:MOST],
                more=max(len(accounts) - MOST, 0),
                numbers={own["uid"]: n for n, own in enumerate(accounts, 1)}, differ=unlike(found["differ"]),
                matches=[{**one, "reasons": [of_match(words_of(request), told) for told in one["reasons"]]}
                         for one in strongest(found["matches"])[:MOST]],
                unshown=max(len(found["matches"]) - MOST, 0), verdict=verdict,
                verdicts=analyst.VERDICTS if found["type"] in PROMISES else (),
                decisions=entries(ledger_of(request), found["decisions"]), fault=fault,
                sent={"act": "", "account": (), "why": "", "other": "", **sent})


def unlike(differ: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, set[str]]:
    """For each account that tells something differently from most, the fields in which it does; where no value is that
    of most, all that tell the field."""
    found: dict[str, set[str]] = {}
    for field, values in differ.items():
        counts = sorted((len(one["accounts"]) for one in values), reverse=True)
        for one in values:
            if len(one["accounts"]) < counts[0] or counts[0] == counts[1]:
                for uid in one["accounts"]:
                    found.setdefault(uid, set()).add(field)
    return found


def strongest(matches: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The likenesses, the strongest first."""
    return sorted(matches, key=lambda one: -one["strength"])


def _said(request: Request, uid: str, say: Callable[[], None], **sent: Any) -> Response:
    """Where one goes when something is said of a happening; its page with what is at fault and what was sent, where it
    could not be said."""
    found = queries.why(ledger_of(request), uid)
    if found is None:
        raise HTTPException(404)
    try:
        say()
    except LedgerError as fault:
        return _shown(request, found, words_of(request).fault(fault), **sent)
    return go(f"/happenings/{uid}")


@router.post("/happenings/{uid}/split", dependencies=EDITOR)
def split(request: Request, uid: str, account: Annotated[list[str], Form()] = [], why: Told = "") -> Response:  # noqa: B006
    """Say that the chosen accounts tell of another happening."""
    return _said(request, uid, lambda: analyst.apart(
        ledger_of(request), uid, account, reader_of(request).name, why.strip()), act="split", account=account, why=why)


@router.get("/happenings/{uid}/join", dependencies=EDITOR)
def joining(request: Request, uid: str, other: str = "") -> Response:
    """What would be one: a happening beside another, of this id or at this address; nothing is changed."""
    ledger, of = ledger_of(request), named(other)
    one, second = queries.why(ledger, uid), queries.why(ledger, "h" + of[1:] if of[:1] == "e" else of)
    if one is None:
        raise HTTPException(404)
    if second is None or second["id"] == one["id"]:
        fault = LedgerError(f"{ledger.name}: there is no happening {of}" if second is None
                            else f"{ledger.name}: {uid} and {of} are one happening already")
        return _shown(request, one, words_of(request).fault(fault), act="join", other=other)
    return page(request, "join.html", one=one, other=second)


@router.post("/happenings/{uid}/join", dependencies=EDITOR)
def join(request: Request, uid: str, other: Told = "", why: Told = "") -> Response:
    """Say that another happening, of this id or at this address, is the same."""
    return _said(request, uid, lambda: analyst.same(
        ledger_of(request), uid, named(other), reader_of(request).name, why.strip()), act="join", other=other)


def named(told: str) -> str:
    """The id in what a person put in: the id itself, or the address of a happening's page."""
    parts = [part for part in told.strip().partition("?")[0].partition("#")[0].split("/") if parsed(part)]
    return parts[-1] if parts else told.strip()[:40]


@router.post("/happenings/{uid}/note", dependencies=EDITOR)
def note(request: Request, uid: str, text: Told = "") -> Response:
    """Write something beside a happening."""
    if text.strip():
        analyst.note(ledger_of(request), uid, reader_of(request).name, text.strip())
    return go(f"/happenings/{uid}")


@router.post("/happenings/{uid}/verdict", dependencies=EDITOR)
def verdict(request: Request, uid: str, value: Told = "", why: Told = "") -> Response:
    """Say how a commitment stands."""
    return _said(request, uid, lambda: analyst.verdict(
        ledger_of(request), uid, value, reader_of(request).name, why.strip()), act="verdict", why=why)


@router.post("/happenings/{uid}/undo", dependencies=EDITOR)
def undo(request: Request, uid: str, number: Annotated[int, Form(ge=0, lt=2**31)]) -> Response:
    """Take a decision back."""
    return _said(request, uid, lambda: analyst.undo(ledger_of(request), number, reader_of(request).name), act="undo")
