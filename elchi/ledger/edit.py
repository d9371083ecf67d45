"""A change of a ledger: rows of reports put in and taken out, what analysts said of them applied, all that hangs on
them settled. One transaction makes one change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.ledger import loose, merging, people, reprints, schema, search
from elchi.ledger.decisions import Decided, on_rows
from elchi.ledger.draft import Draft, Row
from elchi.ledger.ids import KINDS, row_uid
from elchi.ledger.pool import entry
from elchi.ledger.prepared import Prepared, searched
from elchi.ledger.rows import LETTERS, TABLES, Place, columns, marks, parts, told

Rows = Mapping[str, Iterable[Row]]
"""The rows of a record as JSON, by the member that holds them; whatever else it holds."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it stands in a ledger: its mark and state, its JSON as it was coded and as analysts have it, and when it
    came and was last altered; whether it stands there for an analyst's word alone (`uncoded`)."""

    mark: int
    state: str
    uncoded: bool
    coded: Row
    row: Row
    made: int
    altered: int


class Edit:
    """One change of a ledger, in the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self.draft = Draft(connection)
        self._change = merging.Change()
        self._register = people.Register(self.draft)
        self._reprints = reprints.Reprints(self.draft)
        self._texts: list[tuple[int, str]] = []

    def put(self, place: Place, ready: Prepared, state: str = "coded") -> None:
        """Put the rows of a record under a revision that has none."""
        for table, rows in ready.rows.items():
            for mark, row in rows:
                self._write(table, place, mark, row, state, None)

    def exchange(self, old: Place | None, place: Place, rows: Rows | None = None, state: str = "coded") -> None:
        """Put rows, or else those that it has, as they were coded, under a revision, in place of those of an older one,
        its own, or none, the older text being taken out. What analysts said of rows holds; a row that they corrected or
        accepted stays though it is not coded any more, where the text still holds its words."""
        connection = self.draft.connection
        before = stored(connection, old) if old else {}
        if rows is None:
            rows = {name: [own.coded for uid, own in before.items() if uid[0] == LETTERS[table] and not own.uncoded]
                    for name, table in TABLES.items()}
        now = dict(_marked(place.report, rows))
        if old:
            self.take(old)
        self._put(place, now, before, on_rows(connection, {*before, *now}), state)

    def take(self, place: Place) -> set[str]:
        """Take all rows of a revision away; returns their ids."""
        connection, gone = self.draft.connection, set[str]()
        for name in KINDS.values():
            table = schema.METADATA.tables[name]
            found = {row.id: row.mark for row in connection.execute(sa.select(table.c.id, table.c.mark).where(
                table.c.revision_id == place.revision))}
            gone |= {row_uid(LETTERS[name], place.report, mark) for mark in found.values()}
            if name == "event" and found:
                merging.leave(self.draft, self._change, found)
            if name == "position" and found:
                _forget_views(connection, place.revision)
            if name == "official":
                self._register.leave(connection.scalars(sa.select(table.c.naming_id).where(
                    table.c.revision_id == place.revision)))
            connection.execute(table.delete().where(table.c.revision_id == place.revision))
        return gone

    def index(self, place: Place, ready: Prepared) -> None:
        """Let a revision be found by its words, and its copies."""
        self._reprints.add(place, ready.bands)
        self._texts.append((search.number(place.day, place.revision), ready.words))

    def unindex(self, place: Place, title: str | None) -> None:
        """Let a revision, whose rows were taken away, be found no more."""
        search.drop(self.draft.connection, search.number(place.day, place.revision),
                    search.words(searched(place.text, title)))
        self._reprints.drop(place)

    def finish(self) -> None:
        """Settle what was touched, and write all."""
        self.draft.write(schema.decision)
        self._register.settle()
        self._reprints.settle()
        touched, without_day = merging.settle(self.draft, self._change)
        self.draft.write()
        loose.settle(self.draft, touched, without_day)
        search.index(self.draft.connection, self._texts)

    def touch(self, events: Iterable[int]) -> None:
        """Let the events of these numbers be settled."""
        self._change.touched.update(events)

    def _put(self, place: Place, now: Mapping[str, tuple[int, Row]], before: Mapping[str, Stored], said: Decided,
             state: str) -> None:
        for uid, (mark, row) in now.items():
            self._set(KINDS[uid[0]], place, mark, *said.applied(uid, row, state), before.get(uid))
        after = set(now)
        for uid, old in before.items():
            start = _still(place.text, old.coded)
            if uid not in after and uid in said.stood_for and start is not None:
                after.add(uid)
                moved = {**old.coded, "start": start, "end": start + len(old.coded["evidence"]), "uncoded": True}
                row, judged = said.applied(uid, moved, state)
                self._set(KINDS[uid[0]], place, old.mark, row, judged if judged == "rejected" else "review", old)
        self.draft.withdraw(set(before) - after)

    def _set(self, table: str, place: Place, mark: int, row: Row, state: str, old: Stored | None) -> None:
        """Have a row written, given as JSON; it keeps its times where it says the same as before."""
        times = {} if old is None else {"made": old.made}
        if old is not None and old.row == clean(row) and old.state == state:
            times["altered"] = old.altered
        self._write(table, place, mark, columns(table, row, place.day, place.by_hand), state, times)

    def _write(self, table: str, place: Place, mark: int, row: Row, state: str, times: Row | None) -> None:
        of = schema.METADATA.tables[table]
        own = self.draft.put(of, row)
        own.update(id=self.draft.number(of), revision_id=place.revision, mark=mark, state=state, made=self.draft.at,
                   altered=self.draft.at)
        own |= times or {}
        if table == "official":
            self._register.name(own)
        elif table == "event":
            own["happening_id"] = None
            if state != "rejected":
                merging.enter(self.draft, self._change, entry(own, place.report))
        elif state != "rejected":
            for topic in ("", *parts(own["topics"])):
                for code in parts(own["holder"]):
                    self.draft.put(schema.view, {"topic": topic, "code": code, "day": place.day,
                                                 "position_id": own["id"], "stance": own["stance"]})


def stored(connection: Connection, place: Place) -> dict[str, Stored]:
    """The rows of a revision by their ids, in the order in which they were put in."""
    found: dict[str, Stored] = {}
    for table in TABLES.values():
        for row in connection.execute(rows_of(table).where(
                schema.METADATA.tables[table].c.revision_id == place.revision).order_by("id")):
            own = told(table, row, place.text)
            coded = {k: v for k, v in own.items() if k not in ("machine", "uncoded")} | own.get("machine", {})
            found[row_uid(LETTERS[table], place.report, row.mark)] = Stored(
                row.mark, row.state, "uncoded" in own, coded, clean(own), row.made, row.altered)
    return found


def _still(text: str, coded: Row) -> int | None:
    """Where the words of a row stand in a text: where they stood, or else first; None where they do not."""
    words, start = coded["evidence"], coded["start"]
    found = start if text.startswith(words, start) else text.find(words)
    return None if found < 0 else found


def clean(row: Row) -> Row:
    """A row's JSON without what says nothing, so that two can be compared."""
    return {k: v for k, v in row.items() if v not in (None, [], ())}


def rows_of(table: str) -> sa.Select[Any]:
    """The rows of a table with all of their columns, those of officials with the names that they go by."""
    own = schema.METADATA.tables[table]
    if table != "official":
        return sa.select(own)
    n = schema.naming.c
    return sa.select(own, n.name, n.country, n.role, n.person).join_from(own, schema.naming)


def _marked(report: int, rows: Rows) -> Iterator[tuple[str, tuple[int, Row]]]:
    """The rows of a record by their ids, each with its mark."""
    for name, table in TABLES.items():
        own = list(rows.get(name, ()))
        for mark, row in zip(marks(table, own), own, strict=True):
            yield row_uid(LETTERS[table], report, mark), (mark, row)


def _forget_views(connection: Connection, revision: int) -> None:
    v, table = schema.view, schema.position
    for row in connection.execute(rows_of("position").where(table.c.revision_id == revision)):
        connection.execute(v.delete().where(
            v.c.position_id == row.id, v.c.topic.in_(["", *parts(row.topics)]), v.c.code.in_(parts(row.holder))))
