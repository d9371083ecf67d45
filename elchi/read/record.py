"""A record read back from its JSON: the way back of `Record.to_json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elchi.model import Event, Official, Persons, Position, Record, Report, Source

Json = Mapping[str, Any]


FACTS = ("url", "outlet", "title", "author", "published", "updated", "views", "language")
SAID = ("mode", "date", "place", "channel", "level", "initiator", "host", "place_name", "due")


def record(found: Json, text: str) -> Record:
    """The record of an object as `Record.to_json` gives it, with its report's text.

    Members that are missing have no value. Raises KeyError or TypeError where a row lacks what every row has.
    """
    about = found.get("report") or {}
    facts: dict[str, Any] = {name: about.get(name) for name in FACTS}
    sources = tuple(Source(s["name"], s["kind"]) for s in about.get("sources") or ())
    return Record(
        Report(id=found["id"], text=text, sources=sources, **facts),
        tuple(map(_event, found.get("events") or ())), tuple(map(_position, found.get("positions") or ())),
        tuple(map(_official, found.get("officials") or ())))


def _event(row: Json) -> Event:
    persons = row.get("persons")
    said: dict[str, Any] = {name: row.get(name) for name in SAID}
    return Event(
        type=row["type"], time=row["time"], **_place(row), **said,
        **_lists(row, "actors", "recipients", "contexts", "mediators", "topics", "rules"),
        participants=tuple(Official(p["name"], p["country"], p["role"], "", 0, 0)
                           for p in row.get("participants") or ()),
        persons=Persons(persons["low"], persons["best"], persons["high"]) if persons else None,
        origin=row.get("from"), via=row.get("via"), destination=row.get("to"), speaker=_speaker(row))


def _position(row: Json) -> Position:
    return Position(stance=row["stance"], subject=row["subject"], **_place(row),
                    **_lists(row, "holder", "target", "topics", "rules"), speaker=_speaker(row))


def _official(row: Json) -> Official:
    return Official(name=row["name"], country=row["country"], role=row["role"], office=row.get("office"), **_place(row),
                    **_lists(row, "rules"))


def _place(row: Json) -> dict[str, Any]:
    return {"evidence": row["evidence"], "start": row["start"], "end": row["end"],
            "confidence": row.get("confidence", 0.0)}


def _lists(row: Json, *names: str) -> dict[str, Any]:
    return {name: tuple(row.get(name) or ()) for name in names}


def _speaker(row: Json) -> str | None:
    return row["speaker"]["name"] if row.get("speaker") else None
