"""The command as a person or a script runs it: its output, its faults and its exit status.

What only a process of its own can show is asked of the installed `elchi`; the rest of the same commands run here, where
the models are loaded once.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from elchi.cli import app
from elchi.schema import record_schema

ELCHI = str(Path(sys.executable).with_name("elchi"))
EXAMPLES = Path(__file__).parent.parent / "examples"
HEAVY = {"numpy", "pymorphy3", "slovnet", "navec", "yaml", "razdel"}
CALL = """Главы МИД Казахстана и Омана поговорили по телефону

Министр иностранных дел Казахстана Ермек Кошербаев 4 марта 2026 года провёл телефонный разговор с министром \
иностранных дел Омана Бадром аль-Бусаиди.

Казахстанская сторона призвала Иран и Израиль вернуться к переговорам.
"""
CONDEMNATION = """Баку осудил обстрел

МИД Азербайджана решительно осудил обстрел посольства в Киеве и вызвал посла России.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports in a folder, which no test changes."""
    path = tmp_path_factory.mktemp("reports")
    (path / "a.txt").write_text(CALL, encoding="utf-8")
    (path / "b.txt").write_text(CONDEMNATION, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def coded(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the installed command makes of the folder."""
    return elchi("code", folder)


def elchi(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [ELCHI, *map(str, arguments)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
                          timeout=120)


def here(*arguments: str | Path, stdin: str = "") -> Result:
    """What a command gives that runs in the process of the tests; a fault that would be a traceback is raised."""
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin, catch_exceptions=False)


def on_terminal(*arguments: str | Path) -> str:
    """What a terminal of 100 columns gets on standard output."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen([ELCHI, *map(str, arguments)], stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        got = b""
        try:
            while piece := os.read(ours, 65536):
                got += piece
        except OSError:  # how Linux tells that the other end of a terminal is closed
            pass
        os.close(ours)
    return got.decode("utf-8")


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_help_names_the_commands_and_loads_nothing_heavy() -> None:
    script = ("import sys\nfrom elchi.cli import app\nsys.argv = ['elchi', '--help']\n"
              "try:\n    app()\nfinally:\n    print(*sys.modules, file=sys.stderr)")
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0
    assert all(command in run.stdout for command in ("code", "explain", "schema"))
    assert not HEAVY & set(run.stderr.split())


def test_version_is_that_of_the_package() -> None:
    assert re.fullmatch(r"elchi \d+\.\d+\.\d+\n", elchi("--version").stdout)


def test_schema_is_printed_as_shipped() -> None:
    assert elchi("schema").stdout == record_schema()


def test_a_folder_becomes_a_line_for_each_report(folder: Path, coded: subprocess.CompletedProcess[str]) -> None:
    assert (coded.returncode, coded.stderr) == (0, "")
    found = records(coded.stdout)
    assert [record["id"] for record in found] == [str(folder / "a.txt"), str(folder / "b.txt")]
    assert [e["type"] for e in found[0]["events"]][0] == "CONSULT"
    for record in found:
        Draft202012Validator(json.loads(record_schema())).validate(record)


def test_the_examples_are_coded_and_keep_to_the_schema() -> None:
    run = here("code", EXAMPLES)
    assert (run.exit_code, run.stderr) == (0, "")
    validator = Draft202012Validator(json.loads(record_schema()))
    coded = records(run.stdout)
    assert len(coded) == len(list(EXAMPLES.glob("*.txt"))) + len((EXAMPLES / "reports.jsonl").read_text().splitlines())
    assert [error.message for record in coded for error in validator.iter_errors(record)] == []


def test_evidence_stands_where_its_offsets_say(coded: subprocess.CompletedProcess[str]) -> None:
    for text, record in zip((CALL, CONDEMNATION), records(coded.stdout), strict=True):
        rows = record["events"] + record["positions"] + record["officials"]
        assert rows
        assert all(text[row["start"]:row["end"]] == row["evidence"] for row in rows)


def test_json_is_one_array_of_the_same_records(folder: Path, coded: subprocess.CompletedProcess[str]) -> None:
    assert json.loads(here("code", folder, "--format", "json").stdout) == records(coded.stdout)


@pytest.mark.parametrize("table", ["events", "positions", "officials"])
def test_csv_holds_the_rows_of_a_table(folder: Path, coded: subprocess.CompletedProcess[str], table: str) -> None:
    rows = list(csv.DictReader(io.StringIO(here("code", folder, "--format", "csv", "--table", table).stdout)))
    wanted = [(record["id"], row["evidence"]) for record in records(coded.stdout) for row in record[table]]
    assert [(row["report"], row["evidence"]) for row in rows] == wanted


def test_standard_input_is_a_report_and_takes_the_date_given() -> None:
    record, = records(here("code", "-", "--published", "2026-03-05", stdin=CALL).stdout)
    assert record["report"]["published"] == "2026-03-05"
    assert {o["name"] for o in record["officials"]} >= {"Ермек Кошербаев"}


def test_a_fault_is_one_line_and_the_rest_is_coded(folder: Path, tmp_path: Path) -> None:
    none, empty = folder / "none.txt", tmp_path / "empty.txt"
    empty.write_bytes(b"")
    run = elchi("code", none, empty, folder / "a.txt")
    assert run.returncode == 1
    assert [record["id"] for record in records(run.stdout)] == [str(folder / "a.txt")]
    first, second = run.stderr.splitlines()
    assert first.startswith(f"elchi: {none}: ")
    assert second.startswith(f"elchi: {empty}: ")


def test_with_nothing_to_code_json_is_still_an_array(folder: Path) -> None:
    run = here("code", folder / "none.txt", "--format", "json")
    assert (run.exit_code, json.loads(run.stdout)) == (1, [])


@pytest.mark.parametrize("wrong", [
    ["code"], ["cipher"], ["code", "a.txt", "--format", "xml"], ["code", "a.txt", "--table", "people"],
    ["code", "a.txt", "--published", "2 марта"], ["code", "a.txt", "--published", "2026-02-30"],
    ["code", "a.txt", "--published", "2026-3-1"], ["code", "a.txt", "--lexicon", "no-such-folder"], ["explain"],
], ids=" ".join)
def test_wrong_usage_is_told_with_status_2(wrong: list[str]) -> None:
    run = here(*wrong)
    assert run.exit_code == 2
    assert run.stdout == ""
    assert "Usage" in run.stderr


def test_wrong_usage_ends_the_command_with_status_2_and_no_traceback() -> None:
    run = elchi("code")
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


def test_a_faulty_lexicon_is_one_line_that_says_where(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "parties").mkdir()
    (tmp_path / "parties" / "own.yaml").write_text("- id: AAA\n- {id: [\n", encoding="utf-8")
    run = elchi("code", folder / "a.txt", "--lexicon", tmp_path)
    assert run.returncode == 1
    line, = run.stderr.splitlines()
    assert line.startswith(f"elchi: {tmp_path}/parties/own.yaml:")


def test_a_terminal_gets_names_and_sentences_in_colour_and_no_escape_codes_of_a_report(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile\x1b[5m.txt"
    hostile.write_text(CALL.replace("провёл", "провёл\u202e \u200b\u009b5m"), encoding="utf-8")
    page = on_terminal("code", hostile, tmp_path / "none\x1b[5m.txt")
    assert "Казахстан" in page
    assert "\x1b[2mМинистр иностранных дел Казахстана" in page
    assert "KAZ" not in page
    assert not re.search("\x1b\\[5m|\u202e|\u200b|\u009b", page)


def test_explain_says_where_the_rules_of_each_row_stand(folder: Path) -> None:
    run = here("explain", folder / "a.txt")
    assert run.exit_code == 0
    assert re.search(r"^ +acts/\S+ \S+/acts/\S+\.yaml:\d+$", run.stdout, re.MULTILINE)


def test_a_reader_that_leaves_early_ends_the_run_quietly(folder: Path) -> None:
    with subprocess.Popen([ELCHI, "code", *[str(folder)] * 50], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout and run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""


def test_an_interrupt_ends_the_run_quietly(folder: Path) -> None:
    command = [ELCHI, "code", str(folder / "a.txt"), "-"]

    def listen() -> None:
        # Where the tests themselves run in the background, a child would inherit that interrupts are ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=listen) as run:
        assert run.stdout and run.stderr
        run.stdout.readline()  # the first report is coded, the second awaited
        run.send_signal(signal.SIGINT)
        assert run.stderr.read() == b""
        assert run.wait(timeout=30) == 130
