"""A record's rows as a ledger holds them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from json import dumps
from struct import pack, unpack
from typing import Any

from elchi.ledger.draft import Row
from elchi.ledger.ids import KINDS, OWN_LETTERS, digest
from elchi.merge.accounts import stems

COLUMNS = {"event": ("type", "mode", "time", "date", "place", "channel", "level", "due"),
           "position": ("stance", "subject"), "official": ("name", "country", "role")}
"""The members of a row's JSON that are columns of their own."""
SIDES = {"event": ("actors", "recipients"), "position": ("holder", "target"), "official": ()}
"""The sides that parties stand on in a row."""
LISTS = {"event": (*SIDES["event"], "contexts", "topics"), "position": (*SIDES["position"], "topics"), "official": ()}
"""The members that are lists of codes: a column each, `;` between the codes."""
EVERYWHERE = ("start", "end", "confidence")
TABLES = {"events": "event", "positions": "position", "officials": "official"}
"""The members of a record that hold rows, and the tables that do."""


LETTERS = {name: letter for letter, name in KINDS.items()}
"""The letters that ids of a table's rows begin with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows belong: the mark and the day of their report, the number and the text of its revision; whether an
    analyst put it in."""

    report: int
    day: int
    revision: int
    text: str
    by_hand: bool = False


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
    return (*(told[column] for column in what), *(",".join(sorted({*told[side]})) for side in SIDES[name]))


def parts(told: str) -> list[str]:
    """The codes of a column that holds a list."""
    return told.split(";") if told else []


def columns(name: str, told: Mapping[str, Any], published: int, by_hand: bool = False) -> Row:
    """A row of a table, given as JSON, of a report of that day: the columns that are told by it alone, as the database
    holds them. What is no column of its own lies in `data`. The words of rows put in `by_hand` are compared with no
    report's."""
    taken = _TAKEN[name]
    row = {c: told.get(c) for c in (*COLUMNS[name], *EVERYWHERE)}
    row |= {c: ";".join(dict.fromkeys(told.get(c) or ())) for c in LISTS[name]}
    row["data"] = dumps({k: v for k, v in told.items() if v and k not in taken}, ensure_ascii=False)
    if name == "event":
        persons = {p["name"].split()[-1].lower() for p in told.get("participants") or ()}
        row |= {"published": published, "persons": ";".join(sorted(persons)),
                "words": b"" if by_hand else packed(stems(told["evidence"]))}
    elif name == "official":
        row["day"] = published
    return row


_TAKEN = {name: frozenset({*COLUMNS[name], *EVERYWHERE, *LISTS[name], "evidence"}) for name in COLUMNS}


def packed(stems: Iterable[int]) -> bytes:
    """The numbers that stand for words, as a column holds them."""
    told = sorted(stems)
    return pack(f"<{len(told)}I", *told)


def unpacked(words: bytes) -> frozenset[int]:
    """The numbers back from the column."""
    return frozenset(unpack(f"<{len(words) // 4}I", words))


def told(name: str, row: Any, text: str) -> Row:
    """The JSON of a row of a table; `row` has its columns, `text` is its report's."""
    return {**{c: getattr(row, c) for c in (*COLUMNS[name], *EVERYWHERE)},
            **{c: parts(getattr(row, c)) for c in LISTS[name]}, **row.data, "evidence": text[row.start:row.end]}
