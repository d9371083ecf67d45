from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from elchi.export.jsonl import to_line, write_array, write_lines
from elchi.model import Record
from tests.records import BARE, FULL, REPORT


def test_lines_hold_the_records_in_order() -> None:
    out = io.StringIO()
    write_lines(iter([FULL, BARE]), out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [FULL.to_json(), BARE.to_json()]


def test_array_holds_any_number_of_records() -> None:
    for records in ([], [FULL], [FULL, BARE]):
        out = io.StringIO()
        write_array(iter(records), out)
        assert json.loads(out.getvalue()) == [r.to_json() for r in records]


def test_a_record_is_written_before_the_next_is_coded() -> None:
    out = io.StringIO()

    def records() -> Iterator[Record]:
        yield BARE
        assert "wire/8" in out.getvalue()
        yield FULL

    write_array(records(), out)
    assert "wire/7" in out.getvalue()


@given(st.text(st.characters()))
def test_any_title_comes_back_and_takes_one_printable_line(title: str) -> None:
    line = to_line(Record(replace(REPORT, title=title)))
    line.encode("utf-8")
    assert json.loads(line)["report"]["title"] == title
    assert line.splitlines() == [line]
    assert not any(0x7F <= ord(c) <= 0x9F for c in line)
