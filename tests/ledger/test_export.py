"""A ledger as it leaves, read back by readers of others."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import feedparser
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from icalendar import Calendar
from typer.testing import CliRunner

import elchi.cli_export  # noqa: F401  # its commands join the app
from benchmarks.synthetic import records
from elchi.cli import app
from elchi.errors import LedgerError
from elchi.ledger import analyst, store
from elchi.ledger.database import Ledger, open_ledger
from elchi.ledger.queries import Filter, exported, report, timeline
from elchi.model import Record
from elchi.pipeline import code
from tests.happenings import HOSTILE
from tests.records import BARE, FULL

ELCHI = str(Path(sys.executable).with_name("elchi"))
EXAMPLE = Path(__file__).parents[2] / "examples" / "visit-bishkek-ankara.txt"
FORMS = {
    "polecat": "polecat.tsv", "cameo": "cameo.tsv", "plover": "plover.jsonl", "events": "events.csv",
    "positions": "positions.csv", "officials": "officials.csv", "happenings": "happenings.csv",
    "geojson": "happenings.geojson", "graphml": "contacts.graphml", "ical": "announced.ics", "atom": "happenings.atom",
    "jsonfeed": "happenings.feed.json", "gold": "gold.jsonl"}
TABLES = ("events", "positions", "officials", "happenings")
OUTLET = "Степной вестник"
SMALL = 40_000
"""Bytes: more than SQLite needs beside a ledger that is read, and less than what is written here."""


def told() -> list[Record]:
    """A dozen reports and three: one with every field set, one that wants to break what it comes into, one without
    rows."""
    text = HOSTILE.translate(dict.fromkeys((0, 0xd800), " "))
    place: dict[str, Any] = {"evidence": text, "start": 0, "end": len(text)}
    hostile = Record(
        replace(FULL.report, id="x", text=text, url=None, given_id=text, outlet=text, title=text),
        (replace(FULL.events[0], participants=(), place_name=text, speaker=text, date="2026-02-03", **place),),
        (replace(FULL.positions[0], subject=text, speaker=text, **place),),
        (replace(FULL.officials[0], name=text, office=text, **place),))
    return [*records(12), replace(FULL, report=replace(FULL.report, url="https://news.example/7")), hostile, BARE]


def filled(ledger: Ledger) -> Ledger:
    """The ledger with those reports, all of a report's rows judged, one of another's rejected."""
    assert {outcome for _, outcome in store.add(ledger, told(), together=20)} == {"new"}
    ids = {kind: [row.uid for row in every(ledger, kind) if row.key == "news.example/7"] for kind in TABLES[:3]}
    analyst.correct(ledger, ids["events"][0], {"place": "OMN"}, "Айгуль", "в Маскате")
    for uid in (*ids["events"][1:], *ids["positions"]):
        analyst.judge(ledger, uid, "accept", "Айгуль", "")
    analyst.judge(ledger, ids["officials"][0], "reject", "Айгуль", "")
    other = next(row for row in every(ledger, "events") if "outlet" in row.key)
    analyst.judge(ledger, other.uid, "reject", "Айгуль", "")
    return ledger


def every(ledger: Ledger, table: Any, wanted: Filter | None = None, texts: bool = False) -> list[Any]:
    """The rows as the ledger tells them."""
    with ledger.reading() as connection:
        return list(exported.rows(connection, table, wanted or Filter(), texts))


def run(*words: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command run; `limit` is how many bytes a file may grow to."""
    shrunk: Callable[[], None] | None = limit and partial(  # type: ignore[assignment]
        resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run([ELCHI, *words], capture_output=True, encoding="utf-8", check=False, timeout=120,
                          env=os.environ, preexec_fn=shrunk)


def here(*words: str) -> Any:
    """The command run in this process, which is quicker."""
    return CliRunner().invoke(app, words)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a ledger that holds all that."""
    name = str(tmp_path_factory.mktemp("ledger") / "a.db")
    filled(open_ledger(name)).close()
    yield name


@pytest.fixture(scope="module")
def folder(file: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which each form was written once, events as Parquet, too."""
    place = tmp_path_factory.mktemp("out")
    asked = [*([form] for form in FORMS), ["events", "--format", "parquet"]]
    with ThreadPoolExecutor(os.cpu_count()) as runs:
        done = list(runs.map(lambda words: run("export", *words, "--out", str(place), "--ledger", file), asked))
    assert [(own.returncode, own.stderr) for own in done] == [(0, "")] * len(asked)
    for form, own in zip(FORMS, done, strict=False):
        count = manifest(place / FORMS[form])["counts"][FORMS[form]]
        assert own.stdout.startswith(f"{place / FORMS[form]}: {count} rows\n")
    return place


def manifest(path: Path) -> dict[str, Any]:
    """The manifest of a file, its hashes held against the files."""
    found: dict[str, Any] = json.loads(path.with_name(f"{path.name}.manifest.json").read_text(encoding="utf-8"))
    assert found["files"] == {name: hashlib.sha256((path.parent / name).read_bytes()).hexdigest()
                              for name in found["files"]}
    return found


def rows(path: Path) -> int:
    return int(manifest(path)["counts"][path.name])


def test_nothing_but_whole_files_is_written(folder: Path) -> None:
    files = {*FORMS.values(), "polecat.provenance.tsv", "events.parquet"}
    assert {path.name for path in folder.iterdir()} == files | {
        f"{name}.manifest.json" for name in files - {"polecat.provenance.tsv"}}


def test_a_manifest_tells_what_was_asked(folder: Path, file: str) -> None:
    found = manifest(folder / "plover.jsonl")
    assert found["query"] == {"ledger": file, "form": "plover"}
    assert len(found["coders"]) == 1
    assert found["versions"]["elchi"]


def test_polecat_stands_beside_its_provenance(folder: Path, file: str) -> None:
    found = pd.read_csv(folder / "polecat.tsv", sep="\t")
    whence = pd.read_csv(folder / "polecat.provenance.tsv", sep="\t")
    assert len(found.columns) == 40
    assert len(found) == len(whence) == rows(folder / "polecat.tsv") > 30
    assert list(found["Event ID"]) == list(whence["event"])
    own = whence[whence["report"] == "news.example/7"].iloc[0]
    ledger = open_ledger(file)
    text = (report(ledger, own["report"]) or {})["text"]
    ledger.close()
    assert own["sentence"] == text[own["start"]:own["end"]]
    assert own["hash"] == hashlib.sha256(text.encode()).hexdigest()


def test_cameo_has_dyads(folder: Path) -> None:
    found = pd.read_csv(folder / "cameo.tsv", sep="\t", dtype=str)
    assert len(found) == rows(folder / "cameo.tsv") > 30
    assert not found[["Source", "Target", "EventCode"]].isna().to_numpy().any()


def test_plover_has_an_object_a_line(folder: Path, file: str, tmp_path: Path) -> None:
    found = [json.loads(line) for line in (folder / "plover.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(found) == rows(folder / "plover.jsonl") == 38
    assert not any("text" in one for one in found)
    out = tmp_path / "full.jsonl"
    assert run("export", "plover", "--texts", "--out", str(out), "--ledger", file).returncode == 0
    with_texts = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in with_texts] == [one["id"] for one in found]
    for one in with_texts:
        place = one["text_info"]
        assert one["event_text"] == [one["text"][place["start"]:place["end"]]]
        assert place["hash"] == hashlib.sha256(one["text"].encode()).hexdigest()


@pytest.mark.parametrize("table", TABLES)
def test_tables_as_csv(table: str, folder: Path) -> None:
    found = pd.read_csv(folder / f"{table}.csv")
    assert len(found) == rows(folder / f"{table}.csv") > 9
    assert found["id"].is_unique
    assert table == "happenings" or set(found["state"]) <= {"coded", "accepted", "corrected"}


def test_events_as_parquet(folder: Path) -> None:
    found = pq.read_table(folder / "events.parquet").to_pylist()
    with (folder / "events.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["id"] for row in csv.DictReader(lines)] == [row["id"] for row in found]
    corrected, = (row for row in found if row["state"] == "corrected")
    assert (corrected["place"], corrected["first"], corrected["last"]) == ("OMN", date(2026, 3, 1), date(2026, 3, 2))


def test_a_map(folder: Path) -> None:
    found = json.loads((folder / "happenings.geojson").read_text(encoding="utf-8"))["features"]
    assert len(found) == rows(folder / "happenings.geojson") > 1
    assert {feature["properties"]["type"] for feature in found} >= {"CONSULT"}


def test_a_graph(folder: Path) -> None:
    found = nx.read_graphml(folder / "contacts.graphml")
    assert found.number_of_edges() == rows(folder / "contacts.graphml") > 1
    assert found.nodes["KAZ"]["label"] == "Казахстан"


def test_a_calendar(folder: Path) -> None:
    entries: list[Any] = Calendar.from_ical((folder / "announced.ics").read_bytes()).walk("VEVENT")
    assert len(entries) == rows(folder / "announced.ics") >= 2
    assert date(2026, 4, 1) in {entry["DTSTART"].dt for entry in entries}


def test_feeds(folder: Path) -> None:
    atom = feedparser.parse((folder / "happenings.atom").read_bytes())
    own = json.loads((folder / "happenings.feed.json").read_text(encoding="utf-8"))
    assert not atom.bozo
    assert [entry.id for entry in atom.entries] == [item["id"] for item in own["items"]]
    assert len(own["items"]) == rows(folder / "happenings.feed.json") == rows(folder / "happenings.csv")
    assert atom.feed.title == own["title"] == "Elchi"


def test_gold_holds_what_analysts_stand_for(folder: Path) -> None:
    found = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(len(one["events"]), len(one["positions"]), one["officials"], one["unjudged"]) for one in found] == [
        (2, 1, [], 0)]
    assert set(found[0]["events"][0]) == {
        "type", "mode", "actors", "recipients", "date", "time", "place", "channel", "contexts", "evidence"}
    assert {event["place"] for event in found[0]["events"]} == {"OMN", None}
    assert "text" not in found[0]


def test_what_elchi_codes_is_scored_against_what_analysts_accepted(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "a.db"))
    list(store.add(ledger, [code(EXAMPLE.read_text(encoding="utf-8"), id="visit", published="2025-11-17")]))
    uids = [row.uid for table in TABLES[:3] for row in every(ledger, table)]
    for uid in uids:
        analyst.judge(ledger, uid, "accept", "Айгуль", "")
    analyst.judge(ledger, uids[0], "reject", "Айгуль", "")
    ledger.close()
    out = tmp_path / "gold.jsonl"
    assert run("export", "gold", "--texts", "--out", str(out), "--ledger", str(tmp_path / "a.db")).returncode == 0
    assert len(manifest(out)["files"]) == 2
    found = json.loads(run("score", str(out)).stdout)
    assert {kind: (own["precision"], own["recall"]) for kind, own in found.items() if own["gold"] == own["coded"]} == {
        "positions": (1, 1), "officials": (1, 1)}
    assert found["events"] == {"gold": 2, "coded": 3, "precision": pytest.approx(2 / 3), "recall": 1,
                               "f1": pytest.approx(0.8)}
    assert here("score", str(out), "--coded", str(out), "--format", "text").stdout.startswith(
        "events     F1 1.000  precision 1.000  recall 1.000  (2 gold, 2 coded)\n")
    next((tmp_path / "texts").iterdir()).unlink()
    assert here("score", str(out)).stderr.endswith("No such file or directory; `elchi export gold --texts` writes it\n")


def test_standard_output(file: str) -> None:
    done = run("export", "polecat", "--out", "-", "--dyads", "--party", "Казахстан", "--since", "2026-03-01",
                 "--ledger", file)
    assert (done.returncode, done.stderr) == (0, "")
    lines = list(csv.DictReader(done.stdout.splitlines(), delimiter="\t"))
    assert {line["Actor Country"] for line in lines} == {"KAZ"}
    assert {line["Recipient Country"] for line in lines} == {"KWT", "IRN", "ISR"}


@pytest.mark.parametrize(("words", "fault"), [
    (("cameo", "--texts"), "goes with plover, gold"), (("cameo", "--format", "csv"), "goes with events"),
    (("cameo", "--dyads"), "goes with polecat")])
def test_options_that_a_form_lacks_are_wrong_usage(words: tuple[str, ...], fault: str, file: str) -> None:
    done = here("export", *words, "--out", "-", "--ledger", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert fault in done.stderr


def test_where_nothing_may_be_written_nothing_is(file: str, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    for name, fault in (("taken/a.tsv", "Not a directory"), ("none/a.tsv", "No such file or directory")):
        done = here("export", "cameo", "--out", str(tmp_path / name), "--ledger", file)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr == f"elchi: {tmp_path / name}: {fault}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_disk_that_takes_no_more_leaves_what_was(file: str, tmp_path: Path) -> None:
    out = tmp_path / "a"
    out.write_text("old", encoding="utf-8")
    done = run("export", "plover", "--out", str(out), "--ledger", file, limit=SMALL)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"elchi: {out}: File too large\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert out.read_text(encoding="utf-8") == "old"


def test_rows_are_those_asked_for_in_either_database(ledger: Ledger, url: str, tmp_path: Path) -> None:
    filled(ledger)
    found = partial(every, ledger)
    assert {table: len(found(table)) for table in TABLES[:3]} == {"events": 38, "positions": 38, "officials": 37}
    coded = {own.report.url: own for own in told()}
    for row in chain(found("events", texts=True), found("positions", texts=True)):
        assert row.row.evidence == row.report.text[row.row.start:row.row.end]
        assert not row.report.url or replace(row.report, id="") == replace(
            coded[row.report.url].report, id="", given_id=None)
    kaz, full = Filter([{"KAZ"}]), Filter(outlets=[OUTLET])
    assert {"KAZ" in (*row.row.actors, *row.row.recipients) for row in found("events", kaz)} == {True}
    assert {"KAZ" in row.row.holder for row in found("positions", kaz)} == {True}
    assert {row.row.country for row in found("officials", kaz)} == {"KAZ"}
    assert [row.report.outlet for table in TABLES[:3] for row in found(table, full)] == [OUTLET] * 3
    days = Filter(since=date(2026, 3, 2), until=date(2026, 3, 2))
    assert [len(found(table, days)) for table in TABLES[:3]] == [2, 2, 1]
    assert {row.report.language for row in found("events", Filter(languages=["ru"]))} == {"ru"}
    both = Filter([{"KAZ"}, {"KWT"}], ["CONSULT"], ["middle-east"])
    assert {row.row.type for row in found("events", both)} == {"CONSULT"}
    assert len(found("positions", Filter(topics=["middle-east"]))) >= 2
    with ledger.reading() as connection:
        assert [one["report"]["outlet"] for one in exported.gold(connection)] == [OUTLET]
        assert list(exported.gold(connection, Filter(languages=["kk"]))) == []
    for table, wanted in (("positions", Filter(types=["AID"])), ("officials", Filter(topics=["middle-east"]))):
        with pytest.raises(LedgerError, match=f"{table} cannot be asked for by t"):
            found(table, wanted)


def test_an_export_tells_of_one_state_of_the_ledger(ledger: Ledger) -> None:
    first, *others = told()
    list(store.add(ledger, [first]))
    with ledger.reading() as connection:
        before = [row.uid for row in exported.rows(connection, "events")]
        list(store.add(ledger, others, together=20))
        assert [row.uid for row in exported.rows(connection, "events")] == before
        assert len(list(exported.happenings(connection))) == len(before) == 3


def test_happenings_are_those_of_the_timeline(ledger: Ledger, url: str, tmp_path: Path) -> None:
    filled(ledger)
    for wanted in (Filter(), Filter([{"KAZ"}], ["CONSULT"]), Filter(since=date(2020, 1, 1), outlets=[OUTLET])):
        with ledger.reading() as connection:
            found = list(exported.happenings(connection, wanted))
        short = [{name: row[name] for name in row if name not in ("contexts", "place_name", "evidence", "url")}
                 for row in found if row["date"]]
        assert short == timeline(ledger, wanted, 1000) != []
    call = next(row for row in found if row["channel"])
    assert (call["place"], call["place_name"], call["contexts"]) == ("OMN", "Астана", ["diplomatic", "migration"])
    assert call["url"] == "https://news.example/7"
    assert call["evidence"] == FULL.events[0].evidence
    done = run("export", "happenings", "--format", "parquet", "--out", str(tmp_path), "--ledger", url)
    assert done.returncode == 0
    assert len(pq.read_table(tmp_path / "happenings.parquet")) == rows(tmp_path / "happenings.parquet") > 9
