"""The guard at each request: who it is, and whether he may."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import cache
from getpass import getuser
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from elchi.desk.access import Reader, Role
from elchi.desk.web import ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError
from elchi.ledger import members
from elchi.net.address import is_loopback

COOKIE = "elchi-visit"
"""The cookie that holds the secret of a visit."""
OPEN = "elchi-form"
"""Where the ledger has no members, the cookie that holds the secret of forms."""
FIELD = "csrf"
"""The field of each form that holds the reader's secret."""
STRANGER = Reader("", None, "")


async def known(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Middleware: tell the request who its reader is."""
    request.state.reader, request.state.open = STRANGER, False
    if request.url.path.startswith("/static/"):
        return await call(request)
    try:
        request.state.reader = await run_in_threadpool(_reader, request)
    except LedgerError as fault:
        if request.url.path.startswith("/api/"):
            from elchi.desk.api.application import failure  # which imports this module

            return failure(503, str(fault), {"Retry-After": "5"})
        return page(request, "refused.html", 503, told=words_of(request).fault(fault))
    answer = await call(request)
    secret = request.state.reader.csrf
    if request.state.open and _is_page(request) and request.cookies.get(OPEN) != secret:
        answer.set_cookie(OPEN, secret, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def needs(role: Role) -> Callable[[Request], Awaitable[Reader]]:
    """A dependency: the reader, who has this role at least; a form that he sends must carry his secret, and come from a
    page of the desk; programs with a token read alone. Raises HTTPException: 401 where he has not entered, 403
    where he may not."""
    async def checked(request: Request) -> Reader:
        reader = reader_of(request)
        if reader.role is None:
            raise HTTPException(401)
        if not reader.may(role):
            raise HTTPException(403)
        if request.method not in ("GET", "HEAD"):
            if not reader.csrf:  # a token reads
                raise HTTPException(403)
            given = str((await request.form()).get(FIELD, ""))
            if not is_own(request) or not secrets.compare_digest(given.encode(), reader.csrf.encode()):
                raise HTTPException(403, "csrf")
        return reader
    return checked


EDITOR = [Depends(needs("editor"))]
"""What routes depend on that editors alone may use."""


def is_own(request: Request) -> bool:
    """Whether a request comes from a page of the desk itself, as far as the browser tells; programs tell nothing. The
    rules are those of Go's net/http CrossOriginProtection: Sec-Fetch-Site, else Origin against Host."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def stranger(request: Request) -> Response:
    """What one who has not entered is answered: a person is asked to enter, a program is told so."""
    if not _is_page(request):
        return JSONResponse({"detail": "give a token: Authorization: Bearer …"}, 401, {"WWW-Authenticate": "Bearer"})
    back = request.url if request.method in ("GET", "HEAD") else urlsplit(request.headers.get("referer", ""))
    path = local(back.path + (f"?{back.query}" if back.query else ""))
    return RedirectResponse(f"/enter?{urlencode({'next': path})}", 303)


def local(told: str) -> str:
    """An address if it is one of the desk, else that of its first page: browsers take `//` and `/\\` for other hosts,
    and pass over control characters."""
    return told if told.startswith("/") and told[1:2] != "/" and "\\" not in told and told.isprintable() else "/"


def origin(request: Request) -> str:
    """The IP address that a request comes from."""
    return request.client.host if request.client else ""


def _reader(request: Request) -> Reader:
    """Who sends a request: one indexed read where he has a secret, another where nobody has."""
    ledger = ledger_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer, visit = scheme.lower() == "bearer", request.cookies.get(COOKIE, "")
    if bearer and (found := members.holder(ledger, "token", token.strip())):
        return Reader(*found, "")
    if visit and not bearer and (found := members.holder(ledger, "visit", visit)):
        return Reader(*found, hmac.new(visit.encode(), FIELD.encode(), sha256).hexdigest())
    if not is_loopback(origin(request)) or members.any_members(ledger):
        return STRANGER
    request.state.open = True
    return Reader(_own_name(), "admin", request.cookies.get(OPEN) or secrets.token_urlsafe(32))


@cache
def _own_name() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # in a container the user may have none
        return "admin"


def _is_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
