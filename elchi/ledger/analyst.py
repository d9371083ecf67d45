"""What analysts say of a ledger's rows and happenings: kept with who, when and why, in force until it is undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from json import dumps
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi.errors import LedgerError
from elchi.ledger import checks, find, schema
from elchi.ledger.database import Ledger
from elchi.ledger.decisions import on_rows
from elchi.ledger.edit import Edit, stored
from elchi.ledger.ids import KINDS, row_uid
from elchi.ledger.rows import Place

VERDICTS = ("pending", "kept", "partly", "broken")
"""What an analyst may say of a commitment."""


class Meanwhile(LedgerError):
    """What is in force of what was said of a row is not what its analyst has seen."""


def correct(ledger: Ledger, uid: str, fields: Mapping[str, str], who: str, why: str,
            seen: Collection[int] | None = None) -> None:
    """Say what fields of a row should hold, in words as `checks.value` reads them. `seen` has the numbers of the
    decisions on the row, corrections and verdicts, that were in force when it was looked at. Raises LedgerError where
    there is no such row, or it could not be so, Meanwhile where others are in force now."""
    with ledger.writing() as connection:
        edit, place, kind = Edit(connection), _place(connection, ledger, uid), KINDS[uid[0]]
        _check_seen(connection, uid, seen)
        told = {name: checks.value(kind, name, words) for name, words in fields.items()}
        checks.whole(kind, {**stored(connection, place)[uid].row, **told}, told, place.day)
        for name, value in told.items():
            _say(edit, "correct", uid, who, why, field=name, value=value)
        _rewrite(edit, place)


def judge(ledger: Ledger, uid: str, kind: Literal["accept", "reject"], who: str, why: str,
          seen: Collection[int] | None = None) -> None:
    """Say that a row is right (`accept`) or wrong (`reject`). Raises LedgerError where there is none, Meanwhile as
    `correct` does."""
    with ledger.writing() as connection:
        edit, place = Edit(connection), _place(connection, ledger, uid)
        _check_seen(connection, uid, seen)
        _say(edit, kind, uid, who, why)
        _rewrite(edit, place)


def note(ledger: Ledger, uid: str, who: str, text: str) -> None:
    """Write something beside a row or a happening. Raises LedgerError where there is none."""
    with ledger.writing() as connection:
        if find.row(connection, uid) is None:
            raise LedgerError(f"{ledger.name}: there is no {uid}")
        edit = Edit(connection)
        _say(edit, "note", uid, who, text)
        edit.finish()


def verdict(ledger: Ledger, uid: str, value: str, who: str, why: str) -> None:
    """Say how a commitment, a happening, stands: one of VERDICTS. Raises LedgerError where there is none, or the
    verdict is another."""
    if value not in VERDICTS:
        raise LedgerError(f"{value}: a verdict is one of {', '.join(VERDICTS)}")
    with ledger.writing() as connection:
        lead = _lead(connection, ledger, uid)
        edit = Edit(connection)
        _say(edit, "verdict", lead, who, why, value=value)
        edit.finish()


def same(ledger: Ledger, one: str, other: str, who: str, why: str) -> None:
    """Say that two happenings are one. Raises LedgerError where there is no such happening."""
    with ledger.writing() as connection:
        a, b = (_members(connection, ledger, uid) for uid in (one, other))
        edit = Edit(connection)
        if {row.happening_id for row in a} == {row.happening_id for row in b}:
            raise LedgerError(f"{ledger.name}: {one} and {other} are one happening already")
        _part_ways(edit, "apart", [(x, y) for x in a for y in b], who)
        for x, y in dict.fromkeys((*((a[0], y) for y in b), *((x, b[0]) for x in a))):
            _say(edit, "same", **_pair(x, y), who=who, why=why)
        edit.touch(row.id for row in (*a, *b))
        edit.finish()


def apart(ledger: Ledger, happening: str, events: Collection[str], who: str, why: str) -> None:
    """Say that these events of a happening tell of another one. Raises LedgerError where they are none, are not of
    it, or all of it."""
    if not events:
        raise LedgerError("no account is chosen that tells of another happening")
    with ledger.writing() as connection:
        every = _members(connection, ledger, happening)
        going = [row for row in every if row_uid("e", row.report, row.mark) in events]
        staying = [row for row in every if row not in going]
        if not staying:
            raise LedgerError("all accounts are chosen: one at least must stay")
        if len(going) != len(set(events)):
            raise LedgerError(f"{ledger.name}: {happening} is not made of {', '.join(events)} and others")
        edit = Edit(connection)
        pairs = [(x, y) for x in going for y in staying]
        _part_ways(edit, "same", pairs, who)
        for x, y in pairs:
            _say(edit, "apart", **_pair(x, y), who=who, why=why)
        edit.touch(row.id for row in every)
        edit.finish()


def undo(ledger: Ledger, number: int, who: str) -> None:
    """Let a decision be in force no more, with those that were made in one go with it; what they put out of force is in
    force again. Raises LedgerError where there is none in force."""
    d = schema.decision.c
    with ledger.writing() as connection:
        edit = Edit(connection)
        own = connection.execute(sa.select(schema.decision).where(d.id == number, d.undone.is_(None))).one_or_none()
        if own is None:
            raise LedgerError(f"{ledger.name}: there is no decision {number} in force")
        together = connection.execute(sa.select(schema.decision).where(
            d.at == own.at, d.kind == own.kind, d.undone.is_(None))).all()
        again = connection.execute(sa.select(schema.decision).where(d.undone == own.at)).all()
        for rows, values in ((together, {"undone": edit.draft.at, "undone_by": who}),
                             (again, {"undone": None, "undone_by": None})):
            connection.execute(schema.decision.update().where(d.id.in_([row.id for row in rows])).values(values))
        if own.kind in ("same", "apart"):
            edit.touch(n for row in (*together, *again) for uid in (row.a, row.b)
                       if (n := find.number(connection, uid)))
            edit.finish()
        elif own.kind in ("correct", "accept", "reject") and find.row(connection, own.a) is not None:
            _rewrite(edit, _place(connection, ledger, own.a))


def _say(edit: Edit, kind: str, a: str, who: str, why: str, b: str | None = None, field: str | None = None,
         value: Any = None) -> None:
    edit.draft.add(schema.decision, kind=kind, a=a, b=b, field=field, value=dumps(value), who=who, why=why,
                   at=edit.draft.at, undone=None, undone_by=None)


def _rewrite(edit: Edit, place: Place) -> None:
    connection, own = edit.draft.connection, schema.revision.c.id == place.revision
    edit.draft.write(schema.decision)
    by_hand = connection.scalar(sa.select(schema.revision.c.coder).where(own)) is None
    edit.exchange(place, place, state="added" if by_hand else "coded")
    connection.execute(schema.revision.update().where(own).values(coded=edit.draft.at))  # changes are found by it
    edit.finish()


def _check_seen(connection: Connection, uid: str, seen: Collection[int] | None) -> None:
    now = {one.id for one in on_rows(connection, [uid]).said.get(uid, ())}
    if seen is not None and now != set(seen):
        raise Meanwhile(f"{uid}: others decided on it meanwhile")


def _place(connection: Connection, ledger: Ledger, uid: str) -> Place:
    """Where a row that may be judged stands."""
    row = find.row(connection, uid)
    if row is None or uid[0] == "h":
        raise LedgerError(f"{ledger.name}: there is no row {uid}")
    return find.place(connection, row.revision_id)


def _members(connection: Connection, ledger: Ledger, uid: str) -> list[Any]:
    """The events of the happening that goes by this id, or that an event of this id is of; the one named first."""
    named = find.row(connection, uid) if uid[:1] in ("h", "e") else None
    if named is None or named.happening_id is None:
        raise LedgerError(f"{ledger.name}: there is no happening {uid}")
    e, v, r = schema.event.c, schema.revision.c, schema.report.c
    rows = connection.execute(sa.select(r.mark.label("report"), e.mark, e.id, e.happening_id).select_from(
        schema.event.join(schema.revision, v.id == e.revision_id).join(schema.report, r.id == v.report_id)).where(
        e.happening_id == named.happening_id).order_by(e.id)).all()
    return sorted(rows, key=lambda row: row.id != named.id)


def _lead(connection: Connection, ledger: Ledger, uid: str) -> str:
    """The id that the happening goes by now."""
    number = _members(connection, ledger, uid)[0].happening_id
    return str(connection.scalar(sa.select(schema.happening.c.uid).where(schema.happening.c.id == number)))


def _pair(one: Any, other: Any) -> dict[str, str]:
    a, b = sorted(row_uid("e", row.report, row.mark) for row in (one, other))
    return {"a": a, "b": b}


def _part_ways(edit: Edit, kind: str, pairs: Collection[tuple[Any, Any]], who: str) -> None:
    """Let what was said against a new decision be in force no more."""
    d = schema.decision.c
    wanted = [_pair(*pair) for pair in pairs]
    for one in wanted:
        edit.draft.connection.execute(schema.decision.update().where(
            d.kind == kind, d.a == one["a"], d.b == one["b"], d.undone.is_(None)).values(
            undone=edit.draft.at, undone_by=who))
