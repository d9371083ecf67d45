"""Which commitments that fell due were told of."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.draft import now

Due = tuple[str, str]
"""The id of a commitment's happening, and when it is due."""
_R = schema.reminded.c


def told(ledger: Ledger, wanted: Iterable[Due]) -> set[Due]:
    """Those of these that were told of."""
    with ledger.reading() as connection:
        return _told(connection, wanted)


def remember(ledger: Ledger, wanted: Iterable[Due]) -> None:
    """Note that these were told of; another may have noted it meanwhile."""
    own = list(wanted)
    with ledger.writing() as connection:
        known, at = _told(connection, own), now()
        for happening, due in own:
            if (happening, due) not in known:
                connection.execute(schema.reminded.insert(), {"happening": happening, "due": due, "at": at})


def _told(connection: Connection, wanted: Iterable[Due]) -> set[Due]:
    own = set(wanted)
    rows = connection.execute(sa.select(_R.happening, _R.due).where(among(_R.happening, {uid for uid, _ in own})))
    return own & {(row.happening, row.due) for row in rows}
