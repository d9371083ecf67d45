"""The register of persons: whom the namings of officials in a ledger mean."""

from __future__ import annotations

import sqlalchemy as sa

from elchi.ledger import schema
from elchi.ledger.draft import Draft, Row, few

Triple = tuple[str, str, str]


class Naming:
    """The namings of officials that a change brings."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._rows: dict[Triple, list[Row]] = {}

    def name(self, row: Row) -> None:
        """Let an official that is to be written go by its name: `row` has the columns of its table, and `name`,
        `country` and `role`, which are taken out."""
        self._rows.setdefault((row.pop("name"), row.pop("country"), row.pop("role")), []).append(row)

    def settle(self) -> None:
        """Give each official the number of its naming."""
        known = self._known()
        for triple, rows in self._rows.items():
            name, country, role = triple
            number = known.get(triple) or self._draft.add(
                schema.naming, name=name, country=country, role=role, person=name)
            for row in rows:
                row["naming_id"] = number
        self._rows = {}

    def _known(self) -> dict[Triple, int]:
        n = schema.naming.c
        return {(row.name, row.country, row.role): row.id for some in few(sorted({t[0] for t in self._rows}))
                for row in self._draft.connection.execute(sa.select(schema.naming).where(n.name.in_(some)))}
