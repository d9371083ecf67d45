"""From text to record: what the pipeline as a whole promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from benchmarks.fuzz import CORPUS, faults
from elchi.errors import ReportError
from elchi.model import Event, Record
from elchi.pipeline import code, code_report
from elchi.read import read_text
from elchi.schema import record_schema

VALIDATOR = Draft202012Validator(json.loads(record_schema()))
REPORTS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
VISIT = """Глава МИД Грузии посетил Анкару

Министр иностранных дел Грузии 10 марта прибыл с визитом в Анкару. Гость поблагодарил Турцию за поддержку.

Министры осудили удары Ирана. Ведомства договорились открыть новый пункт пропуска.
"""


def told(record: Record) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(e.type, e.actors, e.recipients) for e in record.events]


def test_a_report_is_coded_from_sentence_to_sentence() -> None:
    record = code(VISIT, published="2026-03-11", id="wire/1", url="page:1", outlet="Степной вестник", title="Визит")
    assert told(record) == [
        ("CONSULT", ("GEO",), ("TUR",)), ("SUPPORT", ("GEO",), ("TUR",)), ("ACCUSE", ("GEO", "TUR"), ("IRN",)),
        ("AGREE", ("GEO", "TUR"), ())]
    visit = record.events[0]
    assert (visit.mode, visit.channel, visit.place, visit.date, visit.time) == \
        ("visit", "visit", "TUR", "2026-03-10", "past")
    report = record.report
    assert (report.id, report.url, report.outlet, report.title, report.published) == \
        ("wire/1", "page:1", "Степной вестник", "Визит", "2026-03-11")


def test_the_title_and_the_body_tell_one_happening() -> None:
    record = code("Грузия осудила удары Ирана\n\nМинистерство иностранных дел Грузии осудило удары Ирана по порту.")
    row, = (e for e in record.events if e.type == "ACCUSE")
    assert row.evidence.startswith("Министерство")


@pytest.mark.parametrize(("text", "wanted"), [
    ("Казахстан и Иран будут вести переговоры в Женеве.", [("AGREE", "past")]),
    ("Армения не выводила войска из Сирии.", []),
    ("Ранее Эстония ввела санкции против России.", [("SANCTION", "background")]),
    ("США введут санкции против Ирана.", [("SANCTION", "future")]),
    ("Визит президента Турции в Казахстан запланирован на май.", [("AGREE", "past")]),
    ("В прошлом году Иран обстрелял Кувейт.", [("ASSAULT", "background")]),
])
def test_when_and_whether(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(e.type, e.time) for e in code(text, published="2026-03-11").events] == wanted


@pytest.mark.parametrize("text", [
    "Парламент Грузии принял бюджет.", "Полиция Казахстана задержала вора.", "В Турции прошли выборы.",
    "Компания «Хребет» открыла завод в Грузии.", "Эксперт осудил удары Ирана."])
def test_what_lies_within_one_state_or_has_no_party_is_no_event(text: str) -> None:
    assert told(code(text)) == []


@pytest.mark.parametrize("report", REPORTS, ids=[r["id"] for r in REPORTS])
def test_record_of_a_report_is_valid_and_quotes_it_rightly(report: dict[str, str | None]) -> None:
    text = str(report["text"])
    record = code(text, published=report["published"])
    assert list(faults(text, record)) == []
    assert [e.message for e in VALIDATOR.iter_errors(record.to_json())] == []


def test_coding_again_or_after_another_report_gives_the_same() -> None:
    first = code(VISIT, published="2026-03-11")
    code(str(REPORTS[0]["text"]))
    assert code(VISIT, published="2026-03-11") == first == code_report(read_text(VISIT, id="", published="2026-03-11"))


def test_line_ends_and_byte_order_of_a_report_change_no_row() -> None:
    def rows(record: Record) -> list[tuple[str, tuple[str, ...], str]]:
        def row(e: Event) -> tuple[str, tuple[str, ...], str]:
            return e.type, e.actors, e.evidence
        return [row(e) for e in record.events]

    assert rows(code(VISIT)) == rows(code(VISIT.replace("\n", "\r\n"))) == rows(code("\n\n" + VISIT + "\n"))


def test_text_without_words_is_refused() -> None:
    with pytest.raises(ReportError, match="wire/2: the text holds no words"):
        code("12.03.2026", id="wire/2")
    with pytest.raises(ReportError, match="published is no ISO date"):
        code(VISIT, published="вчера")


def test_a_report_is_coded_alike_whatever_the_hash_seed() -> None:
    """Sets of strings have another order in each run of Python: no record may hang on it."""
    texts = [r["text"] for r in REPORTS[:6]] + [
        "Министры иностранных дел Ирана, Ирака, Кувейта, Омана и Катара осудили удары Израиля. Стороны договорились "
        "встретиться в Маскате. Они призвали Россию, Китай и Турцию помочь."]
    script = ("import json, sys\nfrom elchi.pipeline import code\n"
              "for text in json.load(sys.stdin): print(json.dumps(code(text).to_json()))")
    told = {subprocess.run([sys.executable, "-c", script], input=json.dumps(texts), capture_output=True, text=True,
                           check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert told == {"".join(f"{json.dumps(code(text).to_json())}\n" for text in texts)}
