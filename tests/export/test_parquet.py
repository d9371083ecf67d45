from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from elchi.export import columns, parquet
from elchi.model import Told
from tests.happenings import HOSTILE, happening, visit
from tests.records import APPEAL, CALL, MINISTER, REPORT, VIEW

TOLD = [Told(uid, row, REPORT, "page:7", "ab" * 32, "0.1.0+12345678") for uid, row in (
    ("e1", CALL), ("e2", APPEAL), ("p1", VIEW), ("o1", MINISTER))]


def written(rows: Iterable[columns.Row], table: columns.Table) -> io.BytesIO:
    out = io.BytesIO()
    parquet.write_parquet(rows, out, table)
    return io.BytesIO(out.getvalue())


def test_values_come_back_with_their_types() -> None:
    told = pq.read_table(written(columns.happenings([happening(due="2026-04"), visit()]), "happenings"))
    call, trip = told.to_pylist()
    assert call["actors"] == ["KAZ", "OMN"]
    assert call["recipients"] == []
    assert (call["first"], call["last"]) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (call["due_first"], call["due_last"]) == (date(2026, 4, 1), date(2026, 4, 30))
    assert call["made"] == datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    assert (call["reports"], call["dated"], call["place"]) == (3, True, None)
    assert trip["due_first"] is None
    assert told.schema.field("made").type == pa.timestamp("us", tz="UTC")


def test_coded_rows_come_back() -> None:
    first, second = pq.read_table(written(columns.told(TOLD, "events"), "events")).to_pylist()
    assert first["participants"] == ["Ермек Кошербаев"]
    assert (first["persons_low"], first["persons_high"], first["speaker"]) == (10, 15, "Ермек Кошербаев")
    assert first["confidence"] == pytest.approx(0.93)
    assert (second["date"], second["persons_low"], second["recipients"]) == (None, None, ["IRN", "ISR"])


def test_pandas_reads_it() -> None:
    frame = pd.read_parquet(written(columns.happenings([happening(), visit()]), "happenings"))
    assert frame.explode("actors").groupby("actors")["reports"].sum().to_dict() == {"KAZ": 3, "KGZ": 1, "OMN": 3}
    assert str(frame["altered"].max()) == "2026-03-04 08:00:00+00:00"


@pytest.mark.parametrize("table", columns.COLUMNS)
def test_a_table_without_rows_has_the_same_types(table: columns.Table) -> None:
    rows = columns.happenings([visit()]) if table == "happenings" else columns.told(TOLD, table)
    empty, full = (pq.read_table(written(own, table)) for own in ((), rows))
    assert empty.num_rows == 0
    assert empty.schema == full.schema


def test_rows_are_written_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BATCH", 10)
    told = pq.ParquetFile(written(columns.happenings(happening(id=f"h{n}") for n in range(21)), "happenings"))
    assert [told.metadata.row_group(n).num_rows for n in range(told.num_row_groups)] == [10, 10, 1]
    assert told.read(columns=["id"])["id"].to_pylist() == [f"h{n}" for n in range(21)]


def test_hostile_text_comes_back_but_for_what_no_text_may_hold() -> None:
    row, = pq.read_table(written(columns.happenings([happening(evidence=HOSTILE)]), "happenings")).to_pylist()
    assert row["evidence"] == HOSTILE.translate(dict.fromkeys((0, 0x1b, 0xd800, 0xfffe), "\ufffd"))
