"""A happening: what every report says of it, side by side; why it is held to be one; what analysts may say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk.guard import EDITOR
from elchi.desk.reasons import of_match
from elchi.desk.web import go, ledger_of, page, reader_of, words_of
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
    accounts = found["accounts"]
    verdict = next((said for said in reversed(found["decisions"])
                    if said["kind"] == "verdict" and not said["undone"]), None)
    return page(request, "happening.html", found=found, accounts=accounts[:MOST], more=max(len(accounts) - MOST, 0),
                numbers={own["uid"]: n for n, own in enumerate(accounts, 1)}, differ=unlike(found["differ"]),
                matches=[{**one, "reasons": [of_match(words_of(request), told) for told in one["reasons"]]}
                         for one in strongest(found["matches"])[:MOST]],
                unshown=max(len(found["matches"]) - MOST, 0), verdict=verdict,
                verdicts=analyst.VERDICTS if found["type"] in PROMISES else ())


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


@router.post("/happenings/{uid}/split", dependencies=EDITOR)
def split(request: Request, uid: str, account: Annotated[list[str], Form()] = [], why: Told = "") -> Response:  # noqa: B006
    """Say that the chosen accounts tell of another happening."""
    analyst.apart(ledger_of(request), uid, account, reader_of(request).name, why.strip())
    return go(f"/happenings/{uid}")


@router.post("/happenings/{uid}/join", dependencies=EDITOR)
def join(request: Request, uid: str, other: Told = "", why: Told = "") -> Response:
    """Say that another happening, of this id or at this address, is the same."""
    analyst.same(ledger_of(request), uid, named(other), reader_of(request).name, why.strip())
    return go(f"/happenings/{uid}")


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
    analyst.verdict(ledger_of(request), uid, value, reader_of(request).name, why.strip())
    return go(f"/happenings/{uid}")


@router.post("/happenings/{uid}/undo", dependencies=EDITOR)
def undo(request: Request, uid: str, number: Annotated[int, Form(ge=0, lt=2**31)]) -> Response:
    """Take a decision back."""
    analyst.undo(ledger_of(request), number, reader_of(request).name)
    return go(f"/happenings/{uid}")
