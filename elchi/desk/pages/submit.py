"""Reports that readers propose, and what editors make of them."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from elchi.desk import guard
from elchi.desk.brake import READINGS
from elchi.desk.web import go, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError, ReportError
from elchi.ledger import proposals, settings, store
from elchi.ledger.address import key
from elchi.ledger.database import Ledger
from elchi.model import Report
from elchi.net.address import parsed
from elchi.read.pieces import How, Link, Piece

router = APIRouter()
SHOWN, PATIENCE = 3000, 10.0
"""How many characters of a text editors see, and how many seconds a host may want to be left alone."""
Field = Annotated[str, Form()]


@router.get("/submit")
def form(request: Request, done: str = "") -> Response:
    """What a reader may propose, and what became of what he proposed."""
    return _form(request, done=done == "1")


@router.post("/submit")
def submit(request: Request, url: Field = "", text: Field = "", title: Field = "", outlet: Field = "",
           published: Field = "") -> Response:
    """Propose a report."""
    given = {"url": url, "text": text, "title": title, "outlet": outlet, "published": published}
    try:
        if url.strip():
            parsed(url.strip())
        proposals.propose(ledger_of(request), reader_of(request).name, **given)
    except (LedgerError, ReportError) as fault:
        return _form(request, given, words_of(request).fault(fault))
    return go("/submit", done="1")


@router.get("/proposals", dependencies=guard.EDITOR)
def waiting(request: Request) -> Response:
    """What waits for an editor."""
    return _list(request)


@router.post("/proposals/{number}/accept", dependencies=guard.EDITOR)
def accept(request: Request, number: int) -> Response:
    """Read a report that was proposed, code it and put it into the ledger."""
    from elchi.pipeline import code_report

    own = proposals.get(ledger_of(request), number)
    try:
        with READINGS.held(ledger_of(request)) as ledger:
            report = _read(ledger, own)
            for _ in store.add(ledger, [code_report(report)]):
                pass
            proposals.settle(ledger, number, "taken", reader_of(request).name, report=key(report))
    except ReportError as fault:
        return _list(request, words_of(request).fault(fault))
    return go("/proposals", done=key(report))


@router.post("/proposals/{number}/refuse", dependencies=guard.EDITOR)
def refuse(request: Request, number: int, why: Field = "") -> Response:
    """Refuse a report that was proposed, for a reason."""
    try:
        proposals.settle(ledger_of(request), number, "refused", reader_of(request).name, why)
    except LedgerError as fault:
        return _list(request, words_of(request).fault(fault))
    return go("/proposals")


def _form(request: Request, given: dict[str, str] | None = None, fault: str = "", done: bool = False) -> Response:
    return page(request, "submit.html", 400 if fault else 200, fault=fault, done=done, given=given or {},
                own=proposals.of(ledger_of(request), reader_of(request).name), longest=proposals.LONGEST_TEXT)


def _list(request: Request, fault: str = "") -> Response:
    return page(request, "proposals.html", 400 if fault else 200, proposals=proposals.waiting(ledger_of(request)),
                fault=fault, done=request.query_params.get("done", ""), most=SHOWN)


def _read(ledger: Ledger, own: dict[str, Any]) -> Report:
    """The report that was proposed: from its text, or fetched from its address. Raises ReportError where it is none."""
    from elchi.net.fetch import piece
    from elchi.net.polite import Polite, world
    from elchi.read import read_text
    from elchi.read.stamps import normal
    from elchi.watch.pages import report_of

    if own["text"]:
        return read_text(own["text"], id="", outlet=own["outlet"], title=own["title"],
                         published=normal(own["published"]) if own["published"] else None)
    polite = Polite(world(False, _wait), {}, lambda name, host: None)

    def fetched(url: str) -> Piece:
        return piece(url, polite.get(url))

    return report_of(Link(own["url"]), How(None, settings.zone(ledger), {}, fetched))


def _wait(seconds: float) -> None:
    if seconds > PATIENCE:
        raise ReportError("the host", f"it wants to be left alone for {seconds:.0f} s")
    time.sleep(seconds)
