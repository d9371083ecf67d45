"""Files, folders, standard input and lines of JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import read_paths

TEXT = "Посол прибыл\n\nПосол Омана прибыл в Хорог. Его ждали."


def _read(*paths: Path | str, published: str | None = None) -> tuple[list[Report], list[str]]:
    faults: list[ReportError] = []
    return list(read_paths([str(p) for p in paths], faults.append, published=published)), [str(f) for f in faults]


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b/z.txt", "a.txt", "b/c.txt", "b/skip.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="cp1251")
    reports, faults = _read(tmp_path)
    assert [r.id for r in reports] == [str(tmp_path / n) for n in ("a.txt", "b/c.txt", "b/z.txt")]
    assert not faults


def test_faults_do_not_stop_the_rest(tmp_path: Path) -> None:
    good, bad, empty = tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "none"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_bytes(b"\0\1\2")
    empty.mkdir()
    reports, faults = _read(tmp_path / "missing.txt", bad, empty, "nul\0l", good)
    assert [r.id for r in reports] == [str(good)]
    assert [f.partition(": ")[2] for f in faults] == [
        "no such file or directory", "this is a binary file, not text", "the folder holds no .txt file",
        "embedded null byte"]


def test_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"id": "one", "text": TEXT, "published": "2025-03", "url": "u", "outlet": "Хребет", "title": "Т"},
            {"text": TEXT}, {"id": 7, "text": TEXT}]
    bad = ["{", "[1]", '{"id": "x"}', '{"text": ""}', '{"text": 5}', '{"text": "Слово.", "published": "вчера"}',
           '{"text": "\\ud800 слово"}', "[" * 100_000]
    path.write_text("\n".join([json.dumps(r, ensure_ascii=False) for r in rows] + [""] + bad), encoding="utf-8-sig")
    reports, faults = _read(path, published="2020")
    assert [(r.id, r.published) for r in reports] == [("one", "2025-03"), (f"{path}:2", "2020"), ("7", "2020")]
    assert (reports[0].url, reports[0].outlet, reports[0].title) == ("u", "Хребет", "Т")
    assert [f.split(": ")[0] for f in faults] == [f"{path}:{n}" for n in range(5, 13)]


def test_it_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    faults: list[ReportError] = []
    reports = read_paths([str(path), str(tmp_path / "missing.txt")], faults.append)
    assert next(reports).id == str(path)
    assert not faults


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode("koi8-r"))))
    reports, faults = _read("-", published="2025-03-02")
    assert [(r.id, r.title, r.published) for r in reports] == [("-", "Посол прибыл", "2025-03-02")]
    assert not faults
