"""The desk as an application: its pages, its files, what is said when something fails."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from elchi.desk import guard
from elchi.desk.pages import ROUTERS
from elchi.desk.web import page
from elchi.errors import LedgerError, LedgerFault
from elchi.ledger.database import Ledger, open_ledger

STATIC = Path(__file__).parent / "static"


def create_app(ledger: Ledger) -> FastAPI:
    """The desk of a ledger."""
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(title="Elchi", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.ledger = ledger
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(guard.needs("reader"))], include_in_schema=False)
    app.middleware("http")(guard.known)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(LedgerError, _faulty)
    return app


def served() -> FastAPI:
    """The desk of the ledger that ELCHI_LEDGER names, as a server's process makes it."""
    return create_app(open_ledger(os.environ.get("ELCHI_LEDGER")))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page(request, "refused.html", error.status_code, told="")


def _faulty(request: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, LedgerFault) else 400
    return page(request, "refused.html", status, told=str(error))
