from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from elchi.export.text import clean, write_text
from elchi.model import Record
from tests.records import APPEAL, BARE, CALL, FULL, REPORT, SENTENCE

NAMES = {"KAZ": "Казахстан", "KWT": "Кувейт", "IRN": "Иран", "ISR": "Израиль"}


def shown(*records: Record, explained: bool = False) -> str:
    out = io.StringIO()
    note = (lambda rule: f"{rule} at 12") if explained else None
    write_text(records, out, lambda code: NAMES.get(code, code), note)
    return out.getvalue()


def test_a_record_reads_as_rows_with_their_sentences() -> None:
    lines = shown(FULL).splitlines()
    assert lines[:3] == ["wire/7", "Астана призвала к переговорам", "2026-03-02T19:27 · Степной вестник · МИД РК"]
    call = lines.index("  CONSULT phone  Казахстан, Кувейт  2026-03-01/2026-03-02  past  call  Астана  "
                       "diplomatic, migration")
    assert lines[call + 1] == "      " + SENTENCE
    assert "  REQUEST yield  Казахстан → Иран, Израиль  past" in lines
    assert "  calls_for  Казахстан  вернуться к переговорам → Иран, Израиль" in lines
    assert "  foreign_minister  Ермек Кошербаев  Казахстан  министр иностранных дел" in lines


def test_an_event_without_actor_names_whom_it_struck() -> None:
    assert "REQUEST yield  → Иран, Израиль" in shown(Record(REPORT, (replace(APPEAL, actors=()),)))


def test_a_report_without_rows_says_so() -> None:
    assert shown(BARE) == "wire/8\n  nothing to code\n"


def test_rules_are_told_under_their_rows_only_when_asked_for() -> None:
    lines = shown(FULL, explained=True).splitlines()
    assert lines[lines.index("      acts/consult.talks at 12") + 1] == "      code/readout at 12"
    assert "consult.talks" not in shown(FULL)


def test_markup_in_a_report_is_plain_text() -> None:
    assert "[bold]Да[/bold] :smile:" in shown(Record(REPORT, (replace(CALL, evidence="[bold]Да[/bold] :smile:"),)))


@given(st.text(st.characters()))
def test_no_control_character_is_shown(text: str) -> None:
    page = shown(Record(replace(REPORT, id=text, title=text), (replace(CALL, evidence=text, place_name=text),)))
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in page)


def test_escape_codes_lose_their_power_and_words_stay_whole() -> None:
    hostile = "Аста\u00adна \x1b[31mпризвала\x9b0m\r\n\u202eстороны\u2028к миру"
    assert clean(hostile) == "Астана [31mпризвала0m стороны к миру"
