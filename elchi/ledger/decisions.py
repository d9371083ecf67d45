"""What analysts said of rows: kept for good, applied whenever the rows are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.draft import Row

STATES = {"accept": "accepted", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Decided:
    """What is in force of what was said of rows, by their ids, in the order in which it was said."""

    said: dict[str, list[Any]] = field(default_factory=dict)

    def applied(self, uid: str, row: Row, state: str) -> tuple[Row, str]:
        """A row as coded, given as JSON, as it is after all corrections, and the state that it is in; what the coder
        said where an analyst says something else stands in `machine`."""
        fields: Row = {}
        for one in self.said.get(uid, ()):
            if one.kind == "correct":
                fields[one.field] = one.value
            state = STATES.get(one.kind, "corrected")
        if not fields:
            return row, state
        return {**row, **fields, "machine": {name: row.get(name) for name in fields}}, state

    @property
    def stood_for(self) -> set[str]:
        """The rows that an analyst has accepted or corrected, whatever was said after that."""
        return {uid for uid, said in self.said.items() if any(one.kind != "reject" for one in said)}


def on_rows(connection: Connection, uids: Iterable[str]) -> Decided:
    """What is in force of what was said of these rows."""
    d = schema.decision.c
    found: dict[str, list[Any]] = {}
    for row in connection.execute(sa.select(schema.decision).where(
            among(d.a, uids), d.undone.is_(None), d.kind.in_(("correct", *STATES))).order_by(d.id)):
        found.setdefault(row.a, []).append(row)
    return Decided(found)
