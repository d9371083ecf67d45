"""What is always true of a ledger, whatever was done to it: checked against all that can be made anew from its texts,
its coded rows and its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby, permutations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import reprints, schema, search
from elchi.ledger.address import hashed
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.decisions import on_rows
from elchi.ledger.edit import Stored, clean, rows_of
from elchi.ledger.ids import row_uid
from elchi.ledger.merging import summary
from elchi.ledger.pool import Entry, decisions, entries, every_match
from elchi.ledger.prepared import searched
from elchi.ledger.rows import LETTERS, parts, told
from elchi.merge import people
from elchi.merge.compare import Match
from elchi.merge.copies import alike, signature
from elchi.merge.decide import Pair, happenings


def invariants(ledger: Ledger) -> list[str]:
    """What is wrong with a ledger, a line for each kind of fault; nothing where all is well. Looks at all pairs of
    events of a type: for ledgers of some thousand events."""
    found: list[str] = []
    try:
        with ledger.writing() as connection:  # nobody else changes it meanwhile
            for check in (_database, _texts, _rows, _happenings, _finding, _people, _copies, _search):
                found += check(connection)
    except LedgerError as e:
        found.append(str(e))
    return found


def _differ(what: str, found: Iterable[Hashable], wanted: Iterable[Hashable]) -> Iterator[str]:
    have, want = Counter(found), Counter(wanted)
    for word, odd in (("too many", have - want), ("missing", want - have)):
        if odd:
            yield f"{what}: {odd.total()} {word}, such as {next(iter(odd))}"


def _held(connection: Connection, table: sa.Table, names: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sa.select(*(table.c[name] for name in names.split())))]


def _database(connection: Connection) -> Iterator[str]:
    """What the database itself holds to be damaged."""
    if connection.dialect.name != "sqlite":
        return
    yield from _differ("integrity_check", connection.scalars(sa.text("PRAGMA integrity_check")), ["ok"])
    yield from _differ("foreign_key_check", map(tuple, connection.execute(sa.text("PRAGMA foreign_key_check"))), [])
    try:
        connection.execute(sa.text("INSERT INTO search (search) VALUES ('integrity-check')"))
    except sa.exc.DBAPIError as e:
        yield f"search: {e.orig}"


def _texts(connection: Connection) -> Iterator[str]:
    """Each report has its texts in their order, and counts by the last, unless that was taken out."""
    v = schema.revision.c
    texts: dict[int, list[Any]] = {}
    for row in connection.execute(sa.select(v.id, v.report_id, v.number, v.hash, v.text, v.purged).order_by(v.number)):
        texts.setdefault(row.report_id, []).append(row)
        if (row.text is None) != (row.purged is not None) or (row.text is not None and hashed(row.text) != row.hash):
            yield f"revision {row.id}: its text is another"
    for report in connection.execute(sa.select(schema.report)):
        own = texts.get(report.id, [])
        if [t.number for t in own] != list(range(1, len(own) + 1)) or len({t.hash for t in own}) < len(own) or not own:
            yield f"report {report.key}: its texts are not numbered, or there twice"
        elif report.revision_id != (None if own[-1].text is None else own[-1].id):
            yield f"report {report.key}: it does not count by its last text"


def _rows(connection: Connection) -> Iterator[str]:
    """All rows are of texts that count, each once, as analysts last said."""
    r, v = schema.report.c, schema.revision.c
    counting = {row.id: row.coder for row in connection.execute(
        sa.select(v.id, v.coder).join_from(schema.report, schema.revision, r.revision_id == v.id))}
    for table in (schema.event, schema.position, schema.official):
        there = _held(connection, table, "revision_id mark")
        yield from _differ(f"{table.name} of a text that does not count", {n for n, _ in there} - set(counting), [])
        yield from _differ(f"{table.name} twice", there, set(there))
    every = rows(connection)
    said = on_rows(connection, (uid for own in every.values() for uid in own))
    for revision, own in every.items():
        for uid, one in own.items():
            row, state = said.applied(uid, one.coded, "added" if counting[revision] is None else "coded")
            if one.uncoded:
                row, state = {**row, "uncoded": True}, state if state == "rejected" else "review"
            if (clean(row), state) != (one.row, one.state) or (one.uncoded and uid not in said.stood_for):
                yield f"{uid}: it is not as analysts said"


def rows(connection: Connection) -> dict[int, dict[str, Stored]]:
    """The rows of a ledger that count, by the number of their revision and their ids."""
    r, v = schema.report.c, schema.revision.c
    places = {row.id: row for row in connection.execute(
        sa.select(v.id, v.text, r.mark).join_from(schema.report, schema.revision, r.revision_id == v.id))}
    found: dict[int, dict[str, Stored]] = {n: {} for n in places}
    for table, letter in LETTERS.items():
        for row in connection.execute(rows_of(table).where(among(schema.METADATA.tables[table].c.revision_id, places))):
            place = places[row.revision_id]
            own = told(table, row, place.text)
            coded = {k: v for k, v in own.items() if k not in ("machine", "uncoded")} | own.get("machine", {})
            found[row.revision_id][row_uid(letter, place.mark, row.mark)] = Stored(
                row.mark, row.state, "uncoded" in own, coded, clean(own), row.made, row.altered)
    return found


def _happenings(connection: Connection) -> Iterator[str]:
    """Each event that was not rejected is of one happening, and all are as they are when all are looked at together."""
    e = schema.event.c
    events = connection.execute(sa.select(e.id, e.happening_id, e.state)).all()
    every = {one.account.uid: one for one in entries(connection, [row.id for row in events])}
    yield from _differ("event with a happening", (row.id for row in events if row.happening_id is not None), (
        row.id for row in events if row.state != "rejected"))
    members: dict[int, dict[str, Entry]] = {}
    for uid, one in every.items():
        members.setdefault(one.row["happening_id"], {})[uid] = one
    matches: dict[Pair, Match] = {}
    for _, same in groupby(sorted(every.values(), key=_type), _type):  # none of one type is like one of another
        matches |= every_match(connection, {one.account.uid: one for one in same})
    found = {h.accounts: h.uid for h in happenings(
        (one.account for one in every.values()), matches, *decisions(connection, every))}
    yield from _differ("happening", map(frozenset, members.values()), list(found))
    for row in connection.execute(sa.select(schema.happening)).mappings():
        own = members.get(row["id"], {})
        uid = found.get(frozenset(own), row["uid"])
        wanted = {**row, "uid": uid, **summary(list(own.values()))} if own else {}
        if wanted != row:
            yield f"happening {row['uid']}: it does not tell what its accounts do"
    yield from _differ("block", _held(connection, schema.block, "spot event_id"), (
        (spot, one.row["id"]) for one in every.values() for spot in one.spots))


def _type(one: Entry) -> str:
    return one.account.type


def _finding(connection: Connection) -> Iterator[str]:
    """The tables that repeat what others hold say the same."""
    part, subject, contact = set(), set(), set()
    for h in connection.execute(sa.select(schema.happening)):
        sides = {side: parts(getattr(h, side)) for side in ("actors", "recipients")}
        part |= {(code, h.last, h.id, side, h.type) for side, codes in sides.items() for code in codes}
        subject |= {(topic, h.last, h.id) for topic in parts(h.topics)}
        if h.type == "CONSULT" and h.time in ("past", "background"):
            contact |= {(*pair, h.last, h.id, h.first, h.channel, h.level) for pair in permutations(
                {*sides["actors"], *sides["recipients"]} - {"OTH"}, 2)}
    day = {row.id: row.day for row in connection.execute(sa.select(schema.revision.c.id, schema.report.c.day).join_from(
        schema.revision, schema.report))}
    view = {(topic, code, day[p.revision_id], p.id, p.stance)
            for p in connection.execute(sa.select(schema.position)) if p.state != "rejected"
            for topic in ("", *parts(p.topics)) for code in parts(p.holder)}
    for table, wanted, names in (
            (schema.part, part, "code last happening_id side type"),
            (schema.subject, subject, "topic last happening_id"),
            (schema.contact, contact, "code partner last happening_id first channel level"),
            (schema.view, view, "topic code day position_id stance")):
        yield from _differ(table.name, _held(connection, table, names), wanted)


def _people(connection: Connection) -> Iterator[str]:
    """The register knows the namings in use and no others, and whom they mean."""
    there = connection.execute(sa.select(schema.naming)).all()
    used = connection.scalars(sa.select(schema.official.c.naming_id).distinct())
    yield from _differ("naming", (row.id for row in there), used)
    namings = {people.Naming(row.name, row.country, row.role): row for row in there}
    yield from _differ("naming_key", _held(connection, schema.naming_key, "key naming_id"), (
        (key, row.id) for naming, row in namings.items() for key in people.keys(naming)))
    yield from _differ("person", ((row.id, row.person) for row in there), (
        (namings[naming].id, person.uid) for person in people.persons(namings) for naming in person.namings))


def _copies(connection: Connection) -> Iterator[str]:
    """Texts are filed by their bands, and those that are near copies are known to be."""
    texts = {row.id: row for row in _counting(connection)}
    filed = {(row.day // reprints.WEEK, band & ((1 << reprints.BITS) - 1), row.id) for row in texts.values()
             for band in signature(row.text)}
    yield from _differ("copy", _held(connection, schema.copy, "spot revision_id"), (
        (week << reprints.BITS | band, number) for week, band, number in filed))
    lots: dict[int, list[tuple[int, int]]] = {}
    for week, band, number in filed:
        lots.setdefault(band, []).append((week, number))
    pairs = {(m, n) for lot in lots.values() for (one, m), (other, n) in permutations(lot, 2)
             if abs(one - other) <= reprints.NEAR and bool(one) == bool(other)}
    yield from _differ("reprint", _held(connection, schema.reprint, "one other"), (
        (m, n) for m, n in pairs if alike(texts[m].text, texts[n].text) >= reprints.COPIED))


def _search(connection: Connection) -> Iterator[str]:
    """Each text that counts is found, once, by its words."""
    yield from _differ("search", ((n, frozenset(own)) for n, own in words(connection).items()), (
        (search.number(row.day, row.id), frozenset(search.words(searched(row.text, row.title)).split()))
        for row in _counting(connection)))


def words(connection: Connection) -> dict[int, list[str]]:
    """The words under each number of the index."""
    if connection.dialect.name == "postgresql":
        return {row.id: list(row.told) for row in connection.execute(
            sa.text("SELECT id, tsvector_to_array(words) AS told FROM search"))}
    found: dict[int, list[str]] = {n: [] for n in connection.scalars(sa.text("SELECT id FROM search_docsize"))}
    connection.execute(sa.text("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, search, instance)"))
    for row in connection.execute(sa.text("SELECT DISTINCT doc, term FROM vocabulary ORDER BY doc, term")):
        found.setdefault(row.doc, []).append(row.term)
    connection.execute(sa.text("DROP TABLE temp.vocabulary"))
    return found


def _counting(connection: Connection) -> list[Any]:
    r, v = schema.report.c, schema.revision.c
    return list(connection.execute(sa.select(r.day, v.id, v.text, v.title).join_from(
        schema.report, schema.revision, r.revision_id == v.id)))
