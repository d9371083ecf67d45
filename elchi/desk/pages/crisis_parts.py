"""The parts of a crisis: charts and tables of the happenings and stances that are considered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from elchi import charts
from elchi.desk.words import Words
from elchi.export import ontology
from elchi.export.geojson import Point, locate
from elchi.export.happened import HAPPENED, dyads
from elchi.export.text import clean
from elchi.ledger.queries.crises import STANCES

Json = dict[str, Any]
HOLDERS, PLACES, PAIRS, NEWEST = 25, 40, 60, 3
"""How many parties, places and pairs are shown, and how many happenings of a place."""
GATHERING = 12
"""Where more parties than this come together, not each talks to each."""
_DEEDS = (2, 4)
"""The categories of PLOVER (`ontology.quad`) that are deeds: talk is at no place."""
_NOBODY = "OTH"
"""Stands for whoever has no code."""


def deeds() -> frozenset[str]:
    """The types that may be deeds."""
    return frozenset(type_ for (type_, _), kind in ontology.kinds().items() if kind.quad in _DEEDS)


def matrix(cells: Iterable[Mapping[str, Any]]) -> Json:
    """Who took which stance how often, as rows of (party, stance → count), those who spoke most first; the `stances`
    that somebody took; how many parties are left out."""
    rows: dict[str, dict[str, int]] = {}
    for cell in cells:
        rows.setdefault(cell["party"], {})[cell["stance"]] = cell["count"]
    ranked = sorted(rows.items(), key=lambda row: (-sum(row[1].values()), row[0]))
    taken = {stance for _, row in ranked[:HOLDERS] for stance in row}
    return {"rows": ranked[:HOLDERS], "stances": [one for one in STANCES if one in taken],
            "left": max(0, len(ranked) - HOLDERS)}


def map_of(found: Iterable[Mapping[str, Any]], own: Words) -> Json:
    """What was done at places, those with most first: each with its `label`, the `count` and the `newest` happenings;
    their map as a `chart`; how many places are left out."""
    told = own.translations.gettext
    spots: dict[tuple[str, Point, str], list[Mapping[str, Any]]] = {}
    for row in found:
        if _is_deed(row) and (where := locate(row["place"], row["place_name"])):
            spots.setdefault((row["place"], *where), []).append(row)
    ranked = sorted(((_label(own, *spot), spot[1], rows) for spot, rows in spots.items()),
                    key=lambda spot: (-len(spot[2]), spot[0]))
    pins = [charts.Pin(north, east, label, len(rows), f"#place-{n}")
            for n, (label, (east, north), rows) in enumerate(ranked[:PLACES], 1)]
    chart, _ = charts.world_map(pins, told("What was done, by place"),
                                told("Pins on a map, the larger the more was done there."))
    return {"chart": chart, "left": max(0, len(ranked) - PLACES), "places": [
        {"label": label, "count": len(rows), "newest": rows[:NEWEST]} for label, _, rows in ranked[:PLACES]]}


def _is_deed(row: Mapping[str, Any]) -> bool:
    return row["time"] in HAPPENED and ontology.quad(row["type"], row["mode"]) in _DEEDS


def _label(own: Words, code: str, point: Point, located: str) -> str:
    """What a place is called: a town by its Russian name, with its state, or the state."""
    return f"{_towns()[code, point]}, {own.party(code)}" if located == "town" else own.party(code)


@cache
def _towns() -> dict[tuple[str, Point], str]:
    """What towns are called, by their states and where they lie."""
    rows = list(ontology.table("places.tsv"))
    return {(row["code"], (float(row["lon"]), float(row["lat"]))): clean(row["name"]) for row in reversed(rows)}


def network_of(found: Iterable[Mapping[str, Any]], own: Words) -> Json:
    """Who talked to whom: the `pairs` with most contacts, as (party, party, contacts), and the same as a `chart`; how
    many pairs are left out."""
    told = own.translations.gettext
    talks = Counter(pair for row in found if row["type"] == "CONSULT" and row["time"] in HAPPENED for pair in _met(row))
    pairs = [(a, b, count) for (a, b), count in sorted(talks.items(), key=lambda own: (-own[1], own[0]))]
    codes = dict.fromkeys(code for a, b, _ in pairs[:PAIRS] for code in (a, b))
    chart, *_ = charts.network(
        [charts.Node(code, own.party(code), f"/{code}") for code in codes], pairs[:PAIRS],
        told("Who talked to whom"), told("Parties as dots, joined by lines: the thicker, the more contacts."))
    return {"chart": chart, "pairs": pairs[:PAIRS], "left": max(0, len(pairs) - PAIRS)}


def _met(row: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Each two that were in contact, once."""
    actors, recipients = ([code for code in row[side] if code != _NOBODY] for side in ("actors", "recipients"))
    if len(actors) + len(recipients) > GATHERING:
        return set()
    return {(min(pair), max(pair)) for pair in dyads(row["type"], actors, recipients)}
