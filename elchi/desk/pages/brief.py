"""A brief of a view: a page to print, Markdown, a document of Word, a feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from elchi.desk.asked import Asked, asked, day, last_day
from elchi.desk.options import options
from elchi.desk.web import answer, ledger_of, page, words_of
from elchi.desk.words import Words
from elchi.errors import LedgerError
from elchi.export import brief as briefs
from elchi.export.feed import write_atom
from elchi.ledger import queries

router = APIRouter()
LONGEST, FED = 31, 100
"""How many days a brief may be of, and how many happenings its feed tells."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def told(request: Request, of: Annotated[Asked, Depends(asked)], period: str = "week") -> tuple[str, str, Any]:
    """The title of the brief that is asked for, the kind of its period, and its sections."""
    own, wanted = words_of(request), of.filter()
    first, last = _days(request, of, period != "day")
    found = answer(request, queries.digest, wanted, first, last)
    days = own.day(f"{first}/{last}" if first != last else first.isoformat())
    said = [own.translations.gettext("Brief, %(days)s") % {"days": days}, *map(own.party, of.party), *(
        own.name(kind, code) for kind in ("type", "topic") for code in getattr(of, kind)), *of.outlet]
    return " · ".join(said), "day" if period == "day" else "week", briefs.sections(found, _speech(own))


Told = Annotated[tuple[str, str, Any], Depends(told)]


@router.get("/brief")
def shown(request: Request, of: Annotated[Asked, Depends(asked)], made: Told) -> Response:
    """The brief as a page."""
    title, period, sections = made
    return page(request, "brief.html", asked=of, title=title, period=period, sections=sections,
                options=options(request))


@router.get("/brief.md")
def markdown(made: Told) -> Response:
    """The brief as Markdown."""
    title, _, sections = made
    return _file(briefs.write_markdown(title, sections).encode(), "text/markdown; charset=utf-8", "brief.md")


@router.get("/brief.docx")
def document(made: Told) -> Response:
    """The brief as a document of Word."""
    title, _, sections = made
    out = BytesIO()
    briefs.write_docx(title, sections, out)
    return _file(out.getvalue(), WORD, "brief.docx")


@router.get("/brief.atom")
def feed(request: Request, of: Annotated[Asked, Depends(asked)]) -> Response:
    """The newest happenings of a view as a feed."""
    found = queries.timeline(ledger_of(request), of.filter(), FED)
    surest = answer(request, queries.evidence, [row["id"] for row in found])
    rows = [{"contexts": [], **row, **surest.get(row["id"], {})} for row in found]
    out = BytesIO()
    write_atom(rows, out, words_of(request).party, of.title())
    return Response(out.getvalue(), media_type="application/atom+xml")


def _file(body: bytes, media: str, name: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _days(request: Request, of: Asked, weekly: bool) -> tuple[date, date]:
    """The days of a brief: those asked for, else the last day up to today of which anything is told, or the week before
    it. Raises LedgerError where they are too many."""
    last, today = day(of.until), date.today()
    if last is None:
        newest = queries.timeline(ledger_of(request), replace(of.filter(), until=today), 1)
        last = last_day(newest[0]) if newest else today
    first = min(day(of.since) or last - timedelta(6 if weekly else 0), last)
    if (last - first).days >= LONGEST:
        raise LedgerError(f"a brief is of {LONGEST} days at most")
    return first, last


def _speech(own: Words) -> briefs.Speech:
    say: Callable[..., str] = lambda text, **values: own.translations.gettext(text) % values  # noqa: E731
    return briefs.Speech(say, own.name, own.party, own.day)
