"""Passwords: how they are kept, and how often one may be tried.

They are kept as Argon2id hashes, with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, twice over, which
leaves a small server time for its pages.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from ipaddress import ip_address, ip_network
from threading import BoundedSemaphore
from unicodedata import normalize

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import draft, schema
from elchi.ledger.database import Ledger

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""
FREE_BY_NAME, FREE_BY_ORIGIN = 5, 20
"""Wrong passwords in a row after which one must wait: for one name; from one address, which a whole office may
share."""
LONGEST_WAIT, LAPSE = 900, 3600
"""Seconds: the longest wait after a wrong password, and when wrong passwords are forgotten."""
SECOND = 1_000_000
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_HASHING = BoundedSemaphore(2)  # many at once could take all memory and all processors


class Wait(LedgerError):
    """Too many wrong passwords: none is tried for some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong passwords: wait {seconds} seconds")
        self.seconds = seconds


def hashed(password: str) -> str:
    """Its hash, salted. Raises LedgerError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise LedgerError(f"a password has {SHORTEST} characters at least, and {LONGEST} at most")
    with _HASHING:
        return HASHER.hash(_bytes(password))


def is_right(kept: str, password: str) -> bool:
    """Whether a hash is of this password; where none is kept (""), it is none, and that takes as long to find out."""
    nobody = _nobody()  # made before it is needed, which would take time
    with _HASHING, suppress(VerificationError, InvalidHashError):
        return HASHER.verify(kept or nobody, _bytes(password[:LONGEST + 1])) and bool(kept)
    return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than are used now."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    """A hash that no password has, for names that are unknown."""
    return HASHER.hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    """One password however a keyboard composes its letters (NIST SP 800-63B, 5.1.1.2)."""
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")


def count(ledger: Ledger, name: str, origin: str) -> None:
    """Count a try for a name, from an IP address, as if it were wrong. Raises Wait where none may be made yet."""
    a, keys = schema.attempt, _keys(name, origin)
    with ledger.writing() as connection:
        now = draft.now()  # after those that it waited for
        connection.execute(a.delete().where(a.c.until < now - LAPSE * SECOND))
        known = {row.key: row for row in connection.execute(sa.select(a).where(a.c.key.in_(keys)))}
        if (wait := max((row.until for row in known.values()), default=now) - now) > 0:
            raise Wait(-(-wait // SECOND))
        connection.execute(a.delete().where(a.c.key.in_(keys)))
        for key, free in keys.items():
            faults = (known[key].faults if key in known else 0) + 1
            pause = min(2 ** min(faults - free + 2, 20), LONGEST_WAIT) if faults >= free else 0
            connection.execute(a.insert(), {"key": key, "faults": faults, "until": now + pause * SECOND})


def forgive(connection: Connection, name: str, origin: str) -> None:
    """Take back what was counted of a try that was right. Others from its address stay counted: who guesses there could
    else enter under his own name in between."""
    a = schema.attempt
    by_name, by_origin = _keys(name, origin)
    connection.execute(a.delete().where(a.c.key == by_name))
    connection.execute(a.update().where(a.c.key == by_origin).values(
        faults=a.c.faults - 1, until=draft.now()))


def _keys(name: str, origin: str) -> dict[str, int]:
    """Under which keys a try is counted, and how many each has free. What was given as a name may be a password."""
    hidden = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return {f"name {hidden}": FREE_BY_NAME, f"from {_network(origin)}": FREE_BY_ORIGIN}


def _network(origin: str) -> str:
    """What one client can change at will is passed over: of an IPv6 address the second half."""
    with suppress(ValueError):
        if ip_address(origin).version == 6:
            return str(ip_network(f"{origin}/64", strict=False))
    return origin
