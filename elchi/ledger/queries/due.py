"""Which commitments fall due in some days."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from elchi.days import days
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.ledger.queries.commitments import PROMISES, commitments
from elchi.ledger.queries.filters import Filter

Json = dict[str, Any]
MANY = 100_000
"""More than is promised on any one day."""


def due(ledger: Ledger, first: date, last: date, today: date) -> list[Json]:
    """The commitments whose last day lies from `first` to `last`, as `commitments` tells them, with how they stand on
    the day `today`; what is due first, first."""
    t = schema.happening.c
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(t.uid, t.last, t.due).where(
            t.type.in_(PROMISES), t.due.is_not(None), t.last > 0)).all()
    ends = {row.uid: row for row in rows if first.toordinal() <= (days(row.due)[1] or 0) <= last.toordinal()}
    # A commitment is asked for by the day on which it was made: those of other days need not be judged.
    made = [date.fromordinal(day) for day in sorted({row.last for row in ends.values()})]
    found = {own["id"]: own for day in made for own in commitments(ledger, Filter(since=day, until=day), MANY, today)
             if own["id"] in ends}
    return sorted(found.values(), key=lambda own: (days(own["due"])[1], own["id"]))
