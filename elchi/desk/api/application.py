"""The API as an application: its questions, its description, and one way to tell what failed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from elchi.desk import guard
from elchi.desk.api import events, persons, reference, reports
from elchi.desk.api.models import Failure
from elchi.errors import LedgerError, LedgerFault
from elchi.ledger.database import Ledger

ABOUT = """Happenings, positions, commitments and officials of a ledger of diplomatic reports. All of it is read-only.
Parties are given by code or name, in Russian, Kazakh or English, or as a group; several ask for that in which all have
a part. Lists give `next`, the id to give as `after` for what follows, null where nothing does; as CSV the header `Link`
tells the address of the next page."""
FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": Failure, "description": told} for status, told in (
        (400, "The question cannot be asked"), (401, "It is not known who asks"), (403, "He may not ask"),
        (422, "A parameter is at fault"), (429, "Too much at once"), (503, "The ledger cannot be read just now"))}


def create_api(ledger: Ledger) -> FastAPI:
    """The API of a ledger, to be mounted into the desk, whose guard tells each request who its reader is."""
    api = FastAPI(title="Elchi", version="1", description=ABOUT, openapi_url=None, docs_url=None, redoc_url=None,
                  dependencies=[Depends(guard.needs("reader"))], responses=FAILURES, redirect_slashes=False,
                  separate_input_output_schemas=False)
    api.state.ledger = ledger
    for module in (events, persons, reports, reference):
        api.include_router(module.router)
    for fault, handler in ((HTTPException, _refused), (RequestValidationError, _invalid), (LedgerError, _faulty),
                           (Exception, _broken)):
        api.add_exception_handler(fault, handler)
    return api


def failure(status: int, told: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """What is answered where a question fails."""
    return JSONResponse({"error": {"status": status, "told": told}}, status, headers)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 401 and "text/html" in request.headers.get("accept", ""):
        return guard.stranger(request)  # a person who would read the reference
    if error.status_code == 401:
        return failure(401, "give a token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
    return failure(error.status_code, str(error.detail), dict(error.headers or {}))


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in error.errors())
    return failure(422, told)


def _faulty(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, LedgerFault):
        return failure(503, str(error), {"Retry-After": "5"})
    return failure(400, str(error))


def _broken(_: Request, error: Exception) -> JSONResponse:
    return failure(500, HTTPStatus(500).phrase)
