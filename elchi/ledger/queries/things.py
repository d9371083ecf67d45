"""Rows by their ids, whatever they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elchi.ledger import find
from elchi.ledger.database import Ledger
from elchi.ledger.queries.sourced import sourced
from elchi.ledger.rows import TABLES

Json = dict[str, Any]


def things(ledger: Ledger, uids: Iterable[str]) -> dict[str, Json]:
    """The events, positions and officials of some ids, each with its `kind`, its report and all that it tells; where an
    id is a happening's, the event that it is called by. What is no more is left out."""
    with ledger.reading() as connection:
        found = {uid: row for uid in uids if (row := find.row(connection, uid)) is not None}
        told = {kind: sourced(connection, kind, {row.id for row in found.values() if row.kind == kind})
                for kind in TABLES.values()}
    return {uid: {"kind": row.kind, **told[row.kind][row.id]} for uid, row in found.items()}
