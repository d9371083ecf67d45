"""The evacuations of which a ledger tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from elchi.answers.evacuations import ORDER, Evacuation, Row, board
from elchi.days import day, days
from elchi.ledger.database import Ledger
from elchi.ledger.queries import known
from elchi.ledger.queries.filters import EVERYTHING, Filter, newest
from elchi.ledger.queries.happenings import briefs, dates, told_by
from elchi.merge.accounts import window
from elchi.model import Persons

Json = dict[str, Any]
TOPIC = "evacuation"
AROUND = 4
"""How many happenings are looked at for an evacuation asked for: itself, help, thanks, offers."""


def evacuations(ledger: Ledger, wanted: Filter = EVERYTHING, limit: int = 20) -> list[Json]:
    """The evacuations that the newest of the wanted happenings tell of, the latest first, at most `limit`; the types
    and topics of `wanted` are those of evacuations, whatever it says.

    Each has the fields of `answers.evacuations.Evacuation`, its days as a `date`, and `accounts`: all rows on which it
    rests, with their ids, happenings, reports and sentences. Raises LedgerError where a party is not known.
    """
    asked = replace(wanted, types=ORDER, topics={TOPIC})
    with ledger.reading() as connection:
        known.parties(connection, {code for codes in wanted.parties for code in codes})
        numbers = newest(connection, asked, limit * AROUND)
        uids = {n: own["id"] for n, own in zip(numbers, briefs(connection, numbers), strict=True)}
        accounts = {own["uid"]: {**own, "happening": uids[n]}
                    for n, told in told_by(connection, numbers).items() for own in told}
    return [_told(evacuation, accounts) for evacuation in board(_rows(accounts.values()))[:limit]]


def _rows(accounts: Iterable[Json]) -> Iterator[Row]:
    for own in accounts:
        first, last, _ = window(*days(own["date"]), day(own["published"]) or None, own["time"])
        yield Row(
            own["uid"], own["happening"], own["report"], own["type"], tuple(own["actors"]), tuple(own["recipients"]),
            own["time"], (first, last) if first and last else None,
            Persons(**own["persons"]) if own.get("persons") else None, own.get("from"), own.get("via"), own.get("to"),
            own["place"], own["evidence"])


def _told(found: Evacuation, accounts: Mapping[str, Json]) -> Json:
    told = asdict(found)
    first, last = told.pop("days") or (0, 0)
    rows = [accounts[uid] for uid in told.pop("rows")]
    return {"date": dates(first, last), **told, "accounts": [
        {name: own[name] for name in ("uid", "happening", "report", "outlet", "url", "published", "type", "evidence")}
        for own in rows]}
