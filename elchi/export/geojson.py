"""What happened at a place, as points on a map: GeoJSON (RFC 7946)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Literal, TextIO

from elchi.export.columns import Row, heading
from elchi.export.jsonl import line_of
from elchi.export.ontology import table
from elchi.export.text import PartyName
from elchi.model import Json

Point = tuple[float, float]
"""Degrees east and degrees north, in the order of GeoJSON."""
Located = Literal["town", "state"]
"""What a point stands for: the town named, or the state as a whole."""

_WORD = re.compile(r"\w+")
_ENDINGS = "аеиоуыэюяйьмхг"
_SHORTEST = 2
"""So many letters of a word are never taken for an ending."""


def write_geojson(rows: Iterable[Row], out: TextIO, party: PartyName) -> int:
    """Write a FeatureCollection, each feature as its row comes: events or happenings, as `columns` gives them. Returns
    how many features.

    A row whose place is not known, as of most talks by telephone, has no feature. The properties are the row's columns,
    with `name`, the row in words, parties by the name that `party` gives, and `located`: whether the point is the town
    named or, for want of that, the capital of the state. A feature may be of what did not happen: `time` says so.
    """
    out.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for row in rows:
        if where := locate(row["place"], row["place_name"]):
            out.write((",\n" if count else "\n") + line_of(_feature(row, where, heading(row, party))))
            count += 1
    out.write("\n]}\n")
    return count


def _feature(row: Row, where: tuple[Point, Located], name: str) -> Json:
    point, located = where
    told = {column: value.isoformat() if isinstance(value, date) else value for column, value in row.items()}
    return {"type": "Feature", "id": row["id"], "geometry": {"type": "Point", "coordinates": list(point)},
            "properties": {"name": name, "located": located, **told}}


def locate(place: str | None, name: str | None) -> tuple[Point, Located] | None:
    """Where a place lies: the town that `name` names, in any case of Russian grammar, if the state of the code `place`
    has it, else that state's capital; None for what is no state."""
    towns = _towns().get(place or "")
    if not towns:
        return None
    town = towns.get(_key(name or ""))
    return (town, "town") if town else (next(iter(towns.values())), "state")


@cache
def _towns() -> dict[str, dict[tuple[str, ...], Point]]:
    """The places of each state, its capital first."""
    found: dict[str, dict[tuple[str, ...], Point]] = {}
    for row in table("places.tsv"):
        found.setdefault(row["code"], {})[_key(row["name"])] = (float(row["lon"]), float(row["lat"]))
    return found


def _key(name: str) -> tuple[str, ...]:
    """What the cases of a name have in common: its words, less the letters at their ends that case endings may hold."""
    words = _WORD.findall(name.casefold().replace("ё", "е"))
    return tuple(word[:_SHORTEST] + word[_SHORTEST:].rstrip(_ENDINGS) for word in words)
