"""The desk as an application: its pages, its files, what is said when something fails."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from elchi.desk import guard, headers
from elchi.desk.api import create_api
from elchi.desk.kept import Kept
from elchi.desk.pages import OPEN, ROUTERS
from elchi.desk.web import page, words_of
from elchi.errors import LedgerError, LedgerFault
from elchi.ledger.database import Ledger, open_ledger

STATIC = Path(__file__).parent / "static"
PAUSE = "2"
"""Seconds after which one may ask again where the ledger could not be read."""
HOSTS = "ELCHI_DESK_NAMES"
"""The variable that holds by which names, beside those of the loopback, the desk may be asked for."""


def create_app(ledger: Ledger, names: Collection[str] = ()) -> FastAPI:
    """The desk of a ledger, which answers to these names of hosts beside those of the loopback."""
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(title="Elchi", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.ledger, app.state.kept, app.state.hosts = ledger, Kept(), headers.LOOPBACK.union(names)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount("/api/v1", create_api(ledger))
    app.include_router(OPEN)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(guard.needs("reader"))])
    app.middleware("http")(guard.known)
    app.middleware("http")(headers.safe)
    for fault, handler in ((HTTPException, _refused), (RequestValidationError, _invalid), (LedgerError, _faulty)):
        app.add_exception_handler(fault, handler)
    return app


def served() -> FastAPI:
    """The desk of the ledger that ELCHI_LEDGER names, as a server's process makes it."""
    return create_app(open_ledger(), os.environ.get(HOSTS, "").split())


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 401:
        return guard.stranger(request)
    if error.status_code == 405 and request.method == "GET":  # a page that a form showed, asked for by its address
        return RedirectResponse(request.scope["path"].rpartition("/")[0] or "/", 303)
    answer = page(request, "refused.html", error.status_code, told="")
    answer.headers.update(error.headers or {})
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    return page(request, "refused.html", 422, told="")


def _faulty(request: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, LedgerFault) else 400
    answer = page(request, "refused.html", status, told=words_of(request).fault(error))
    if isinstance(error, LedgerFault):
        answer.headers["Retry-After"] = PAUSE
    return answer
