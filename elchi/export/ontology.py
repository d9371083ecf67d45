"""What types of events and parties are called and worth in the data of others: look-ups in `elchi/ontology`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from elchi.errors import LedgerError
from elchi.model import Event, Official

QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
"""PLOVER's quad categories; `quad` gives a number from 1 on."""

_FOLDER = Path(__file__).parents[1] / "ontology"
_CONTEXTS = {"territory": "resource", "health": "disease", "disasters": "enviro_disaster",
             "environment": "enviro_disaster"}
"""Contexts that PLOVER has under another name."""
_TIMES = {"background": "historical", "future": "future", "hypothetical": "hypothetical", "negated": "negation"}
"""The special contexts by which PLOVER tells what is not plainly news (its manual 0.8, 2.3)."""
_SECTORS = {"legislator": "LEG", "military": "MIL", "former": "CVL"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event with its mode. `contexts` are those that settle another CAMEO code than `cameo`; the first that
    an event has counts."""

    quad: int
    score: float
    cameo: str
    contexts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A party as others know it: PLOVER's actor code, the number of the Correlates of War, the English name."""

    actor: str | None
    cow: str | None
    name: str


def score(type_: str, mode: str | None = None) -> float:
    """PLOVER's conflict-cooperation score, from -10 to 10, of a type; of its mode where it has that.

    Raises LedgerError where there is no such type.
    """
    return _kind(type_, mode).score


def quad(type_: str, mode: str | None = None) -> int:
    """The number of the type's category in `QUADS`, from 1 to 4. Raises LedgerError where there is no such type."""
    return _kind(type_, mode).quad


def cameo(event: Event) -> str:
    """The event's CAMEO code: of its type and mode, finer where a context settles it; of a visit that of the guest.

    Raises LedgerError where there is no such type.
    """
    kind = _kind(event.type, event.mode)
    return next((code for context, code in kind.contexts if context in event.contexts), kind.cameo)


def contexts(event: Event) -> list[str]:
    """The event's contexts by PLOVER's names, and what PLOVER calls its time where that is not plain past. Those that
    PLOVER lacks keep the codebook's name, as its manual allows."""
    found = [_CONTEXTS.get(context, context) for context in event.contexts]
    if event.time in _TIMES:
        found.append(_TIMES[event.time])
    return list(dict.fromkeys(found))


def party(code: str) -> Party:
    """The party of a code; one that the table lacks keeps its code for a name."""
    if code.startswith("NSA:"):
        return Party("IMG", None, code.removeprefix("NSA:"))
    return _parties().get(code) or Party(None, None, code)


def sector(official: Official) -> str | None:
    """The PLOVER sector of a state's official, government unless the role says otherwise; None for those of
    organisations, whose actor code says it."""
    return _SECTORS.get(official.role, "GOV") if party(official.country).actor == official.country else None


def _kind(type_: str, mode: str | None) -> Kind:
    found = kinds().get((type_, mode)) or kinds().get((type_, None))
    if not found:
        raise LedgerError(f"{type_}: no such type of event")
    return found


@cache
def kinds() -> dict[tuple[str, str | None], Kind]:
    """All types with each of their modes, and with None."""
    return {(row["type"], row["mode"] or None): _read(row) for row in table("types.tsv")}


def _read(row: dict[str, str]) -> Kind:
    code, *finer = row["cameo"].split()
    pairs = tuple((context, own) for context, _, own in (choice.partition(":") for choice in finer))
    return Kind(QUADS.index(row["quad"]) + 1, float(row["score"]), code, pairs)


@cache
def _parties() -> dict[str, Party]:
    return {row["code"]: Party(row["actor"] or None, row["cow"] or None, row["name"]) for row in table("parties.tsv")}


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of the folder `ontology`, tab separated, by its columns; lines with # before them tell where
    it is from."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
