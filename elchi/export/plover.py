"""Events as PLOVER's JSON, an object a line, by the chapter on data fields of its manual 0.8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from elchi.export.geojson import locate
from elchi.export.happened import coder, day, events, span
from elchi.export.jsonl import line_of
from elchi.export.ontology import contexts, party, quad, score, sector
from elchi.model import Event, Json, Told

CODEBOOK = "plover-base-0.8"
_REQUIRED = frozenset({"id", "date", "source", "event"})


def write_plover(rows: Iterable[Told], out: TextIO) -> int:
    """Write the events among the rows, a JSON object a line. Returns how many.

    Those that did not happen are among them: `context` says `negation`, `hypothetical` or `future`, as the manual has
    it. Fields without a value are left out but for the four that it requires. Beside its fields stand `party`, Elchi's
    code of an actor, `hash`, the SHA-256 of the report's text, `confidence` and `state`. `link` joins the events that
    tell of one happening; `text` is there where the rows hold the report's text.
    """
    count = 0
    for told, event in events(rows):
        out.write(line_of(to_json(told, event)) + "\n")
        count += 1
    return count


def to_json(told: Told, event: Event) -> Json:
    """An event as an object of PLOVER's."""
    report = told.report
    found: Json = {
        "id": told.uid, "date": day(told, event), "enddate": _end(told, event),
        "source": _actors(event.actors, event), "recipient": _actors(event.recipients, event),
        "event": [event.type], "mode": [event.mode] if event.mode else [], "context": contexts(event),
        "quad_code": quad(event.type, event.mode), "event_scale": score(event.type, event.mode),
        "event_loc": _place(event),
        "event_text": [event.evidence], "link": told.happening, "text": report.text,
        "text_info": {"start": event.start, "end": event.end, "hash": told.hash},
        "cite_info": _filled({"citation": told.key, "url": report.url, "title": report.title,
                              "language": report.language, "publication": report.outlet,
                              "published": report.published, "coder": coder(told), "codebook": CODEBOOK}),
        "coder": coder(told), "confidence": event.confidence, "state": told.state}
    return {key: value for key, value in found.items() if key in _REQUIRED or value not in (None, "", [], {})}


def _actors(codes: Sequence[str], event: Event) -> list[Json]:
    return [_actor(code, event) for code in codes]


def _actor(code: str, event: Event) -> Json:
    """An actor object: the party, and who acted for it, the first named if several did."""
    known = party(code)
    official = next((p for p in event.participants if p.country == code), None)
    return _filled({"code": known.actor, "party": code, "identifier_text": known.name,
                    "sector": official and sector(official), "actor_text": official and official.name,
                    "office": official and official.role})


def _place(event: Event) -> Json:
    """A location object: the place by the report's word, else the state by its name, and where it lies."""
    where = locate(event.place, event.place_name)
    point = dict(zip(("longitude", "latitude"), where[0], strict=True)) if where else {}
    name = event.place_name or (party(event.place).name if event.place else None)
    return {**_filled({"name": name, "cc3": event.place}), **point}


def _end(told: Told, event: Event) -> str | None:
    """The last day that the event's date may mean, where that is not its only one."""
    first, last = span(told, event)
    return last if last != first else None


def _filled(found: Json) -> Json:
    return {key: value for key, value in found.items() if value}
