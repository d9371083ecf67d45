"""A record's rows as a ledger holds them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elchi.ledger.draft import Row
from elchi.ledger.ids import KINDS, OWN_LETTERS, digest

COLUMNS = {"event": ("type", "mode", "time", "date", "place", "channel", "level", "due"),
           "position": ("stance", "subject"), "official": ("name", "country", "role")}
"""The members of a row's JSON that are columns of their own."""
SIDES = {"event": ("actors", "recipients"), "position": ("holder", "target"), "official": ()}
"""The sides that parties stand on in a row."""
EVERYWHERE = ("start", "end", "confidence")
TABLES = {"events": "event", "positions": "position", "officials": "official"}
"""The members of a record that hold rows, and the tables that do."""


LETTERS = {name: letter for letter, name in KINDS.items()}
"""The letters that ids of a table's rows begin with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows belong: the mark and the day of their report, the number and the text of its revision."""

    report: int
    day: int
    revision: int
    text: str


def marks(name: str, told: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """The marks of a report's rows of one table, given as JSON in their order: the same whenever a report says the same
    of the same parties in the same words; of rows that say the same the later have the next free ones."""
    taken: set[int] = set()
    for row in told:
        mark = digest([*_essence(name, row), " ".join(row["evidence"].split())], OWN_LETTERS)
        while mark in taken:
            mark = (mark + 1) % (1 << 5 * OWN_LETTERS)
        taken.add(mark)
        yield mark


def _essence(name: str, told: Mapping[str, Any]) -> tuple[str, ...]:
    what = {"event": ("type",), "position": ("stance",), "official": ("name", "country", "role")}[name]
    return (*(told[column] for column in what), *(",".join(sorted(told[side])) for side in SIDES[name]))


def columns(name: str, told: Mapping[str, Any]) -> Row:
    """The columns of a row of a table, given as JSON: those that it has there by name, the parties of each side, and in
    `data` whatever else it tells."""
    own = (*COLUMNS[name], *EVERYWHERE)
    apart = {*own, *SIDES[name], "evidence"}
    return {**{c: told.get(c) for c in own}, **{side: " ".join(dict.fromkeys(told[side])) for side in SIDES[name]},
            "data": {k: v for k, v in told.items() if k not in apart and v not in (None, [])}}


def told(name: str, row: Any, text: str) -> Row:
    """The JSON of a row of a table; `row` has its columns, `text` is its report's."""
    return {**{c: getattr(row, c) for c in (*COLUMNS[name], *EVERYWHERE)},
            **{side: getattr(row, side).split() for side in SIDES[name]}, **row.data,
            "evidence": text[row.start:row.end]}
