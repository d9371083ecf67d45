"""Tables: CSV, lines of JSON, Parquet."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from elchi.read import limits, tables
from elchi.read.pieces import How
from tests.reading import TEXT, come

ROW = "Посол Омана прибыл в Хорог."


def test_lines_of_json(tmp_path: Path) -> None:
    rows = [{"id": "one", "text": TEXT, "published": "2025-03", "url": "u", "outlet": "Хребет", "title": "Т"},
            {"text": TEXT}, {"id": 7, "text": TEXT}]
    bad = ["{", "[1]", '{"id": "x"}', '{"text": ""}', '{"text": 5}', '{"text": "Слово.", "published": "вчера"}',
           '{"text": "\\ud800 слово"}', "[" * 100_000, '{"text": "Слово.", "title": "\\ud800"}']
    (tmp_path / "a.jsonl").write_text("\n".join([json.dumps(r, ensure_ascii=False) for r in rows] + [""] + bad),
                                      encoding="utf-8-sig")
    came = come(tmp_path, tmp_path / "a.jsonl", how=How("2020"))
    assert [(i, r.published) for i, r in zip(came.ids, came.reports, strict=True)] == [
        ("one", "2025-03"), ("a.jsonl:2", "2020"), ("7", "2020")]
    first = came.reports[0]
    assert (first.given_id, first.url, first.outlet, first.title) == ("one", "u", "Хребет", "Т")
    assert came.faults == [
        "a.jsonl:5: not a line of JSON", "a.jsonl:6: not a JSON object", "a.jsonl:7: the report has no text",
        "a.jsonl:8: the report has no text", "a.jsonl:9: text is not a string",
        "a.jsonl:10: published is no date: 'вчера'", "a.jsonl:11: character 1 is half of a surrogate pair",
        "a.jsonl:12: not a line of JSON", "a.jsonl:13: title holds half of a surrogate pair"]


def test_fields_of_lines_of_json_may_be_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"Body": "Посол прибыл.", "date": "05.03.2026 18:40"}\n', encoding="utf-8")
    report, = come(tmp_path, tmp_path / "a.jsonl", how=How(columns={"text": "body", "published": "date"})).reports
    assert (report.text, report.published) == ("Посол прибыл.", "2026-03-05T18:40")


def test_a_line_without_end_is_told_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROW", 10_000)
    line = json.dumps({"text": ROW})
    (tmp_path / "a.jsonl").write_text(f'{line}\n{{"text": "{"а" * 50_000}"}}\n{line}\n{"б" * 50_000}', encoding="utf-8")
    came = come(tmp_path, tmp_path / "a.jsonl")
    assert came.ids == ["a.jsonl:1", "a.jsonl:3"]
    assert [f.partition(" ")[0] for f in came.faults] == ["a.jsonl:2:", "a.jsonl:4:"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_of_any_encoding_and_mark(tmp_path: Path, encoding: str, mark: str) -> None:
    rows = [["Outlet", "TEXT", "published", "note", "id"], ['"Хребет"', f'"{TEXT}\nОн, {mark} сказал: ""да"""',
                                                            "05.03.2026 18:40", "", "7"],
            ["Хребет", ROW, "2026-03-06", "x", ""], ["", "", "", "", ""]]
    (tmp_path / "a.csv").write_text("\r\n".join(mark.join(r) for r in rows), encoding=encoding, newline="")
    came = come(tmp_path, tmp_path / "a.csv")
    first, second = came.reports
    assert (first.id, first.given_id, first.outlet, first.published) == ("7", "7", "Хребет", "2026-03-05T18:40")
    assert first.text == f'{TEXT}\nОн, {mark} сказал: "да"'
    assert (came.ids[1], second.text, second.published) == ("a.csv:6", ROW, "2026-03-06")
    assert not came.faults


@pytest.mark.parametrize(("told", "published"), [
    ("2026-03-05", "2026-03-05"), ("2026-03", "2026-03"), ("05.03.2026", "2026-03-05"),
    ("05.03.2026 18:40", "2026-03-05T18:40"), (" 5 марта 2026 ", "2026-03-05"),
    ("2026-03-05 18:40:11", "2026-03-05T18:40"),
    ("2026-03-05T13:40:00Z", "2026-03-05T18:40"), ("Thu, 05 Mar 2026 13:40:00 +0000", "2026-03-05T18:40")])
def test_dates_of_a_table_in_many_forms(tmp_path: Path, told: str, published: str) -> None:
    (tmp_path / "a.tsv").write_text(f"text\tdate\turl\n{ROW}\t{told}\thttps://akorda.kz/a\n", encoding="utf-8")
    report, = come(tmp_path, tmp_path / "a.tsv", how=How(columns={"published": "Date"})).reports
    assert (report.published, report.url) == (published, "https://akorda.kz/a")


def test_faults_of_rows_do_not_stop_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,published\n{ROW},2026\n{ROW},30.02.2026\n,2026\n{ROW},2026,x\n'
                                    f'"{ROW}"x,2026\n{ROW}\n{ROW},"2026\n', encoding="utf-8")
    came = come(tmp_path, tmp_path / "a.csv")
    assert came.ids == ["a.csv:2", "a.csv:7"]
    assert came.faults == [
        "a.csv:3: published is no date: '30.02.2026'", "a.csv:4: the report has no text",
        "a.csv:5: there are more cells than columns", "a.csv:6: ',' expected after '\"'",
        "a.csv:8: unexpected end of data"]


@pytest.mark.parametrize(("data", "columns", "fault"), [
    (b"a,b\nc,d\n", {}, "there is no column text; the table has a, b"),
    (b"text,b\nc,d\n", {"title": "c"}, "there is no column c; the table has text, b"),
    (b"text,b\nc,d\n", {"text": "body"}, "there is no column body; the table has text, b"),
    (b"text\n\0\1\2\n", {}, "this is a binary file, not text"), (b"", {}, "the file is empty"),
    (b"text\n\xd0\x9f\xd0\xbe\xd1\x81\xd0\xbe\xd0", {}, "the file breaks off in the middle of a character (UTF-8)")])
def test_a_table_that_cannot_be_read_is_one_fault(tmp_path: Path, data: bytes, columns: dict[str, str], fault: str
                                                  ) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    came = come(tmp_path, tmp_path / "a.csv", how=How(columns=columns))
    assert (came.reports, came.faults) == ([], [f"a.csv: {fault}"])


def test_a_row_without_end_stops_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROW", 10_000)
    for name, hostile in (("one.csv", '"' + "а\n" * 20_000), ("many.csv", ",".join(['"а\n\n\n"'] * 20_000)),
                          ("line.csv", "а" * 20_000)):
        (tmp_path / name).write_text(f"text\n{ROW}\n{hostile}", encoding="utf-8")
        came = come(tmp_path, tmp_path / name)
        assert came.ids == [f"{name}:2"]
        assert [f.rpartition(": ")[2] for f in came.faults] == ["the row is longer than 0 MiB"]


GROWTH = """
import resource, sys
from pathlib import Path
from elchi.read import read_paths

taken = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss for _ in read_paths(sys.argv[1:], print)]
print(len(taken), (taken[-1] - taken[20]) // (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_memory_does_not_grow_with_a_table(tmp_path: Path, name: str) -> None:
    text, rows = "Слово." + " " * 100_000, 120
    if name == "a.parquet":
        writer = parquet.ParquetWriter(tmp_path / name, pa.schema({"text": pa.string()}), compression="none",
                                       use_dictionary=False)
        with writer:
            writer.write_batch(pa.record_batch({"text": [text] * rows}), row_group_size=rows)
    else:
        lines = f"{text}\n" if name == "a.csv" else f'{{"text": "{text}"}}\n'
        (tmp_path / name).write_text(("text\n" if name == "a.csv" else "") + lines * rows, encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", GROWTH, str(tmp_path / name)], capture_output=True, check=True)
    count, growth = map(int, run.stdout.split())
    assert count == rows
    assert growth < 6  # MiB, of 12 that the table has


def _parquet(path: Path, **columns: Any) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def test_parquet(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet", Text=[TEXT, ROW, None, ROW], id=[1, 2, 3, None],
                    published=pa.array([datetime(2026, 3, 5, 18, 40), None, None, datetime(2026, 3, 6)]),
                    updated=pa.array([None, date(2026, 3, 7), None, None]), other=[[1], [2], [], None])
    came = come(tmp_path, path, how=How("2026"))
    assert [(r.published, r.updated) for r in came.reports] == [
        ("2026-03-05T18:40", None), ("2026", "2026-03-07"), ("2026-03-06T00:00", None)]
    assert came.ids == ["1", "2", "a.parquet:4"]
    assert came.faults == ["a.parquet:3: the report has no text"]


@pytest.mark.parametrize(("texts", "fault"), [
    (pa.array([[ROW]]), "text is not a string"), (pa.array([{"a": ROW}]), "text is not a string"),
    (pa.array([5]), "text is not a string"), (pa.array([ROW.encode()]), "text is not a string"),
    (pa.array([datetime(2026, 3, 5, tzinfo=UTC)]), "text is not a string"), (pa.nulls(1), "the report has no text"),
    (pa.array([b"\xff\xfe"]).view(pa.string()), "a value cannot be read: ")])
def test_parquet_of_strange_types(tmp_path: Path, texts: Any, fault: str) -> None:
    came = come(tmp_path, _parquet(tmp_path / "a.parquet", text=texts))
    assert [f.startswith(f"a.parquet:1: {fault}") for f in came.faults] == [True]


def test_parquet_of_texts_that_are_one_dictionary(tmp_path: Path) -> None:
    texts = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array([ROW, TEXT]))
    assert [r.text for r in come(tmp_path, _parquet(tmp_path / "a.parquet", text=texts)).reports] == [ROW, TEXT, ROW]


def test_a_little_parquet_that_tells_one_text_without_end_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                                               ) -> None:
    monkeypatch.setattr(limits, "FREE", 1_000_000)
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000), pa.array(["слово " * 2_000]))
    path = _parquet(tmp_path / "a.parquet", text=texts)
    assert path.stat().st_size < 50_000
    came = come(tmp_path, path)
    assert 50 < len(came.reports) < 1_000
    assert [f.partition(": ")[2] for f in came.faults] == ["expands too far; nothing more is read of it"]


@pytest.mark.parametrize("data", [b"PAR1" + b"\0" * 1_000, b"PAR1" + b"\xff" * 1_000 + b"\x10\x00\x00\x00PAR1"])
def test_a_broken_parquet_is_one_fault(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    came = come(tmp_path, tmp_path / "a")
    assert [f.startswith("a: cannot be read as Parquet") for f in came.faults] == [True]
