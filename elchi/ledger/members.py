"""Who may use a ledger's desk: members with their passwords, visits, tokens of programs, and the log of what was done.

A visit or a token is a random secret that its holder keeps; the ledger keeps its SHA-256.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from elchi.errors import LedgerError
from elchi.ledger import passwords, schema
from elchi.ledger.database import Ledger
from elchi.ledger.draft import now

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
Kind = Literal["visit", "token"]
VISIT = 12 * 3600
"""Seconds that a visit lasts."""
SECOND = 1_000_000
NAME = re.compile(r"\w[\w.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Member:
    """One who may use the desk: since when, and since when no more."""

    name: str
    role: Role
    made: datetime
    barred: datetime | None


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a program: the mark by which it is known, what it is for, from when till when it holds."""

    mark: str
    label: str
    made: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the log: its number, when, who, what (`enter`, `refused`, `leave`, `member`, `role`, `bar`, `password`,
    `token`, `untoken` and what else is done at the desk), about what."""

    number: int
    at: datetime
    who: str
    what: str
    about: str


class Refused(LedgerError):
    """The name or the password is wrong, or its member is barred: which of these is not told."""


def any_members(ledger: Ledger) -> bool:
    """Whether the ledger has members; one that has none is open to whoever sits at its machine."""
    with ledger.reading() as connection:
        return connection.scalar(sa.select(schema.member.c.name).limit(1)) is not None


def holder(ledger: Ledger, kind: Kind, secret: str) -> tuple[str, Role] | None:
    """Name and role of the member whose visit or token this is; None where it is none, is over, or he is barred."""
    m, s = schema.member.c, schema.session.c
    with ledger.reading() as connection:
        found = connection.execute(sa.select(m.name, m.role).join_from(
            schema.session, schema.member, m.name == s.member).where(
            s.mark == _mark(secret), s.kind == kind, s.until > now(), m.barred.is_(None))).one_or_none()
    return (found.name, found.role) if found else None


def every(ledger: Ledger) -> list[Member]:
    """All members, by name."""
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(schema.member).order_by(schema.member.c.name)).all()
    return [Member(row.name, row.role, _moment(row.made), _moment(row.barred) if row.barred else None) for row in rows]


def add(ledger: Ledger, name: str, role: str, password: str, by: str) -> None:
    """Take a member in; one who was barred may come back, with a new password. Raises LedgerError where the name, the
    role or the password is not fit, he is a member already, or he would be the first and no admin."""
    known = _fit_role(role)
    hashed, m = passwords.hashed(password), schema.member
    if not (plain := _plain(name)):
        raise LedgerError(f"{name[:64]}: a name is of letters, digits and . _ - @, 64 at most")
    with ledger.writing() as connection:
        if (row := _row(connection, plain)) is not None and row.barred is None:
            raise LedgerError(f"{ledger.name}: {plain} is a user already")
        connection.execute(m.delete().where(m.c.name == plain))
        connection.execute(m.insert(), {"name": plain, "role": known, "hash": hashed, "made": now(), "barred": None})
        _admin_stays(connection, ledger)
        audit(connection, by, "member", f"{plain} {known}")


def set_role(ledger: Ledger, name: str, role: str, by: str) -> None:
    """Give a member another role, from his next page on. Raises LedgerError where there is no such member or role, or
    no admin would be left."""
    _change(ledger, name, by, "role", role=_fit_role(role))


def bar(ledger: Ledger, name: str, by: str) -> None:
    """Let a member in no more; his visits and tokens end at once. Raises LedgerError where there is no such member, or
    no admin would be left."""
    _change(ledger, name, by, "bar", barred=now())


def give_password(ledger: Ledger, name: str, new: str, by: str) -> None:
    """Give a member who forgot his password another; his visits and tokens end at once. Raises LedgerError where there
    is no such member, or the password is not fit."""
    _change(ledger, name, by, "password", hash=passwords.hashed(new))


def enter(ledger: Ledger, name: str, password: str, origin: str) -> str:
    """Begin a visit, from an IP address: its secret. Raises Refused, or passwords.Wait after too many faults."""
    plain = _proven(ledger, name, password, origin)
    renewed = passwords.hashed(password) if passwords.is_outdated(_hash(ledger, plain)) else None
    with ledger.writing() as connection:
        if renewed:
            connection.execute(schema.member.update().where(schema.member.c.name == plain).values(hash=renewed))
        secret = _begin(connection, "visit", plain, "", VISIT)
        audit(connection, plain, "enter", origin)
    return secret


def leave(ledger: Ledger, name: str, secret: str) -> None:
    """End a member's visit."""
    s = schema.session
    with ledger.writing() as connection:
        connection.execute(s.delete().where(s.c.mark == _mark(secret), s.c.member == name))
        audit(connection, name, "leave", "")


def set_password(ledger: Ledger, name: str, old: str, new: str, origin: str, visit: str) -> None:
    """Give a member another password; his visits end but the one whose secret this is. Raises LedgerError where the new
    one is not fit, Refused where the old one is wrong, passwords.Wait after too many faults."""
    m, s, hashed = schema.member, schema.session, passwords.hashed(new)
    _proven(ledger, name, old, origin)
    with ledger.writing() as connection:
        connection.execute(m.update().where(m.c.name == name).values(hash=hashed))
        connection.execute(s.delete().where(s.c.member == name, s.c.kind == "visit", s.c.mark != _mark(visit)))
        audit(connection, name, "password", origin)


def make_token(ledger: Ledger, name: str, label: str, days: int) -> str:
    """A token for a program of a member, which holds for some days: its secret. Raises LedgerError where there is no
    such member."""
    told = " ".join("".join(filter(str.isprintable, label)).split())[:100]
    with ledger.writing() as connection:
        if _row(connection, name) is None:
            raise LedgerError(f"{ledger.name}: there is no user {name}")
        secret = _begin(connection, "token", name, told, days * 86400)
        audit(connection, name, "token", told)
    return secret


def tokens(ledger: Ledger, name: str) -> list[Token]:
    """A member's tokens that hold, the newest first."""
    s = schema.session.c
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(schema.session).where(
            s.member == name, s.kind == "token", s.until > now()).order_by(s.made.desc(), s.mark)).all()
    return [Token(row.mark, row.label, _moment(row.made), _moment(row.until)) for row in rows]


def end_token(ledger: Ledger, name: str, mark: str) -> None:
    """End a member's token, by its mark. Raises LedgerError where he has none of this mark."""
    s = schema.session
    own = sa.and_(s.c.mark == mark, s.c.member == name, s.c.kind == "token")
    with ledger.writing() as connection:
        label = connection.scalar(sa.select(s.c.label).where(own))
        if label is None:
            raise LedgerError(f"{ledger.name}: there is no such token")
        connection.execute(s.delete().where(own))
        audit(connection, name, "untoken", label)


def audited(ledger: Ledger, limit: int, before: int | None = None) -> list[Done]:
    """What was done at the desk, the newest first; before the line of a number, where one is given."""
    a = schema.audit.c
    asked = sa.select(schema.audit).order_by(a.id.desc()).limit(limit)
    with ledger.reading() as connection:
        rows = connection.execute(asked if before is None else asked.where(a.id < before)).all()
    return [Done(row.id, _moment(row.at), row.who, row.what, row.about) for row in rows]


def _change(ledger: Ledger, name: str, by: str, what: str, **values: Any) -> None:
    m, s, plain = schema.member, schema.session, _plain(name)
    with ledger.writing() as connection:
        row = _row(connection, plain)
        if row is None or row.barred is not None:
            raise LedgerError(f"{ledger.name}: there is no user {name[:64]}")
        connection.execute(m.update().where(m.c.name == plain).values(values))
        if what in ("bar", "password"):
            connection.execute(s.delete().where(s.c.member == plain))
        _admin_stays(connection, ledger)
        audit(connection, by, what, " ".join([plain, *(values["role"] for _ in values if what == "role")]))


def _proven(ledger: Ledger, name: str, password: str, origin: str) -> str:
    """The plain name of the member who gave his password. Each try counts before it is judged, so that none is free
    where many are made at once; unknown names take the same time and are told the same."""
    plain = _plain(name)
    passwords.count(ledger, plain or name, origin)
    kept = _hash(ledger, plain)
    right = passwords.is_right(kept, password)
    with ledger.writing() as connection:
        row = _row(connection, plain)
        if not right or row is None or row.barred is not None or row.hash != kept:
            audit(connection, plain if row else "", "refused", origin)
        else:
            passwords.forgive(connection, plain, origin)
            return plain
    raise Refused(f"{ledger.name}: the name or the password is wrong")


def _begin(connection: Connection, kind: Kind, name: str, label: str, seconds: int) -> str:
    s, at, secret = schema.session, now(), ("elchi_" if kind == "token" else "") + secrets.token_urlsafe(32)
    connection.execute(s.delete().where(s.c.until < at))
    connection.execute(s.insert(), {"mark": _mark(secret), "kind": kind, "member": name, "label": label, "made": at,
                                    "until": at + seconds * SECOND})
    return secret


def audit(connection: Connection, who: str, what: str, about: str) -> None:
    """Write down what someone did at the desk, with what he did."""
    last = connection.scalar(sa.select(sa.func.max(schema.audit.c.id))) or 0
    connection.execute(schema.audit.insert(), {"id": last + 1, "at": now(), "who": who, "what": what, "about": about})


def _admin_stays(connection: Connection, ledger: Ledger) -> None:
    m = schema.member.c
    if connection.scalar(sa.select(m.name).where(m.role == "admin", m.barred.is_(None)).limit(1)) is None:
        raise LedgerError(f"{ledger.name}: one user at least must be an admin")


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(sa.select(schema.member).where(schema.member.c.name == name)).one_or_none()


def _hash(ledger: Ledger, name: str) -> str:
    with ledger.reading() as connection:
        row = _row(connection, name)
    return row.hash if row else ""


def _fit_role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise LedgerError(f"{role[:64]}: a role is one of {', '.join(ROLES)}")


def _plain(name: str) -> str:
    """A name as it is kept: in lower case; "" where none could be so."""
    told = normalize("NFKC", name.strip()[:256]).lower()
    return told if NAME.fullmatch(told) else ""


def _mark(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(told: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=told)
