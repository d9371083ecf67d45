"""The schema takes every record that the model can say rightly, and none that the codebook forbids."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from elchi.schema import record_schema
from tests.records import BARE, FULL

SCHEMA = json.loads(record_schema())
VALIDATOR = Draft202012Validator(SCHEMA)


def test_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("record", [FULL, BARE], ids=["full", "bare"])
def test_records_of_the_model_are_valid(record: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(record.to_json())] == []


FORBIDDEN: list[tuple[str, Any]] = [
    ("id", None),
    ("report.published", "2 марта"),
    ("report.published", "2026-03-02T25:00"),
    ("report.views", -1),
    ("report.sources.0.kind", "blog"),
    ("events.0.type", "MEET"),
    ("events.0.mode", "yield"),
    ("events.1.mode", "phone"),
    ("events.0.actors", ["Казахстан"]),
    ("events.0.actors", []),
    ("events.0.actors", ["KAZ", "KAZ"]),
    ("events.1.recipients", ["XXX"]),
    ("events.0.mediators", ["NSA:Хамас"]),
    ("events.0.date", "2026-13"),
    ("events.0.date", "2026-02-32"),
    ("events.0.date", "2026-03-01/"),
    ("events.0.time", "present"),
    ("events.0.place", "UN"),
    ("events.0.channel", "telegram"),
    ("events.1.channel", "call"),
    ("events.0.contexts", ["sport"]),
    ("events.0.evidence", ""),
    ("events.0.start", -1),
    ("events.0.confidence", 1.5),
    ("events.0.level", "king"),
    ("events.0.participants.0.role", "king"),
    ("events.0.persons", {"low": 1}),
    ("positions.0.stance", "likes"),
    ("positions.0.holder", []),
    ("positions.0.subject", ""),
    ("officials.0.role", "king"),
    ("officials.0.country", "Казахстан"),
]


@pytest.mark.parametrize(("path", "value"), FORBIDDEN)
def test_what_the_codebook_forbids_is_not_valid(path: str, value: Any) -> None:
    assert not VALIDATOR.is_valid(changed(path, value))


def test_agreement_has_neither_place_nor_channel_nor_future_date() -> None:
    agreement = {"type": "AGREE", "mode": None, "place": None, "channel": None, "date": None, "time": "past"}
    record = FULL.to_json()
    record["events"][0] |= agreement
    assert VALIDATOR.is_valid(record)
    for wrong in ({"place": "KAZ"}, {"channel": "call"}, {"date": "2026-03-02", "time": "future"}):
        assert not VALIDATOR.is_valid({**record, "events": [{**record["events"][0], **wrong}]})


def test_every_field_is_required_and_no_other_allowed() -> None:
    for kind in ("events", "positions", "officials"):
        row = FULL.to_json()[kind][0]
        assert not VALIDATOR.is_valid({**FULL.to_json(), kind: [{**row, "extra": None}]})
        for field in row:
            short = {name: value for name, value in row.items() if name != field}
            assert not VALIDATOR.is_valid({**FULL.to_json(), kind: [short]}), field


def changed(path: str, value: Any) -> Any:
    """The full record with another value at a dotted path."""
    record = copy.deepcopy(FULL.to_json())
    *way, last = path.split(".")
    at: Any = record
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return record
