"""The register of officials: who held which office when, as reports tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from elchi import lexicon
from elchi.errors import LedgerError
from elchi.ledger import schema
from elchi.ledger.among import among
from elchi.ledger.database import Ledger
from elchi.ledger.queries import known
from elchi.ledger.queries.happenings import dates
from elchi.ledger.queries.sourced import sourced
from elchi.merge.names import agree, families, parse

Json = dict[str, Any]
_N, _O = schema.naming.c, schema.official.c


def officials(ledger: Ledger, party: Collection[str] = (), name: str | None = None, limit: int = 50,
              after: str | None = None) -> Json:
    """The officials of these parties, or else of all, who are named so, in whatever spelling, or have this id; those
    named in the newest reports first, at most `limit`; with `after` those who come after the person of this id.

    Gives `persons`, each with an id, the `name` most used, all `spellings` and how often each is used (`count`), how
    many `statements` name him, and his `offices` in the order of time: `country`, `role`, the words of the `office`,
    the days of the `first` and the `last` report that names him with it, and their number, `statements`. Where there is
    one person, also the newest `statements`, at most `limit`, each with its sentence and report; else that is empty.

    Raises LedgerError where a party is not known, or the person of `after` is not among those asked for.
    """
    with ledger.reading() as connection:
        known.parties(connection, party)
        true: list[sa.ColumnElement[bool]] = [_N.country.in_(sorted(party))] if party else []
        if name:
            true.append(among(_N.person, _named(connection, name, party)))
        found = _newest(connection, true, limit, after)
        namings = _namings(connection, found)
        statements = _statements(connection, namings, limit) if len(found) == 1 else []
    return {"persons": [_person(n, [own for own in namings if own.person == n]) for n in found],
            "statements": statements}


def speakers(ledger: Ledger, party: Collection[str], limit: int) -> list[Json]:
    """The officials of these parties who are named in the newest reports, at most `limit`: each with an `id` and the
    `name`, `role` and `office` by which he was named last. Raises LedgerError where a party is not known."""
    with ledger.reading() as connection:
        known.parties(connection, party)
        found = _newest(connection, [_N.country.in_(sorted(party))], limit, None)
        namings = connection.execute(sa.select(_N.person, _N.name, _N.role, _LAST.label("last"), _DATA.label(
            "data")).where(among(_N.person, found))).all()
    newest = {own.person: own for own in sorted(namings, key=lambda own: (own.last is not None, own.last, own.name))}
    return [{"id": n, "name": newest[n].name, "role": newest[n].role, "office": newest[n].data.get("office")}
            for n in found]


def _named(connection: Connection, name: str, party: Collection[str]) -> set[str]:
    """The ids of the persons who have this id, or are named in a way that agrees, as officials of these parties or else
    of any."""
    codes = party or lexicon.ids("parties")
    keys = [f"{code} {family}" for code in codes for family in families(name)]  # as `merge.people.keys` files namings
    k = schema.naming_key.c
    alike = connection.execute(sa.select(_N.person, _N.name).join(schema.naming_key, k.naming_id == _N.id).where(
        among(k.key, keys)))
    own = connection.scalars(sa.select(_N.person).where(_N.person == name).limit(1))
    return {*own, *(row.person for row in alike if agree(parse(name), parse(row.name)))}


def _newest(connection: Connection, true: Sequence[sa.ColumnElement[bool]], limit: int, after: str | None
            ) -> list[str]:
    """The ids of the persons named last, or of those who come after one."""
    own = sa.select(_N.person, _LAST.label("last")).where(*true).subquery().c
    newest = sa.func.max(own.last)
    asked = sa.select(own.person).group_by(own.person).having(newest.is_not(None)).order_by(newest.desc(), own.person)
    if after is not None:
        days = connection.scalars(sa.select(_LAST).where(*true, _N.person == after)).all()
        last = max((day for day in days if day is not None), default=None)
        if last is None:
            raise LedgerError(f"{after}: there is no such person")
        asked = asked.having(sa.or_(newest < last, sa.and_(newest == last, own.person > after)))
    return list(connection.scalars(asked.limit(limit)))


def _namings(connection: Connection, persons: Iterable[str]) -> Sequence[Any]:
    """The ways in which persons are named: how often, from when to when, and what else the newest row says."""
    asked = {"statements": _of_naming(sa.func.count()).scalar_subquery(),
             "first": _of_naming(_O.day, _O.day > 0).order_by(_O.day).limit(1).scalar_subquery(),
             "last": _LAST, "data": _DATA}
    return connection.execute(sa.select(schema.naming, *(
        one.label(name) for name, one in asked.items())).where(among(_N.person, persons))).all()


def _of_naming(value: sa.ColumnElement[Any], *true: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Something of the officials of each naming, which the index tells of one at once."""
    return sa.select(value).where(_O.naming_id == _N.id, _O.state != "rejected", *true)


_LAST = _of_naming(_O.day).order_by(_O.day.desc()).limit(1).scalar_subquery()
"""The day of the newest row under a naming: the first of the index in that order, where no database would look for the
greatest of those in force."""
_DATA = _of_naming(_O.data).order_by(_O.day.desc(), _O.id.desc()).limit(1).scalar_subquery()
"""What that row says."""


def _person(uid: str, namings: Sequence[Any]) -> Json:
    spellings = Counter[str]()
    offices: dict[tuple[str, str], list[Any]] = {}
    for own in (one for one in namings if one.statements):
        spellings[own.name] += own.statements
        offices.setdefault((own.country, own.role), []).append(own)
    by_use = sorted(spellings, key=lambda name: (-spellings[name], name))
    return {"id": uid, "name": by_use[0], "spellings": [{"name": n, "count": spellings[n]} for n in by_use],
            "statements": spellings.total(),
            "offices": sorted((_office(*own, named) for own, named in offices.items()),
                              key=lambda office: (office["first"] or "", office["last"] or "", office["role"]))}


def _office(country: str, role: str, namings: Sequence[Any]) -> Json:
    newest_first = sorted(namings, key=lambda own: (-own.last, own.name))
    return {"country": country, "role": role,
            "office": next((own.data["office"] for own in newest_first if own.data.get("office")), None),
            "first": dates(0, min((own.first for own in namings if own.first), default=0)),
            "last": dates(0, newest_first[0].last), "statements": sum(own.statements for own in namings)}


def _statements(connection: Connection, namings: Iterable[Any], limit: int) -> list[Json]:
    """The newest rows that name one person, each with its sentence and report."""
    newest = sorted((row for own in namings for row in connection.execute(sa.select(_O.day, _O.id).where(
        _O.naming_id == own.id, _O.state != "rejected").order_by(_O.day.desc(), _O.id.desc()).limit(limit))),
        key=lambda row: (-row.day, -row.id))[:limit]
    rows = sourced(connection, "official", [row.id for row in newest])
    return [rows[row.id] for row in newest]
