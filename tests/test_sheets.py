"""Sheets are read as they are written, and what is wrong in one is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from training import sheets

SHEET = """= ru/a/007 2025-11-04
1 Астана и Ашхабад обсудили вывоз граждан

2 Главы МИД поговорили по телефону.
3 Боевики «Джихада» отошли.
: officials
Имя Фамилия | KAZ | foreign_minister | 2
: events
CONSULT phone | KAZ TKM > | past | 2025-11-03 | - | call | evacuation, diplomatic | 1-2
RETREAT withdraw | NSA:Islamic_Jihad > | past | - | - | - | - | 3
: positions
supports | KAZ TKM > OTH | мирное урегулирование | 2
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text(SHEET, encoding="utf-8")
    return file


def test_text_day_and_rows_are_read(path: Path) -> None:
    sheet, = sheets.read(path)
    assert (sheet.id, sheet.published) == ("ru/a/007", "2025-11-04")
    assert sheet.text.startswith("Астана и Ашхабад обсудили вывоз граждан\n\nГлавы МИД поговорили по телефону. Боевики")
    call, retreat = sheet.gold["events"]
    assert (call["mode"], call["actors"], call["recipients"]) == ("phone", ["KAZ", "TKM"], [])
    assert call["evidence"] == "Астана и Ашхабад обсудили вывоз граждан\n\nГлавы МИД поговорили по телефону."
    assert call["contexts"] == ["evacuation", "diplomatic"]
    assert (retreat["actors"], retreat["date"]) == (["NSA:Islamic Jihad"], None)
    assert sheet.gold["positions"][0]["target"] == ["OTH"]
    assert sheet.gold["officials"][0]["role"] == "foreign_minister"


@pytest.mark.parametrize(("old", "new"), [
    ("2 Главы", "5 Главы"), ("KAZ TKM > |", "KAZ TKM |"), ("evacuation, diplomatic | 1-2", "evacuation | 9"),
    (": events", ": happenings"), ("| foreign_minister | 2", "| 2")])
def test_a_fault_names_file_and_line(path: Path, old: str, new: str) -> None:
    path.write_text(SHEET.replace(old, new), encoding="utf-8")
    line = SHEET[:SHEET.index(old)].count("\n") + 1
    with pytest.raises(sheets.SheetError, match=f"a.txt:{line}:"):
        sheets.read(path)


def test_the_shipped_sheets_are_sound() -> None:
    """Every evidence lies in its text, every id is there once."""
    found = [s for folder in (sheets.FOLDER, sheets.UNSEEN) for s in sheets.read_all(folder)]
    assert len(found) > 5000
    assert len({s.id for s in found}) == len(found)
    for s in found:
        for rows in ("officials", "events", "positions"):
            assert all(row["evidence"] in s.text for row in s.gold[rows]), s.id
