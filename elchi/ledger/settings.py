"""What is set for a ledger, for all who add to it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.read.zones import is_zone

ZONE, PURGED = "zone", "purged"


def zone(ledger: Ledger) -> str | None:
    """The zone whose clock tells when reports came out whose outlet has none that is known; None where none was set."""
    s = schema.setting.c
    with ledger.reading() as connection:
        found: str | None = connection.scalar(sa.select(s.value).where(s.name == ZONE))
    return found


def set_zone(ledger: Ledger, name: str) -> None:
    """Set it, for reports that are added from now on. Raises LedgerError where no zone has this name."""
    if not is_zone(name):
        raise LedgerError(f"{name}: there is no such zone; one is called like Asia/Almaty")
    with ledger.writing() as connection:
        put(connection, ZONE, name)


def put(connection: Connection, name: str, value: str) -> None:
    """Set something."""
    s = schema.setting
    connection.execute(s.delete().where(s.c.name == name))
    connection.execute(s.insert(), {"name": name, "value": value})
