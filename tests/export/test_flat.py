from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from elchi.errors import LedgerError
from elchi.export import columns
from elchi.export.flat import write_csv
from elchi.export.table import COLUMNS as CODED
from elchi.export.table import Table
from elchi.model import Told
from tests.happenings import HOSTILE, happening, visit
from tests.records import APPEAL, CALL, MINISTER, REPORT, VIEW

TOLD = [Told(uid, row, REPORT, "page:7", "ab" * 32, "0.1.0+12345678", of, state) for uid, row, of, state in (
    ("e1", CALL, "h1", "coded"), ("e2", APPEAL, None, "accepted"), ("p1", VIEW, None, "coded"),
    ("o1", MINISTER, None, "coded"))]


def read(rows: Any, table: columns.Table) -> pd.DataFrame:
    out = io.StringIO(newline="")
    write_csv(rows, out, table)
    return pd.read_csv(io.StringIO(out.getvalue(), newline=""), keep_default_na=False)


def test_each_table_holds_its_rows() -> None:
    events, positions, officials = (read(columns.told(TOLD, table), table) for table in CODED)
    assert list(events["id"]) == ["e1", "e2"]
    assert list(events["happening"]) == ["h1", ""]
    assert list(events["state"]) == ["coded", "accepted"]
    assert list(events["recipients"]) == ["", "IRN; ISR"]
    assert list(events["participants"]) == ["Ермек Кошербаев", ""]
    assert list(events["persons_best"]) == ["12", ""]
    assert list(positions["holder"]) == ["KAZ"]
    assert positions["hash"][0] == "ab" * 32
    assert list(officials["name"]) == ["Ермек Кошербаев"]
    assert set(officials["report"]) == {"page:7"}


@pytest.mark.parametrize("table", CODED)
def test_no_field_of_a_coded_row_is_lost(table: Table) -> None:
    assert set(CODED[table]) <= set(columns.COLUMNS[table])


def test_no_field_of_a_happening_is_lost() -> None:
    row = read(columns.happenings([visit()]), "happenings").loc[0]
    assert set(happening()) <= set(row.index)
    assert row["dated"]
    assert row["contexts"] == "diplomatic; energy"
    assert row["made"] == "2026-03-02T19:30:00+00:00"


def test_a_happening_of_which_less_is_told_has_empty_cells() -> None:
    row = read(columns.happenings([{"id": "h1", "type": "AID", "reports": 1}]), "happenings").loc[0]
    assert {row["due"], row["topics"], row["first"], row["altered"]} == {""}


@pytest.mark.parametrize(("date", "first", "last"), [
    ("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
    ("2026-03-02", "2026-03-02", "2026-03-02"), ("2026-03-30/2026-04", "2026-03-30", "2026-04-30")])
def test_first_and_last_day(date: str, first: str, last: str) -> None:
    row = read(columns.happenings([happening(date=date)]), "happenings").loc[0]
    assert (row["first"], row["last"]) == (first, last)


@pytest.mark.parametrize("wrong", [
    {"date": "скоро"}, {"date": "2026-02-30"}, {"date": "2026-03-"}, {"due": "2026-03-02/2026-03-01"}, {"due": "9999"},
    {"due": "2026-03-0"}, {"altered": "=1+1"}])
def test_what_is_no_date_is_told_with_the_id(wrong: dict[str, str]) -> None:
    with pytest.raises(LedgerError, match="^h4tq2: .*"):
        list(columns.happenings([happening(**wrong)]))


@pytest.mark.parametrize("text", ["=1+1", "+7 777", "- Нет, - сказал он.", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_never_a_formula(text: str) -> None:
    row = replace(APPEAL, evidence=text, contexts=(text, "legal"))
    told = read(columns.told([replace(TOLD[1], row=row)], "events"), "events").loc[0]
    assert told["evidence"] == "'" + text
    assert told["contexts"] == f"'{text}; legal"


def test_hostile_text_stays_one_cell() -> None:
    row, after = read(columns.happenings([happening(evidence=HOSTILE), visit()]), "happenings")["evidence"]
    assert row == HOSTILE.translate(dict.fromkeys((0, 0x1b, 0xd800, 0xfffe), "\ufffd"))
    assert len(row) == len(HOSTILE)
    assert after == visit()["evidence"]


@pytest.mark.parametrize("table", columns.COLUMNS)
def test_a_table_without_rows_has_its_header(table: columns.Table) -> None:
    assert list(read([], table).columns) == list(columns.COLUMNS[table])
