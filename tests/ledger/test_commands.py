"""The ledger's commands as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ELCHI = str(Path(sys.executable).with_name("elchi"))
EXAMPLES = Path(__file__).parents[2] / "examples"
CALL = str(EXAMPLES / "call-astana-muscat.txt")


def elchi(*words: str, ledger: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"ELCHI_LEDGER": ledger} if ledger else {})}
    return subprocess.run([ELCHI, *words], capture_output=True, encoding="utf-8", check=False, timeout=120,
                          env=environment)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two reports with an address and an id."""
    text = Path(CALL).read_text(encoding="utf-8")
    file = tmp_path / "reports.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in (
        {"text": text, "url": "https://www.example.kz/call?utm_source=x"}, {"text": text + "\nЕщё.", "id": "kz-7"})),
        encoding="utf-8")
    return file


def test_what_is_added_is_shown_and_taken_out(reports: Path, url: str) -> None:
    added = elchi("add", str(reports), "--ledger", url)
    assert (added.returncode, added.stderr) == (0, "")
    assert added.stdout.endswith("2 new\n")
    assert elchi("add", str(reports), "--ledger", url).stdout.endswith("2 known already\n")
    shown = elchi("report", "http://example.kz/call", ledger=url)
    found = json.loads(shown.stdout)
    assert found["id"] == "example.kz/call"
    assert found["events"][0]["evidence"] in found["text"]
    assert {row["uid"][0] for table in ("events", "positions", "officials") for row in found[table]} == {"e", "p", "o"}
    words = elchi("report", "kz-7", "--format", "text", ledger=url).stdout
    assert "CONSULT" in words
    assert found["events"][0]["evidence"].split()[0] in words
    assert elchi("purge", "kz-7", "--reason", "суд", ledger=url).stdout.endswith("1 texts of kz-7 taken out\n")
    assert json.loads(elchi("report", "kz-7", ledger=url).stdout)["text"] is None
    assert elchi("add", str(reports), ledger=url).stdout.endswith("1 known already, 1 not taken back\n")


def test_a_faulty_input_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    ledger = str(tmp_path / "a.db")
    added = elchi("add", "missing.txt", CALL, "--ledger", ledger)
    assert (added.returncode, added.stderr) == (1, "elchi: missing.txt: no such file or directory\n")
    assert added.stdout == f"{ledger}: 1 new\n"


@pytest.mark.parametrize(("words", "fault"), [
    (("report", "nowhere"), "there is no report nowhere"),
    (("purge", "nowhere", "--reason", "x"), "there is no report"),
])
def test_a_report_that_is_not_there_is_told_in_a_line(words: tuple[str, ...], fault: str, tmp_path: Path) -> None:
    name = str(tmp_path / "a.db")
    assert elchi("zone", "--ledger", name).returncode == 0
    asked = elchi(*words, "--ledger", name)
    assert asked.returncode == 1
    assert fault in asked.stderr
    assert asked.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [
    ("timeline",), ("users", "list"), ("desk", "--port", "0"), ("mcp",), ("remind", "--webhook", "https://example.org")])
def test_who_asks_a_ledger_that_is_not_there_makes_none(words: tuple[str, ...], tmp_path: Path) -> None:
    name = tmp_path / "a.db"
    asked = elchi(*words, "--ledger", str(name))
    assert (asked.returncode, asked.stdout) == (1, "") and not name.exists()
    assert asked.stderr == f"elchi: {name}: there is no ledger here; `elchi add` makes one\n"


def test_a_ledger_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "none" / "a.db"
    asked = elchi("add", CALL, "--ledger", str(folder))
    assert asked.returncode == 1
    assert asked.stderr == f"elchi: {folder}: there is no folder {folder.parent}\n"


def test_a_locked_ledger_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    ledger = tmp_path / "a.db"
    elchi("add", CALL, "--ledger", str(ledger))
    hold = f"import sqlite3, sys; c = sqlite3.connect({str(ledger)!r}); c.execute('BEGIN IMMEDIATE'); " \
           "print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as other:
        assert other.stdout and other.stdin
        other.stdout.readline()
        added = elchi("add", str(EXAMPLES / "visit-bishkek-ankara.txt"), "--ledger", str(ledger))
        other.stdin.close()
    assert added.returncode == 1
    assert "database is locked" in added.stderr
    assert elchi("add", CALL, "--ledger", str(ledger)).stdout == f"{ledger}: 1 known already\n"


def test_one_call_told_twice_is_one_row_that_says_why(tmp_path: Path) -> None:
    ledger, file = str(tmp_path / "a.db"), tmp_path / "b.jsonl"
    file.write_text("".join(json.dumps({"id": id, "text": text, "published": "2026-03-05"}, ensure_ascii=False) + "\n"
                            for id, text in (
        ("r1", "Глава МИД Казахстана Ермек Кошербаев 4 марта поговорил по телефону с главой МИД Омана Бадром "
               "аль-Бусаиди."),
        ("r2", "По телефону 4 марта поговорили главы МИД Омана и Казахстана Бадр аль-Бусаиди и Ермек Кошербаев."),
        ("r3", "Глава МИД Казахстана Ермек Кошербаев поговорил по телефону с главой МИД Катара."))), encoding="utf-8")
    assert elchi("add", str(file), "--ledger", ledger).stdout.endswith("3 new\n")
    rows = json.loads(elchi("timeline", "--party", "KAZ", "--type", "CONSULT", ledger=ledger).stdout)
    assert sorted((row["reports"], row["channel"]) for row in rows) == [(1, "call"), (2, "call")]
    one, = (row for row in rows if row["reports"] == 2)
    assert (one["date"], one["dated"], {*one["actors"], *one["recipients"]}) == ("2026-03-04", True, {"KAZ", "OMN"})
    assert json.loads(elchi("timeline", "--party", "OMN", "--party", "KAZ", "--since", "2026-03-04", "--until",
                            "2026-03-04", ledger=ledger).stdout) == [one]
    assert json.loads(elchi("timeline", "--since", "2026-03-09", ledger=ledger).stdout) == []
    assert elchi("timeline", "--party", "QAT", "--format", "csv", ledger=ledger).stdout.count("\n") == 2
    assert elchi("timeline", "--party", "QAT", "--format", "text", ledger=ledger).stdout.startswith(
        "2026-03-03/2026-03-05  CONSULT phone  Казахстан, Катар  call  1 ×  h")
    why = json.loads(elchi("why", one["id"], ledger=ledger).stdout)
    assert [own["report"] for own in why["accounts"]] == ["r1", "r2"]
    assert "the same day" in why["matches"][0]["reasons"]
    words = elchi("why", one["id"], "--format", "text", ledger=ledger).stdout
    assert "the same parties" in words
    assert "differs" not in words
    assert elchi("why", "hnone", ledger=ledger).stderr == f"elchi: {ledger}: there is no happening hnone\n"


def test_a_ledger_tells_the_days_of_unknown_outlets_by_its_zone(tmp_path: Path) -> None:
    ledger, file = str(tmp_path / "a.db"), tmp_path / "b.jsonl"
    file.write_text(json.dumps({"id": "r1", "text": "Министры провели переговоры.",
                                "published": "2026-03-05T20:40:00Z"}), encoding="utf-8")
    assert elchi("zone", ledger=ledger).stdout == "none\n"
    assert elchi("zone", "Asia/Almaty", ledger=ledger).stdout == "Asia/Almaty\n"
    assert elchi("zone", "Asia/Tokyo", ledger=ledger).stdout == "Asia/Tokyo\n"
    assert elchi("zone", "Asia/Atlantis", ledger=ledger).stderr == (
        "elchi: Asia/Atlantis: there is no such zone; one is called like Asia/Almaty\n")
    elchi("add", str(file), ledger=ledger)
    assert json.loads(elchi("report", "r1", ledger=ledger).stdout)["report"]["published"] == "2026-03-06T05:40"


def test_a_word_with_a_minus_is_no_option(reports: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "a.db")
    elchi("add", str(reports), ledger=ledger)
    word = json.loads(elchi("report", "kz-7", ledger=ledger).stdout)["text"].split()[0]
    assert len(json.loads(elchi("search", word, ledger=ledger).stdout)) == 2
    assert [hit["report"] for hit in json.loads(elchi("search", word, "-ещё", ledger=ledger).stdout)] == [
        "example.kz/call"]


def test_a_report_in_a_language_that_is_not_coded_is_kept_and_told(tmp_path: Path) -> None:
    ledger, file = str(tmp_path / "a.db"), tmp_path / "b.txt"
    file.write_text("Dışişleri Bakanı Astana'da mevkidaşıyla görüştü ve iki ülke arasındaki ilişkileri ele aldı.\n",
                    encoding="utf-8")
    assert elchi("add", str(file), CALL, ledger=ledger).stdout == (
        f"{ledger}: 2 new; 1 of them in languages that are not coded\n")
    found, = json.loads(elchi("search", "Bakanı", ledger=ledger).stdout)
    assert found["language"] == "tr"
    kept = json.loads(elchi("report", found["report"], ledger=ledger).stdout)
    assert (kept["events"], kept["positions"], kept["officials"]) == ([], [], [])
