"""Which commitments that fell due were told of, and by which way: to which address."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.draft import now

Due = tuple[str, str]
"""The id of a commitment's happening, and when it is due."""
_R = schema.reminded.c


def told(ledger: Ledger, address: str, wanted: Iterable[Due]) -> set[Due]:
    """Those of these of which this address was told."""
    with ledger.reading() as connection:
        return _told(connection, _way(address), wanted)


def remember(ledger: Ledger, address: str, wanted: Iterable[Due]) -> None:
    """Note that this address was told of these; another may have noted it meanwhile."""
    own, way = list(wanted), _way(address)
    with ledger.writing() as connection:
        known, at = _told(connection, way, own), now()
        for happening, due in own:
            if (happening, due) not in known:
                connection.execute(schema.reminded.insert(), {"way": way, "happening": happening, "due": due,
                                                              "at": at})


def _told(connection: Connection, way: str, wanted: Iterable[Due]) -> set[Due]:
    own = set(wanted)
    rows = connection.execute(sa.select(_R.happening, _R.due).where(
        _R.way == way, among(_R.happening, {uid for uid, _ in own})))
    return own & {(row.happening, row.due) for row in rows}


def _way(address: str) -> str:
    """What is kept of an address: that of a webhook is often a secret."""
    return sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
