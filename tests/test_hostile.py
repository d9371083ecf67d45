"""No text, however hostile, breaks Elchi, is misquoted by it, or costs more than its length."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from benchmarks.fuzz import APPEAL, SHAPES, SLOWER, faults, shape, steady
from elchi.errors import ReportError
from elchi.model import Record
from elchi.pipeline import code
from elchi.schema import record_schema

VALIDATOR = Draft202012Validator(json.loads(record_schema()))
PIECES = st.sampled_from([
    "Казахстан", "Ирана", "Президент Турции", "министр иностранных дел", "Ермек Кошербаев", "он", "стороны", "тот",
    "который", "призвал", "осудил удары", "провёл переговоры", "прибыл", "в Анкару", "нанёс удар", "поблагодарил",
    "готов", "подписали", "с послом", "по телефону", "не", "и", ",", ".", "—", "«", "»", "(", ")", "\n", "\n\n",
    "\u00a0", "\u00ad", "вчера", "12 марта", "2026", "ООН", "ХАМАС", "санкции", "против", "заявил, что", "обеспокоен",
    "😀", "\u202e", "\0", "x", "إيران"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join),
                  st.lists(PIECES, max_size=60).map("".join))
QUICK = settings(max_examples=150, deadline=None)


def check(text: str, record: Record) -> None:
    assert list(faults(text, record)) == []
    assert [e.message for e in VALIDATOR.iter_errors(record.to_json())] == []


@given(text=TEXTS, published=st.sampled_from([None, "2026", "2026-03", "2026-03-11", "2026-03-11T09:30"]))
@QUICK
def test_any_text_gives_a_record_or_is_refused(text: str, published: str | None) -> None:
    try:
        record = code(text, published=published)
    except ReportError as error:
        assert "\n" not in str(error)
    else:
        check(text, record)


@given(before=TEXTS, after=TEXTS)
@settings(max_examples=50, deadline=None)
def test_what_stands_around_it_does_not_hide_a_plain_sentence(before: str, after: str) -> None:
    text = f"{before}\n\n{APPEAL}\n\n{after}"
    record = code(text)
    check(text, record)
    assert any(e.type == "REQUEST" and "KAZ" in e.actors for e in record.events)


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shape_is_coded(name: str) -> None:
    text = shape(name, 2_000)
    check(text, code(text))


@pytest.mark.parametrize("name", [
    "one letter", "no spaces", "one sentence", "a word a line", "opened quotes", "coordination", "compounds", "clauses",
    "names", "offices", "capitals", "dates", "people", "told again"])
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    assert steady(name) < SLOWER


def test_a_sentence_of_twenty_thousand_words_is_coded() -> None:
    text = "Казахстан призвал Иран прекратить " + "очень " * 20_000 + "опасные удары."
    record = code(text)
    check(text, record)
    assert [(e.type, e.actors, e.recipients) for e in record.events] == [("REQUEST", ("KAZ",), ("IRN",))]


@pytest.mark.parametrize("text", [
    "Казахстан \U00017000 призвал Иран.", "AA\U00017000", "Экстрадиций аь прокуратура,содейстВИЕ ЕЙ",
    "доп стоит за те«рри оь Грузии и её суверенитет,"],
    ids=["nameless letter", "nameless letter in a word", "pronoun below", "pronoun beside"])
def test_text_that_once_broke_it_is_coded(text: str) -> None:
    check(text, code(text))


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ReportError, match="surrogate"):
        code(APPEAL + "\ud83d")


@pytest.mark.parametrize("text", ["", " \n\t", "12.03.2026 — 15:00", "«…»", "🇰🇿🇮🇷", "\0\0\0"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="no words"):
        code(text)


def test_dates_and_numbers_alone_give_no_rows() -> None:
    record = code("12 марта 2026 года\n15.03.2026, 17:40\n1 000 000 долларов")
    assert (record.events, record.positions, record.officials) == ((), (), ())
