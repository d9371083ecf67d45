"""Officials: a list, and one with his offices, statements and contacts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk.asked import linked
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page
from elchi.groups import resolve
from elchi.ledger import queries
from elchi.ledger.queries import overview

router = APIRouter()
LISTED, STATEMENTS, CONTACTS = 60, 20, 10
"""How many officials a list shows, and how many statements and contacts of one."""
Told = Annotated[str, Query(max_length=200)]


@router.get("/officials")
def officials(request: Request, party: Told = "", name: Told = "") -> Response:
    """The officials of a party or group, or of all, who are named so; those named in the newest reports first."""
    wanted, named = party.strip(), name.strip()
    found = answer(request, queries.officials, resolve(wanted) if wanted else (), named or None, LISTED)["persons"]
    return page(request, "officials.html", persons=found, party_asked=wanted, name_asked=named, most=LISTED,
                choices=options(request)["parties"])


@router.get("/officials/{person}")
def official(request: Request, person: str) -> Response:
    """An official by his id; or by a name, where one alone has it."""
    ledger = ledger_of(request)
    found = queries.officials(ledger, name=person, limit=STATEMENTS)
    if not found["persons"]:
        raise HTTPException(404)
    if len(found["persons"]) > 1:
        return RedirectResponse(linked("/officials", name=person), 303)
    own = found["persons"][0]
    if own["id"] != person:
        return RedirectResponse(linked(f"/officials/{own['id']}"), 303)
    return page(request, "official.html", person=own, statements=found["statements"],
                contacts=overview.took_part(ledger, person, CONTACTS))
