"""What happened in a few days, for a brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from elchi.days import days
from elchi.ledger.database import Ledger
from elchi.ledger.queries.commitments import commitments
from elchi.ledger.queries.due import due
from elchi.ledger.queries.evacuations import evacuations
from elchi.ledger.queries.filters import Filter
from elchi.ledger.queries.happenings import evidence, months, timeline
from elchi.ledger.queries.positions import positions

Json = dict[str, Any]
HAPPENINGS, POSITIONS, PROMISES, EVACUATIONS = 40, 10, 12, 4
"""How many of each are told at most."""


def digest(ledger: Ledger, wanted: Filter, first: date, last: date) -> Json:
    """What a ledger tells of the days from `first` to `last`: `first`, `last`; the `count` of happenings and how many
    are of each type (`types`); the newest `happenings` with the `evidence`, `report` and `url` of their surest
    account; `positions`, where a party or a topic is asked for; the commitments `made` and those `due`; `evacuations`.
    Raises LedgerError as the queries do."""
    own = replace(wanted, since=first, until=last)
    counts: dict[str, int] = {}
    for row in months(ledger, own):
        counts[row["type"]] = counts.get(row["type"], 0) + row["count"]
    # One that may have been later belongs to a later brief: there it is counted, and told once.
    happened = [row for row in timeline(ledger, own, HAPPENINGS) if (days(row["date"])[1] or 0) <= last.toordinal()]
    told = evidence(ledger, [row["id"] for row in happened])
    return {"first": first.isoformat(), "last": last.isoformat(), "count": sum(counts.values()),
            "types": dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            "happenings": [{**row, **told.get(row["id"], {})} for row in happened],
            "positions": _positions(ledger, own),
            "made": commitments(ledger, own, PROMISES),
            "due": due(ledger, first, last, date.today(), replace(wanted, since=None, until=None), PROMISES),
            "evacuations": evacuations(ledger, own, EVACUATIONS)}


def _positions(ledger: Ledger, own: Filter) -> list[Json]:
    parties = {code for codes in own.parties for code in codes}
    topics: list[str | None] = list(own.topics) or ([None] if parties else [])
    return [row for topic in topics for row in
            positions(ledger, topic, parties, own.since, own.until, POSITIONS)["newest"]][:POSITIONS]
