"""Rows with the reports in which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.edit import rows_of
from elchi.ledger.ids import row_uid
from elchi.ledger.rows import LETTERS, told

Json = dict[str, Any]


def sourced(connection: Connection, table: str, numbers: Iterable[int]) -> dict[int, Json]:
    """The rows of a table by their numbers: each with its id, its `report`'s key, outlet and address, when that was
    `published`, its state and all that it tells."""
    own, v, r = schema.METADATA.tables[table].c, schema.revision.c, schema.report.c
    asked = rows_of(table).add_columns(
        v.text, v.published.label("said"), r.key, r.outlet, r.address, r.mark.label("report")).join(
        schema.revision, v.id == own.revision_id).join(schema.report, r.id == v.report_id)
    return {row.id: {
        "uid": row_uid(LETTERS[table], row.report, row.mark), "report": row.key, "outlet": row.outlet,
        "url": row.address, "published": row.said, "state": row.state, **told(table, row, row.text)}
        for row in connection.execute(asked.where(among(own.id, numbers)))}
