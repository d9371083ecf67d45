"""The guard at each request: who it is, and whether he may."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from getpass import getuser

from fastapi import HTTPException, Request, Response

from elchi.desk.access import Reader, Role
from elchi.desk.web import reader_of

COOKIE = "elchi-visit"
FIELD = "csrf"
"""The field of each form that holds the reader's secret."""


async def known(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Middleware: tell the request who its reader is."""
    secret = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
    request.state.reader = Reader(getuser(), "admin", secret)
    answer = await call(request)
    if COOKIE not in request.cookies:
        answer.set_cookie(COOKIE, secret, httponly=True, samesite="strict")
    return answer


def needs(role: Role) -> Callable[[Request], Awaitable[Reader]]:
    """A dependency: the reader, who has this role at least; a form that he sends must carry his secret."""
    async def checked(request: Request) -> Reader:
        reader = reader_of(request)
        if not reader.may(role):
            raise HTTPException(403)
        if request.method not in ("GET", "HEAD"):
            given = str((await request.form()).get(FIELD, ""))
            if not secrets.compare_digest(given, reader.csrf):
                raise HTTPException(403, "csrf")
        return reader
    return checked
