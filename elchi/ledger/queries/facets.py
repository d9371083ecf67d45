"""What reports that hold certain words can be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.queries.filters import EVERYTHING, Filter
from elchi.ledger.queries.found import holding, narrowed, parsed
from elchi.ledger.queries.happenings import month
from elchi.ledger.rows import parts


def facets(ledger: Ledger, asked_for: str, wanted: Filter = EVERYTHING, limit: int = 200
           ) -> tuple[int, dict[str, Mapping[str, int]]]:
    """How many of the reports that `queries.search` finds are looked at, the newest, at most `limit`; and of these how
    many are of each `outlet`, `language` and `month` (`YYYY-MM`), and tell of each `party` and `type`. Raises
    LedgerError as `queries.search` does."""
    asked, r, e = parsed(asked_for), schema.report.c, schema.event.c
    with ledger.reading() as connection:
        few = narrowed(connection, wanted)
        # no text is read: that of so many reports takes long
        found = connection.execute(holding(connection, asked, wanted, few, None).with_only_columns(
            r.revision_id, r.outlet, r.language, r.day).limit(limit)).all() if few is None or few else []
        told = connection.execute(sa.select(e.revision_id, e.type, e.actors, e.recipients).where(
            among(e.revision_id, [row.revision_id for row in found]), e.state != "rejected")).all()
    named = {(row.revision_id, code) for row in told for code in (*parts(row.actors), *parts(row.recipients))}
    return len(found), {
        "outlet": _counted(row.outlet for row in found), "language": _counted(row.language for row in found),
        "month": _counted(month(row.day) for row in found if row.day),
        "party": _counted(code for _, code in named),
        "type": _counted(type_ for _, type_ in {(row.revision_id, row.type) for row in told})}


def _counted(values: Any) -> Counter[str]:
    return Counter(value for value in values if value)
