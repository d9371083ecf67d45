"""Events in the form of POLECAT, the weekly data of PLOVER events: forty columns, tab separated.

How values look is taken from the PLOVER manual 0.8, from NGEC, POLECAT's coder, and from what readers of its files
(https://doi.org/10.7910/DVN/AJGVIT) expect: `None` where nothing is known, days as `YYYY-MM-DD`, states by ISO 3166-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from elchi.export.geojson import Located, locate
from elchi.export.happened import coder, day, happened, pairs, published
from elchi.export.ontology import QUADS, Party, contexts, party, quad, score, sector
from elchi.export.tsv import Value, write_tsv
from elchi.model import Event, Told

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version")

NOTHING = "None"
"""What POLECAT has in a cell where nothing is known."""
_ORGANISED = ("IGO", "UNO", "EUR", "IMG")
"""The actor codes of parties that are no states."""


def write_polecat(rows: Iterable[Told], out: TextIO, dyads: bool = False) -> int:
    """Write the events among the rows that happened, a line each. Returns how many lines.

    All that took part in a talk are its actors, as in PLOVER, and readers that look for pairs drop an event without a
    recipient. With `dyads` a line has one actor and one recipient at most, and an event a line for each of its pairs,
    with `_1`, `_2` … after its id if there are several. Two that stand alike are one pair, not one each way: the event
    is told once, and a reader who counts lines by party counts a talk of two once for each.
    """
    lines = (line for told, event in happened(rows) for line in _lines(told, event, dyads))
    return write_tsv(COLUMNS, lines, out, NOTHING)


def _lines(told: Told, event: Event, dyads: bool) -> Iterator[list[Value]]:
    if not dyads:
        yield _line(told.uid, told, event, event.actors, event.recipients)
        return
    found = pairs(event.type, event.actors, event.recipients)
    for n, (actor, recipient) in enumerate(found, 1):
        uid = f"{told.uid}_{n}" if len(found) > 1 else told.uid
        yield _line(uid, told, event, [actor] if actor else [], [recipient] if recipient else [])


def _line(uid: str, told: Told, event: Event, actors: Sequence[str], recipients: Sequence[str]) -> list[Value]:
    report = told.report
    state = party(event.place) if event.place else None
    (longitude, latitude), located = locate(event.place, event.place_name) or ((None, None), None)
    name = state.name if state else None
    place = event.place_name if located == "town" else name
    named = (party(code) for code in dict.fromkeys((*event.actors, *event.recipients, *event.mediators)))
    return [
        uid, day(told, event), event.type, event.mode, score(event.type, event.mode),
        QUADS[quad(event.type, event.mode) - 1], contexts(event),
        *_side(actors, event), *_side(recipients, event),
        place, None, None, None, event.place, latitude, longitude, None, event.place_name, _feature(state, located),
        report.outlet, published(told), _each(*(p.name for p in event.participants), event.speaker),
        [p.name for p in named if p.actor in _ORGANISED],
        _each(name, event.place_name, event.origin, event.via, event.destination),
        report.language, coder(told)]


def _side(codes: Sequence[str], event: Event) -> list[Value]:
    """The eight columns of a side: name, country, number and first sector of each party, in the same order in each;
    then all sectors, and office and name of those who acted for it."""
    parties = [party(code) for code in codes]
    acting = [[p for p in event.participants if p.country == code] for code in codes]
    officials = [official for own in acting for official in own]
    sectors = [[found for found in map(sector, own) if found] for own in acting]
    return [
        [p.name for p in parties], [p.actor for p in parties], [p.cow for p in parties],
        [own[0] if own else None for own in sectors], _each(*(found for own in sectors for found in own)),
        [p.role.replace("_", " ") for p in officials], [p.name for p in officials], None]


def _feature(state: Party | None, located: Located | None) -> str | None:
    """GeoNames' code of what the place is: a town, an independent state, any other political entity."""
    if located == "town" or not state:
        return located and "PPL"
    return "PCLI" if state.cow else "PCL"


def _each(*texts: str | None) -> list[str]:
    """The texts that are there, each once, in their order."""
    return [text for text in dict.fromkeys(texts) if text]
