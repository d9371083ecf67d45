"""What one transaction will write into a ledger: rows, numbered before they are written, each table's in one go."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import schema

Row = dict[str, Any]


class Draft:
    """Rows to be written together. A ledger has one writer at a time, so the numbers that it gives are its own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.at = now()
        self._rows: dict[str, list[Row]] = {}
        self._last = _numbers(connection)

    def number(self, table: sa.Table) -> int:
        """The next number of a table's rows."""
        self._last[table.name] += 1
        return self._last[table.name]

    def put(self, table: sa.Table, row: Row) -> Row:
        """Have a row written; it may be changed until then."""
        self._rows.setdefault(table.name, []).append(row)
        return row

    def add(self, table: sa.Table, **values: Any) -> int:
        """Have a row written with the next number of its table; returns that."""
        return int(self.put(table, {"id": self.number(table), **values})["id"])

    def withdraw(self, uids: Iterable[str]) -> None:
        """Have it noted that rows of these ids are no more."""
        for uid in sorted(uids):
            self.add(schema.withdrawn, uid=uid, at=self.at)

    def write(self, *tables: sa.Table) -> None:
        """Write the rows of these tables, or else of all, tables before those that point to them."""
        for table in tables or schema.METADATA.sorted_tables:
            if rows := self._rows.pop(table.name, None):
                insert(self.connection, table, rows)


def _numbers(connection: Connection) -> dict[str, int]:
    """The last number of each table whose rows have one."""
    tables = [table for table in schema.METADATA.sorted_tables if "id" in table.c]
    row = connection.execute(sa.select(*(
        sa.select(sa.func.max(table.c.id)).scalar_subquery().label(table.name) for table in tables))).one()
    return {name: number or 0 for name, number in row._mapping.items()}


def insert(connection: Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Write rows that have all columns of their table, as the database holds them: what is JSON as text. Past
    SQLAlchemy, which would look at each value of each row."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    names = [c.name for c in table.c]
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join([mark] * len(names))})',
        list(map(itemgetter(*names), rows)))


def now() -> int:
    """The time as a ledger holds it: microseconds since 1970."""
    return time.time_ns() // 1000


def told_time(at: int) -> str:
    """A time of the ledger as ISO 8601, to the second, UTC."""
    return datetime.fromtimestamp(at // 1_000_000, UTC).isoformat()
