"""What a ledger holds, row by row, for exports: never all at once, however much it is.

Each question is asked of the connection that `Ledger.reading` gives, so that all files of an export tell of one state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.export.forms import Source
from elchi.export.table import Table
from elchi.export.text import PartyName
from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.edit import rows_of
from elchi.ledger.ids import parsed, report_uid, row_uid
from elchi.ledger.queries.filters import EVERYTHING, Filter, holds_all
from elchi.ledger.queries.happenings import brief
from elchi.ledger.rows import LETTERS, TABLES, told
from elchi.model import Told
from elchi.read.record import record
from elchi.score import FIELDS

Json = dict[str, Any]
BIT_BY_BIT = {"yield_per": 500}
"""How many rows are held in memory."""
_STOOD_FOR = ("accepted", "corrected", "review")


def source(connection: Connection, wanted: Filter, party: PartyName, title: str, texts: bool = False,
           dyads: bool = False) -> Source:
    """What an export of one state of a ledger is made of: all that is asked for, read bit by bit."""
    return Source(partial(rows, connection, wanted=wanted, texts=texts), partial(happenings, connection, wanted),
                  partial(gold, connection, wanted), party, title, dyads)


def rows(connection: Connection, table: Table, wanted: Filter = EVERYTHING, texts: bool = False) -> Iterator[Told]:
    """The coded rows of a table, but for those that were rejected; their reports have their text only with `texts`.

    Outlet and language are those of a row's own report. An event is asked for by the happening that it tells of, a
    position by its holder, an official by the country; the days of these two are those of publication. Raises
    LedgerError where a table has not what is asked by.
    """
    name = TABLES[table]
    for row in connection.execute(_asked(name, wanted, texts), execution_options=BIT_BY_BIT):
        coded = {**told(name, row, ""), "evidence": row.evidence}
        found = record({"id": row.key, "report": _report(row), table: [coded]}, row.text)
        yield Told(row_uid(LETTERS[name], row.report, row.mark), getattr(found, table)[0], found.report, row.key,
                   row.hash, row.coder or "", getattr(row, "happening", None), row.state)


def _asked(name: str, wanted: Filter, texts: bool) -> sa.Select[Any]:
    own, v, r, t = schema.METADATA.tables[name].c, schema.revision.c, schema.report.c, schema.happening.c
    asked = rows_of(name).add_columns(
        v.hash, v.coder, v.title, v.published.label("said"), v.data.label("about"), r.key, r.mark.label("report"),
        r.address, r.outlet, r.language, _evidence(own), (v.text if texts else sa.literal("")).label("text")).join(
        schema.revision, v.id == own.revision_id).join(schema.report, r.id == v.report_id).where(
        own.state != "rejected", *_from(wanted)).order_by(own.id)
    if name == "event":
        return asked.add_columns(t.uid.label("happening")).join(schema.happening, t.id == own.happening_id).where(
            *_happened(replace(wanted, outlets=(), languages=())))
    return asked.where(*_own(name, wanted), *_published(wanted))


def happenings(connection: Connection, wanted: Filter = EVERYTHING) -> Iterator[Json]:
    """Happenings in short, as `queries.timeline` has them, those of later days first and those without a day last; with
    `contexts`, the name of the place, and of the surest account the sentence and the report's address."""
    t = schema.happening.c
    asked = sa.select(schema.happening).where(*_happened(wanted)).order_by(t.last.desc(), t.id.desc())
    for some in connection.execute(asked, execution_options=BIT_BY_BIT).partitions():
        accounts = _accounts(connection, [row.id for row in some])
        for row in some:
            own = accounts[row.id]
            yield {**brief(row), "contexts": sorted({context for one in own for context in one.get("contexts", ())}),
                   "place_name": next((one["place_name"] for one in own
                                       if one["place"] == row.place and one.get("place_name")), None),
                   "evidence": own[0]["evidence"], "url": own[0]["url"]}


def _accounts(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Json]]:
    """The events of happenings, by their numbers, each with the address of its report; the surest first."""
    e, v, r = schema.event.c, schema.revision.c, schema.report.c
    asked = rows_of("event").add_columns(_evidence(e), r.address).join(schema.revision, v.id == e.revision_id).join(
        schema.report, r.id == v.report_id).where(e.happening_id.in_(numbers)).order_by(
        e.confidence.desc(), r.mark, e.mark)
    found: dict[int, list[Json]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.happening_id, []).append(
            {**told("event", row, ""), "evidence": row.evidence, "url": row.address})
    return found


def coders(connection: Connection) -> list[str]:
    """The versions that coded the reports of the ledger."""
    v, r = schema.revision.c, schema.report.c
    return sorted(connection.scalars(sa.select(v.coder).join_from(
        schema.report, schema.revision, v.id == r.revision_id).where(v.coder.is_not(None)).distinct()))


def gold(connection: Connection, wanted: Filter = EVERYTHING) -> Iterator[Json]:
    """The reports of which analysts judged rows: id, `report` with what is known of it, `text`, and of the rows that
    they stand for the fields of `score.FIELDS`; `unjudged` is the number of rows that they did not judge.

    A report of which nothing is right is among them if all of it was judged. Raises LedgerError where anything else is
    asked by than day of publication, outlet and language.
    """
    _refuse("gold", wanted, "parties", "types", "topics")
    d, v, r = schema.decision.c, schema.revision.c, schema.report.c
    judged = connection.scalars(sa.select(d.a).where(d.kind.in_(("correct", "accept", "reject")), d.undone.is_(None)))
    marks = {own[1] for own in map(parsed, judged) if own}
    asked = sa.select(
        r.mark, r.address, r.outlet, r.language, v.id, v.title, v.text, v.published.label("said"),
        v.data.label("about")).join_from(schema.report, schema.revision, v.id == r.revision_id).where(
        among(r.mark, marks), v.coder.is_not(None), *_from(wanted), *_published(wanted)).order_by(r.mark)
    for report in connection.execute(asked, execution_options=BIT_BY_BIT):
        found = {table: connection.execute(rows_of(name).where(
            schema.METADATA.tables[name].c.revision_id == report.id).order_by("start", "id")).all()
            for table, name in TABLES.items()}
        unjudged = sum(row.state == "coded" for of in found.values() for row in of)
        right = {table: [_scored(table, row, report.text) for row in found[table] if row.state in _STOOD_FOR]
                 for table in FIELDS}
        if any(right.values()) or not unjudged:
            yield {"id": report_uid(report.mark), "report": _report(report), "text": report.text, "unjudged": unjudged,
                   **right}


def _scored(table: str, row: Any, text: str) -> Json:
    found = told(TABLES[table], row, text)
    return {name: found.get(name, [] if name == "contexts" else None) for name in FIELDS[table]}


def _report(row: Any) -> Json:
    return {"url": row.address, "outlet": row.outlet, "title": row.title, "published": row.said,
            "language": row.language, **(row.about or {})}


def _evidence(own: Any) -> sa.Label[str]:
    """The sentence of a row, cut out of its text before that travels."""
    return sa.func.substr(schema.revision.c.text, own.start + 1, own.end - own.start).label("evidence")


def _happened(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a happening; where days are asked for, that its day is known, too."""
    known = [schema.happening.c.last > 0] if wanted.since or wanted.until else []
    return [*holds_all(wanted), *known]


def _own(name: str, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a position or an official."""
    if name == "official":
        _refuse("officials", wanted, "types", "topics")
        return [schema.naming.c.country.in_(codes) for codes in wanted.parties]
    _refuse("positions", wanted, "types")
    p, w = schema.position.c, schema.view.c
    asked = [sa.and_(w.topic == "", w.code.in_(codes)) for codes in wanted.parties]
    if wanted.topics:
        asked.append(w.topic.in_(wanted.topics))
    return [p.id.in_(sa.select(w.position_id).where(one)) for one in asked]


def _refuse(what: str, wanted: Filter, *names: str) -> None:
    for name in names:
        if getattr(wanted, name):
            raise LedgerError(f"{what} cannot be asked for by {name}")


def _from(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What must be true of a row's report."""
    r = schema.report.c
    return [column.in_(values) for column, values in ((r.outlet, wanted.outlets), (r.language, wanted.languages))
            if values]


def _published(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """That a report came out on one of the days that are asked for."""
    r = schema.report.c
    true = [r.day >= wanted.since.toordinal()] if wanted.since else []
    return [*true, r.day > 0, r.day <= wanted.until.toordinal()] if wanted.until else true
