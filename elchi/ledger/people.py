"""The register of persons: whom the namings of officials in a ledger mean, settled when namings come or go."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.draft import Draft, Row
from elchi.merge import people
from elchi.merge.people import Naming


class Register:
    """What a change does to the namings of officials."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._rows: dict[Naming, list[Row]] = {}
        self._left: set[int] = set()

    def name(self, row: Row) -> None:
        """Let an official that is to be written go by its name: `row` has the columns of its table, and `name`,
        `country` and `role`, which are taken out."""
        self._rows.setdefault(Naming(row.pop("name"), row.pop("country"), row.pop("role")), []).append(row)

    def leave(self, namings: Iterable[int]) -> None:
        """Officials who went by the namings of these numbers are about to be deleted."""
        self._left.update(namings)

    def settle(self) -> None:
        """Give each official the number of its naming; the persons whom new namings, and those that nobody goes by any
        more, have to do with are told anew."""
        if not self._rows and not self._left:
            return
        known, pool = self._known(), _Filed(self._draft.connection)
        pool.read(key for naming in self._rows if naming not in known for key in people.keys(naming))
        new: dict[Naming, Row] = {}
        for naming, rows in self._rows.items():
            number = known.get(naming)
            if number is None:
                number = self._draft.number(schema.naming)
                new[naming] = self._draft.put(schema.naming, {
                    "id": number, "name": naming.name, "country": naming.country, "role": naming.role, "person": ""})
                pool.put(naming)
                for key in people.keys(naming):
                    self._draft.put(schema.naming_key, {"key": key, "naming_id": number})
            for row in rows:
                row["naming_id"] = number
        unused = self._unused()
        around = people.around((*new, *unused), pool) - set(unused)
        for person in people.persons(around):
            for naming in person.namings:
                if naming in new:
                    new[naming]["person"] = person.uid
                elif pool.person.get(naming) != person.uid:
                    n = schema.naming.c
                    self._draft.connection.execute(schema.naming.update().where(
                        n.name == naming.name, n.country == naming.country, n.role == naming.role),
                        {"person": person.uid})

    def _known(self) -> dict[Naming, int]:
        n = schema.naming.c
        found = self._draft.connection.execute(sa.select(schema.naming).where(
            among(n.name, {naming.name for naming in self._rows})))
        return {Naming(row.name, row.country, row.role): row.id for row in found}

    def _unused(self) -> list[Naming]:
        """The namings that nobody goes by any more, taken away."""
        n, o, k, connection = schema.naming, schema.official.c, schema.naming_key, self._draft.connection
        again = {row["naming_id"] for rows in self._rows.values() for row in rows}
        gone = connection.execute(sa.select(n).where(among(n.c.id, self._left - again), ~sa.exists().where(
            o.naming_id == n.c.id))).all() if self._left - again else []
        found = [Naming(row.name, row.country, row.role) for row in gone]
        for row, naming in zip(gone, found, strict=True):
            connection.execute(k.delete().where(k.c.naming_id == row.id, k.c.key.in_(people.keys(naming))))
            connection.execute(n.delete().where(n.c.id == row.id))
        return found


class _Filed:
    """The namings that are filed under keys: those of the ledger, read as they are asked for, and new ones."""

    def __init__(self, connection: Connection) -> None:
        self.person: dict[Naming, str] = {}
        """Whom those of the ledger mean, as it stands there."""
        self._connection = connection
        self._under: dict[str, set[Naming]] = {}

    def put(self, naming: Naming) -> None:
        """File a new naming, whose keys were read."""
        for key in people.keys(naming):
            self._under[key].add(naming)

    def __call__(self, keys: frozenset[str]) -> set[Naming]:
        self.read(keys)
        return {naming for key in keys for naming in self._under[key]}

    def read(self, keys: Iterable[str]) -> None:
        """Read what is filed under these, where it was not read."""
        wanted = set(keys) - set(self._under)
        if not wanted:
            return
        n, k = schema.naming, schema.naming_key.c
        self._under |= {key: set() for key in wanted}
        for row in self._connection.execute(sa.select(n, k.key).join_from(
                schema.naming_key, n, n.c.id == k.naming_id).where(among(k.key, wanted))):
            naming = Naming(row.name, row.country, row.role)
            self.person[naming] = row.person
            self._under[row.key].add(naming)
