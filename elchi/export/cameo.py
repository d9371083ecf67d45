"""Events as CAMEO dyads, tab separated: day, source, target, code, as KEDS, Phoenix and their readers have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from elchi.export.happened import day, dyads, happened
from elchi.export.ontology import cameo, quad, score
from elchi.export.tsv import Value, write_tsv
from elchi.model import ALIKE, Event, Told

COLUMNS = ("Date", "Source", "Target", "EventCode", "EventRootCode", "QuadClass", "Score", "EventID", "Type", "Mode",
           "URL")

_VISIT, _HOST = "042", "043"
_ROOT = 2
"""How many digits of a code are its root."""


def write_cameo(rows: Iterable[Told], out: TextIO) -> int:
    """Write the events among the rows that happened, a line for each source with each target; those without two parties
    are no dyads and left out. Returns how many lines.

    Where the parties stand alike, each is the source of the other, as CAMEO's coders give a meeting; of a visit the
    guest's line is 042, the host's 043. A promise or an offer to somebody is the promiser's alone. Source and target
    are Elchi's codes. `QuadClass` is PLOVER's, from 1 to 4 (`ontology.QUADS`), `Score` PLOVER's in place of
    Goldstein's, `EventID` the id of the event, which its lines share. Event codes are to be read as texts: many begin
    with 0.
    """
    return write_tsv(COLUMNS, (line for told, event in happened(rows) for line in _lines(told, event)), out)


def _lines(told: Told, event: Event) -> Iterator[list[Value]]:
    code = cameo(event)
    back = _HOST if code == _VISIT else code
    mutual = event.type in ALIKE and not (event.type == "AGREE" and event.recipients)
    for source, target in dyads(event.type, event.actors, event.recipients):
        yield _line(told, event, source, target, code)
        if mutual:
            yield _line(told, event, target, source, back)


def _line(told: Told, event: Event, source: str, target: str, code: str) -> list[Value]:
    return [day(told, event), source, target, code, code[:_ROOT], quad(event.type, event.mode),
            score(event.type, event.mode), told.uid, event.type, event.mode, told.report.url]
