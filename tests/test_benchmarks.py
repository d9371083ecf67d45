from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import accuracy, entries, natasha_pipeline, speed, unseen
from training import sheets
from training.cases import load


@pytest.mark.parametrize(("report_id", "held"), [
    ("wire/010", True), ("wire/11", True), ("wire/112_text", True), ("wire/013", False), ("wire/109_text", False),
    ("wire", False),
])
def test_the_last_digit_of_an_id_tells_what_is_held(report_id: str, held: bool) -> None:
    assert accuracy.is_held(report_id) == held


def test_accuracy_without_gold_measures_nothing_and_ends_well(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["accuracy", "--gold", str(tmp_path)])
    assert accuracy.main() == 0
    assert "nothing measured" in capsys.readouterr().out


def test_unseen_reports_are_coded_and_without_a_scorer_not_measured(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = [report for _, report in load([str(sheets.UNSEEN)])[:3]]
    records = unseen.coded(found)
    assert {i for i, record in records.items() if record["events"]} <= {report.id for report in found}
    assert any(record["events"] for record in records.values())
    monkeypatch.setattr("sys.argv", ["unseen", "--gold", str(tmp_path)])
    unseen.main()
    assert "nothing measured" in capsys.readouterr().out


def test_the_names_of_the_lexicon_are_its_forms_and_not_its_examples() -> None:
    names = set(speed.lexicon_names())
    assert "Казахстан" in names
    assert not any(name.endswith(".") and len(name.split()) > 5 for name in names)


def test_texts_are_repeated_to_the_number_wanted(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    assert speed.load_texts(tmp_path, 5) == ["a", "b", "a", "b", "a"]


def test_the_natasha_pipeline_loads_and_normalises_names() -> None:
    doc = natasha_pipeline.load()("Переговоры прошли в Астане.")
    assert [span.normal for span in doc.spans] == ["Астана"]  # type: ignore[attr-defined]


def test_entries_are_counted_where_they_fire_and_where_rightly(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = """= a/003 2025-11-04
1 Казахстан осудил обстрел города.
2 Турция осудила поджог в Иране.
: officials
: events
ACCUSE disapprove | TUR > | past | - | - | - | - | 2
: positions
condemns | TUR > | поджог | 2
"""
    (tmp_path / "a.txt").write_text(sheet, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["entries", "--set", str(tmp_path)])
    entries.main()
    row, = (line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("accuse.condemns "))
    assert row[1:] == ["4", "2", "0.50"]
