"""Records written as JSON are read back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from elchi import pipeline
from elchi.model import Event, Record, Report
from elchi.read import read_text
from elchi.read.record import record

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_a_record_is_read_back(file: Path) -> None:
    made = pipeline.code_report(read_text(file.read_text(encoding="utf-8"), id=file.name))
    found = json.loads(json.dumps(made.to_json()))
    again = record(found, made.report.text)
    assert again.to_json() == found
    assert replace(again.report, blocks=made.report.blocks) == made.report


def test_what_is_missing_has_no_value() -> None:
    row = {"type": "CONSULT", "time": "past", "evidence": "А.", "start": 0, "end": 2}
    assert record({"id": "a", "events": [row]}, "А.") == Record(
        Report("a", "А."), (Event("CONSULT", None, (), (), None, "past", None, None, (), "А.", 0, 2),))
    with pytest.raises(KeyError):
        record({"id": "a", "events": [{"type": "CONSULT"}]}, "А.")
