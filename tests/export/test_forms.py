from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from elchi.export.forms import FORMS, NEWEST, Source, write
from tests.export.told import EVENT, VISIT, told
from tests.happenings import happening, name, visit
from tests.records import MINISTER, VIEW

MANY = 300
ROWS = {"events": [told(EVENT), told(VISIT, "B")], "positions": [told(VIEW)], "officials": [told(MINISTER)]}  # type: ignore[arg-type]
JUDGED: dict[str, Any] = {"id": "r1", "text": "Визит.", "unjudged": 0, "events": []}


def source(times: int = 1) -> Source:
    return Source(lambda table: ROWS[table] * times, lambda: [happening(due="2026-04"), visit()] * times,
                  lambda: [JUDGED] * times, name)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_counts_what_it_writes(form: str) -> None:
    out, empty = io.BytesIO(), io.BytesIO()
    count = {"polecat": 2, "provenance": 2, "cameo": 8, "plover": 2, "events": 2, "happenings": 2, "graphml": 2,
             "atom": 2, "jsonfeed": 2}.get(form.partition(".")[0], 1)
    assert write(form, source(), out) == count
    assert write(form, source(0), empty) == 0
    assert len(out.getvalue()) > len(empty.getvalue())


def test_a_feed_tells_the_newest() -> None:
    assert write("atom", source(MANY), io.BytesIO()) == write("jsonfeed", source(MANY), io.BytesIO()) == NEWEST


@pytest.mark.parametrize("form", FORMS)
def test_a_disk_that_takes_no_more_is_a_fault_of_the_disk(form: str) -> None:
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb") as full:
        write(form, source(20), full)
