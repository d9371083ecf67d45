"""Lists of what was promised and of evacuations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from elchi.desk.asked import Asked, asked
from elchi.desk.options import options
from elchi.desk.reasons import of_sign
from elchi.desk.web import answer, page, words_of
from elchi.desk.words import Words
from elchi.ledger import queries

router = APIRouter()
PAGE, BOARD = 30, 12
"""How many commitments a page shows, and how many evacuations."""
SOURCES = 10
"""How many reports are named beside an evacuation."""
TONES = {"kept": "good", "partly": "warn", "broken": "warn", "overdue": "warn"}
"""How a verdict is coloured."""


@router.get("/commitments")
def commitments(request: Request, of: Annotated[Asked, Depends(asked)], after: str = "") -> Response:
    """What was promised, the newest first, after the happening of an id, and how each stands today."""
    found = answer(request, queries.commitments, of.filter(), PAGE + 1, after=after or None)
    shown = [{**row, "signs": [_sign(words_of(request), sign) for sign in row["signs"]]} for row in found[:PAGE]]
    return page(request, "commitments.html", asked=of, commitments=shown, tones=TONES,
                options=options(request) | {"types": ()}, next=found[PAGE - 1]["id"] if len(found) > PAGE else None)


def _sign(own: Words, sign: Mapping[str, Any]) -> dict[str, Any]:
    """A sign with its reasons in the reader's language."""
    return {**sign, "reasons": [of_sign(own, told) for told in sign["reasons"]]}


@router.get("/evacuations")
def evacuations(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """The board of evacuations, the latest first."""
    found = answer(request, queries.evacuations, of.filter(), BOARD)
    return page(request, "evacuations.html", asked=of, evacuations=found, most=BOARD, sources=SOURCES,
                options=options(request) | {"types": (), "topics": ()})
