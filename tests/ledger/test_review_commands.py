"""The commands by which analysts correct a ledger, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import elchi.cli_ask
import elchi.cli_review  # noqa: F401  # their commands join the app
from elchi.cli import app
from elchi.ledger.database import open_ledger
from tests.ledger.test_commands import elchi as run
from tests.ledger.test_store import asked, outcomes, record

UNKNOWN = "e" + "a" * 18


@pytest.fixture
def name(tmp_path: Path) -> str:
    """The name of a ledger that holds one report."""
    ledger = open_ledger(str(tmp_path / "a.db"))
    outcomes(ledger, record())
    ledger.close()
    return ledger.name


def here(*words: str) -> Any:
    """The command run in this process, which is quicker."""
    return CliRunner().invoke(app, words)


def rows(name: str, table: str = "events") -> list[dict[str, Any]]:
    """The rows of the report as the ledger tells them."""
    ledger = open_ledger(name)
    found = asked(ledger)[table]
    ledger.close()
    return list(found)


def test_what_an_analyst_does_in_a_day(name: str, tmp_path: Path) -> None:
    before = rows(name)
    uid, table = before[0]["uid"], tmp_path / "table.csv"
    said = run("correct", uid, "actors=KAZ,QAT", "place=QAT", "--who", "А. Сериков", "--why", "речь о Катаре",
               ledger=name)
    assert (said.returncode, said.stdout, said.stderr) == (0, f"{name}: {uid} corrected\n", "")
    assert [(e["state"], e["actors"], e["place"]) for e in rows(name)] == [("corrected", ["KAZ", "QAT"], "QAT")]
    history = json.loads(run("history", uid, ledger=name).stdout)["decisions"]
    assert [(d["kind"], d["field"], d["value"], d["who"], d["why"]) for d in history] == [
        ("correct", "actors", ["KAZ", "QAT"], "А. Сериков", "речь о Катаре"),
        ("correct", "place", "QAT", "А. Сериков", "речь о Катаре")]
    assert here("undo", str(history[1]["decision"]), "--who", "Б. Ким", "--ledger", name).exit_code == 0
    assert rows(name) == before
    added = run("add-happening", "type=AID", "actors=KAZ", "recipients=AFG", "date=2026-03-20", "text=Помощь; мука",
                "--who", "А. Сериков", ledger=name)
    assert added.stdout.startswith(f"{name}: new e")
    happening, = json.loads(here("timeline", "--party", "AFG", "--ledger", name).stdout)
    assert (happening["id"], happening["type"], happening["date"]) == (
        "h" + added.stdout.split()[-1][1:], "AID", "2026-03-20")
    table.write_text("Вид;actors;date\nAID;KAZ;2026-03-01\nHELP;KAZ;2026-03-02\nAID;UZB;2026-03-03\n", encoding="utf-8")
    put = run("import", str(table), "--map", "type=Вид", "--who", "А. Сериков", ledger=name)
    assert (put.returncode, put.stdout) == (1, f"{name}: 2 new, 1 at fault\n")
    assert put.stderr.startswith(f"elchi: {table}:3: type: HELP is not one of")
    assert put.stderr.count("\n") == 1
    again = here("import", str(table), "--map", "type=Вид", "--ledger", name)
    assert again.stdout == f"{name}: 2 known already, 1 at fault\n"


def test_the_history_tells_a_person_what_was_taken_back(name: str) -> None:
    uid = rows(name, "positions")[0]["uid"]
    for words in (("accept", uid), ("correct", uid, "stance=offers"), ("note", uid, "см. сайт\x1b[31m")):
        assert here(*words, "--who", "А. Сериков", "--ledger", name).exit_code == 0
    assert here("undo", "2", "--who", "Б. Ким", "--ledger", name).stdout == (
        f"{name}: decision 2 is in force no more\n")
    accepted, corrected, noted = here("history", uid, "--format", "text", "--ledger", name).stdout.splitlines()
    assert accepted.startswith("1 20")
    assert "А. Сериков: accept" in accepted
    assert "correct stance = offers" in corrected
    assert corrected.endswith("by Б. Ким)")
    assert "\x1b" not in noted
    assert rows(name, "positions")[0]["state"] == "accepted"


def test_happenings_are_joined_split_and_judged(name: str) -> None:
    one, other = ["h" + here("add-happening", "type=AGREE", "actors=KAZ,OMN", f"due=2026-0{n}", f"text={n}", "--ledger",
                             name).stdout.split()[-1][1:] for n in (5, 9)]
    assert here("verdict", one, "kept", "--ledger", name).stdout == f"{name}: {one} kept\n"
    assert here("join", one, other, "--ledger", name).stdout == f"{name}: {one} and {other} are one\n"
    accounts = json.loads(here("why", other, "--ledger", name).stdout)["accounts"]
    assert {own["uid"] for own in accounts} == {"e" + one[1:], "e" + other[1:]}
    event = "e" + other[1:]
    assert here("split", one, event, "--ledger", name).stdout == f"{name}: {event} no more of {one}\n"
    assert len(json.loads(here("why", one, "--ledger", name).stdout)["accounts"]) == 1
    assert here("reject", event, "--ledger", name).stdout == f"{name}: {event} rejected\n"
    assert here("why", other, "--ledger", name).exit_code == 1
    assert here("review", "--ledger", name).stdout == ""


def test_a_happening_that_was_taken_out_does_not_come_back(name: str) -> None:
    words = ("add-happening", "type=AID", "actors=KAZ", "date=2026-03-20", "--ledger", name)
    uid = here(*words).stdout.split()[-1]
    assert here(*words).stdout == f"{name}: known already {uid}\n"
    account, = json.loads(here("why", "h" + uid[1:], "--ledger", name).stdout)["accounts"]
    here("purge", account["report"], "--reason", "суд", "--ledger", name)
    assert here(*words).stdout == f"{name}: not taken back\n"


@pytest.mark.parametrize(("words", "status", "fault"), [
    (("accept", UNKNOWN), 1, f"there is no row {UNKNOWN}\n"), (("note", UNKNOWN, "о"), 1, f"there is no {UNKNOWN}\n"),
    (("history", UNKNOWN), 1, f"there is no {UNKNOWN}\n"), (("undo", "7"), 1, "there is no decision 7 in force\n"),
    (("verdict", UNKNOWN, "done"), 1, "done: a verdict is one of pending, kept, partly, broken\n"),
    (("join", UNKNOWN, UNKNOWN), 1, f"there is no happening {UNKNOWN}\n"),
    (("add-happening", "type=AID"), 1, "type: there are neither actors nor recipients\n"),
    (("import", "nowhere.csv"), 1, "nowhere.csv: no such file or directory\n"),
    (("correct", UNKNOWN, "place"), 2, "give FIELD=VALUE"), (("correct", UNKNOWN), 2, "Missing argument"),
])
def test_what_cannot_be_done_is_told(name: str, words: tuple[str, ...], status: int, fault: str) -> None:
    said = here(*words, "--ledger", name)
    assert (said.exit_code, said.stdout) == (status, "")
    assert fault in said.stderr
    assert status == 2 or said.stderr.count("\n") == 1
