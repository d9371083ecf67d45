from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from elchi.export.table import COLUMNS, Table, write_table
from elchi.model import Record
from tests.records import APPEAL, BARE, FULL, REPORT


def rows(table: Table, *records: Record) -> list[dict[str, str]]:
    out = io.StringIO()
    write_table(records, out, table)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_every_field_of_an_event_has_its_column() -> None:
    call, appeal = rows("events", FULL, BARE)
    assert call["report"] == appeal["report"] == "wire/7"
    assert call["published"] == "2026-03-02T19:27"
    assert call["actors"] == "KAZ;KWT"
    assert call["participants"] == call["speaker"] == "Ермек Кошербаев"
    assert [call[f"persons_{end}"] for end in ("low", "best", "high")] == ["10", "12", "15"]
    assert [call[where] for where in ("from", "via", "to")] == ["Иран", "Баку", "Актау"]
    assert appeal["recipients"] == "IRN;ISR"
    assert appeal["date"] == appeal["persons_best"] == appeal["speaker"] == ""


@pytest.mark.parametrize("table", ["events", "positions", "officials"])
def test_no_field_is_lost(table: Table) -> None:
    fields = set(FULL.to_json()[table][0]) - {"persons"}
    assert fields <= set(COLUMNS[table])


@pytest.mark.parametrize("table", ["events", "positions", "officials"])
def test_a_table_without_rows_has_its_header(table: Table) -> None:
    out = io.StringIO()
    write_table([BARE], out, table)
    assert out.getvalue() == ",".join(COLUMNS[table]) + "\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+7 777", "- Нет, - сказал он.", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_never_a_formula(text: str) -> None:
    row, = rows("events", Record(REPORT, (replace(APPEAL, evidence=text),)))
    assert row["evidence"] == "'" + text


def test_commas_quotes_and_line_ends_come_back() -> None:
    text = 'Министр сказал: "Да, готовы".\nИ добавил; «нет».'
    row, = rows("events", Record(REPORT, (replace(APPEAL, evidence=text),)))
    assert row["evidence"] == text


def test_standard_input_keeps_its_name() -> None:
    row, = rows("events", Record(replace(REPORT, id="-"), (APPEAL,)))
    assert row["report"] == "-"
