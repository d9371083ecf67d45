"""Entering and leaving; one's own password and tokens; for admins, who may use the desk and what was done at it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from elchi.desk import guard
from elchi.desk.access import ROLES, Reader
from elchi.desk.web import go, ledger_of, page, reader_of, words_of
from elchi.errors import LedgerError, LedgerFault
from elchi.ledger import members, passwords

entrance = APIRouter()
"""The pages of those who have not entered: they need no role."""
router = APIRouter()
SHOWN = 100
"""How many lines of the log a page shows."""
DAYS = (7, 30, 90, 365)
"""How many days a token may hold."""
TOKEN = "elchi-token"
"""The cookie that brings a new token to the page that shows it, this once: no reload makes another."""
Told = Annotated[str, Form(max_length=passwords.LONGEST)]
Self = Annotated[Reader, Depends(guard.needs("reader"))]
Admin = Annotated[Reader, Depends(guard.needs("admin"))]


@entrance.get("/enter")
def entering(request: Request, next: str = "/") -> Response:
    """The form by which one enters; on to the page that was wanted where one has entered."""
    if reader_of(request).role:
        return RedirectResponse(guard.local(next), 303)
    return _entrance(request, next, 200)


@entrance.post("/enter")
def enter(request: Request, name: Told = "", password: Told = "", next: Annotated[str, Form()] = "/") -> Response:
    """Enter, and go on to the page that was wanted."""
    if not guard.is_own(request):
        raise HTTPException(403)
    try:
        visit = members.enter(ledger_of(request), name, password, guard.origin(request))
    except members.Refused:
        return _entrance(request, next, 403, name)
    except passwords.Wait as fault:
        return _entrance(request, next, 429, name, fault.seconds)
    answer = RedirectResponse(guard.local(next), 303)
    answer.set_cookie(guard.COOKIE, visit, members.VISIT, httponly=True, samesite="lax",
                      secure=request.url.scheme == "https")
    return answer


@router.post("/leave")
def leave(request: Request, reader: Self) -> Response:
    """End the visit."""
    members.leave(ledger_of(request), reader.name, request.cookies.get(guard.COOKIE, ""))
    answer = go("/enter")
    answer.delete_cookie(guard.COOKIE)
    return answer


@router.get("/account")
def account(request: Request, changed: str = "") -> Response:
    """One's own password and tokens; one that was made just now, this once, since the ledger does not hold it."""
    secret = request.cookies.get(TOKEN, "")
    answer = _account(request, told="changed" if changed else "", secret=secret)
    if secret:
        answer.delete_cookie(TOKEN, "/account")
        answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/account/password")
def password(request: Request, reader: Self, old: Told, new: Told, again: Told) -> Response:
    """Change one's password."""
    if new != again:
        return _account(request, 400, told="differ")
    if len(new) < passwords.SHORTEST:
        return _account(request, 400, told="short")
    try:
        members.set_password(ledger_of(request), reader.name, old, new, guard.origin(request),
                             request.cookies.get(guard.COOKIE, ""))
    except members.Refused:
        return _account(request, 403, told="wrong")
    except passwords.Wait as fault:
        return _account(request, 429, told="wait", seconds=fault.seconds)
    return go("/account", changed="1")


@router.post("/account/tokens")
def make_token(request: Request, reader: Self, label: Told, days: Annotated[int, Form()]) -> Response:
    """Make a token."""
    if days not in DAYS:
        raise HTTPException(422)
    answer = go("/account")
    answer.set_cookie(TOKEN, members.make_token(ledger_of(request), reader.name, label, days), 60, path="/account",
                      httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


@router.post("/account/tokens/end")
def end_token(request: Request, reader: Self, mark: Told) -> Response:
    """End a token."""
    members.end_token(ledger_of(request), reader.name, mark)
    return go("/account")


@router.get("/members")
def listed(request: Request, reader: Admin, before: int | None = None, changed: str = "") -> Response:
    """Who may use the desk, and what was done at it, before the line of a number."""
    return _members(request, before=before, changed=bool(changed))


@router.post("/members")
def add(request: Request, reader: Admin, name: Told, role: Told, password: Told) -> Response:
    """Take a member in."""
    try:
        members.add(ledger_of(request), name, role, password, reader.name)
    except LedgerFault:
        raise
    except LedgerError as fault:
        return _members(request, 400, told=words_of(request).fault(fault), name=name, role=role)
    return go("/members")


@router.post("/members/role")
def set_role(request: Request, reader: Admin, name: Told, role: Told) -> Response:
    """Give a member another role."""
    members.set_role(ledger_of(request), name, role, reader.name)
    return go("/members")


@router.post("/members/password")
def give_password(request: Request, reader: Admin, name: Told, password: Told) -> Response:
    """Give a member another password."""
    members.give_password(ledger_of(request), name, password, reader.name)
    return go("/members", changed="1")


@router.post("/members/bar")
def bar(request: Request, reader: Admin, name: Told) -> Response:
    """Let a member in no more."""
    members.bar(ledger_of(request), name, reader.name)
    return go("/members")


def _entrance(request: Request, next: str, status: int, name: str = "", seconds: int = 0) -> Response:
    answer = page(request, "enter.html", status, next=guard.local(next), given=name, seconds=seconds,
                  any_members=members.any_members(ledger_of(request)))
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _account(request: Request, status: int = 200, told: str = "", secret: str = "", seconds: int = 0) -> Response:
    return page(request, "account.html", status, told=told, secret=secret, seconds=seconds, days=DAYS,
                shortest=passwords.SHORTEST, any_members=not request.state.open,
                tokens=members.tokens(ledger_of(request), reader_of(request).name))


def _members(request: Request, status: int = 200, told: str = "", name: str = "", role: str = "reader",
             before: int | None = None, changed: bool = False) -> Response:
    ledger = ledger_of(request)
    done = members.audited(ledger, SHOWN + 1, before)
    every = members.every(ledger)
    return page(request, "members.html", status, told=told, changed=changed, members=every, roles=ROLES,
                shortest=passwords.SHORTEST,
                given=name, role=role if every else "admin", done=done[:SHOWN],
                next=done[SHOWN - 1].number if len(done) > SHOWN else None)
