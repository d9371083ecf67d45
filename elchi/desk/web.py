"""How a page is made: its template, in the reader's language, with what every page needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from elchi.desk.access import Reader
from elchi.desk.asked import linked
from elchi.desk.kept import Kept
from elchi.desk.marked import harmless
from elchi.desk.words import LANGUAGES, OWN_NAMES, Words, chosen, words
from elchi.export.text import clean
from elchi.ledger import proposals
from elchi.ledger.database import Ledger
from elchi.ledger.queries import said

T = TypeVar("T")
P = ParamSpec("P")
TEMPLATES = Path(__file__).parent / "templates"
HERE = "same-origin"
"""What browsers say of a link that stands on a page of the desk."""
PATIENCE = 20.0
"""Seconds that a question may take."""
TONGUE = "elchi-language"
"""The cookie that holds the reader's language."""


def ledger_of(request: Request) -> Ledger:
    """The ledger that the desk shows, which gives up what takes too long."""
    return cast(Ledger, request.app.state.ledger).within(PATIENCE)


def answer(request: Request, question: Callable[Concatenate[Ledger, P], T], *of: P.args, **more: P.kwargs) -> T:
    """What a question says of the ledger, or said not long ago, where it took long; nobody may change it."""
    if not hasattr(request.state, "decided"):
        request.state.decided = said.state(ledger_of(request))
    return cast(Kept, request.app.state.kept).answer(request.state.decided, question, ledger_of(request), *of, **more)


def reader_of(request: Request) -> Reader:
    """Who reads."""
    return cast(Reader, request.state.reader)


def words_of(request: Request) -> Words:
    """The reader's language: that which the address says (`lang`), else his cookie, else what his browser accepts."""
    return words(chosen(request.query_params.get("lang"), request.cookies.get(TONGUE),
                        accepted=request.headers.get("accept-language", "")))


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, from a template and its values; beside these it has `request`, `reader`, `words`, `status` and, for those
    who settle them, how many proposals are `waiting`."""
    own, reader = words_of(request), reader_of(request)
    waiting = proposals.how_many(ledger_of(request)) if reader.may("editor") and status == 200 else 0
    body = environment(own.language).get_template(template).render(
        request=request, reader=reader, words=own, status=status, waiting=waiting, **values)
    answer = HTMLResponse(body, status, {"Content-Language": own.language, "Vary": "Cookie, Accept-Language"})
    # A link that somebody sent shows its language, and does not choose the reader's.
    if request.query_params.get("lang") == own.language and request.headers.get("sec-fetch-site", HERE) == HERE:
        answer.set_cookie(TONGUE, own.language, max_age=365 * 86400, samesite="lax", httponly=True)
    return answer


def go(path: str, **query: Any) -> RedirectResponse:
    """To another page, after a change."""
    return RedirectResponse(linked(path, **query), 303)


@cache
def environment(language: str) -> Environment:
    """Templates in a language."""
    own = words(language)
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                       extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    told = own.translations
    made.install_gettext_callables(  # type: ignore[attr-defined]
        told.gettext, told.ngettext, newstyle=True, pgettext=told.pgettext, npgettext=told.npgettext)
    made.globals |= {"name": own.name, "party": own.party, "parties": own.parties, "day": own.day, "month": own.month,
                     "moment": own.moment, "number": own.number, "percent": own.percent, "linked": linked,
                     "languages": LANGUAGES, "own_names": OWN_NAMES, "here": _here, "drawn": Markup,
                     "harmless": harmless}
    made.filters["clean"] = clean
    return made


@pass_context
def _here(context: Context, **changes: Any) -> str:
    """The address of the page itself, with other values for some of its query."""
    request = cast(Request, context["request"])
    kept: dict[str, Any] = {name: request.query_params.getlist(name) for name in request.query_params}
    return linked(request.scope["path"], **(kept | changes))
