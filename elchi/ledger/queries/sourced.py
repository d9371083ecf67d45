"""Rows with the reports in which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.edit import rows_of
from elchi.ledger.ids import row_uid
from elchi.ledger.rows import LETTERS, told

Json = dict[str, Any]


def sourced(connection: Connection, table: str, numbers: Iterable[int]) -> dict[int, Json]:
    """The rows of a table by their numbers: each as `as_told` gives it."""
    own = schema.METADATA.tables[table].c
    return {row.id: as_told(table, row) for row in connection.execute(asked(table).where(among(own.id, numbers)))}


def asked(table: str) -> sa.Select[Any]:
    """The rows of a table with what `as_told` tells of their reports."""
    own, v, r = schema.METADATA.tables[table].c, schema.revision.c, schema.report.c
    return rows_of(table).add_columns(
        v.text, v.published.label("said"), r.key, r.outlet, r.address, r.mark.label("report")).join(
        schema.revision, v.id == own.revision_id).join(schema.report, r.id == v.report_id)


def as_told(table: str, row: Any) -> Json:
    """A row's id, its `report`'s key, outlet and address, when that was `published`, its state, all that it tells."""
    return {"uid": row_uid(LETTERS[table], row.report, row.mark), "report": row.key, "outlet": row.outlet,
            "url": row.address, "published": row.said, "state": row.state, **told(table, row, row.text)}
