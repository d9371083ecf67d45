"""Which commitments fall due in some days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from elchi.days import days
from elchi.ledger import schema
from elchi.ledger.database import Ledger
from elchi.ledger.queries.commitments import MADE, PROMISES, judged
from elchi.ledger.queries.filters import EVERYTHING, Filter, holds_all
from elchi.ledger.queries.happenings import briefs

Json = dict[str, Any]
LONGEST = 9
"""How many years the days may span in which something is due: they are written by their first."""


def due(ledger: Ledger, first: date, last: date, today: date, wanted: Filter = EVERYTHING,
        limit: int | None = None) -> list[Json]:
    """The wanted commitments whose last day lies from `first` to `last`, as `commitments` tells them, with how they
    stand on the day `today`; what is due first, first, at most `limit`. The days of `wanted` are those on which they
    were made."""
    t = schema.happening.c
    # No index but that of the days on which something is due is to be used, hence the types and times are made words.
    promised = [t.due.is_not(None), t.due >= str(first.year - LONGEST), t.due < (last + timedelta(1)).isoformat(),
                sa.or_(t.due >= first.isoformat(), sa.func.length(t.due) != len("2026-03-05")),
                t.type.concat("").in_(PROMISES), t.time.concat("").in_(MADE)]
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(t.id, t.due).where(*promised, *holds_all(replace(wanted, types=())))).all()
        ends = sorted((end, row.id) for row in rows
                      if first.toordinal() <= (end := days(row.due)[1] or 0) <= last.toordinal())[:limit]
        numbers = [number for _, number in ends]
        told = dict(zip(numbers, briefs(connection, numbers), strict=True))
        return judged(connection, told, today.toordinal())
