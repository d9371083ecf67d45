"""On which day an act was done, by the dates of its sentence and of those before it."""

from __future__ import annotations

import pytest

from elchi import linear, pipeline
from elchi.annotate.dates import is_same_day
from elchi.coding import coder, days
from elchi.linear import Features, Linear
from elchi.model import Event
from elchi.read import read_text


def row(text: str, kind: str, published: str | None = "2026-03-12") -> Event:
    """The first event of a type that a text tells."""
    return next(e for e in pipeline.code(text, published=published).events if e.type == kind)


@pytest.mark.parametrize(("text", "kind", "wanted"), [
    ("В среду, 4 марта, министр Омана прибыл в Тбилиси. Там он встретился с министром Грузии.", "CONSULT",
     "2026-03-04"),
    ("Ракеты 4 марта упали у порта. В тот же день Оман осудил Иран.", "ACCUSE", "2026-03-04"),
])
def test_date_from_the_text_around(text: str, kind: str, wanted: str) -> None:
    assert row(text, kind).date == wanted


def test_news_has_no_bare_year() -> None:
    assert row("Оман осудил Иран за удары по порту, построенному в 1987 году.", "ACCUSE").date is None


@pytest.mark.parametrize(("text", "kind", "wanted"), [
    ("10 марта министр Омана прибыл в Тбилиси.", "CONSULT", "2026-03-10"),
    ("Оман вчера осудил Иран за удары по порту.", "ACCUSE", "2026-03-11"),
    ("Министры Грузии и Омана провели переговоры о поставках, которые начнутся 1 июня.", "CONSULT", None),
])
def test_a_date_of_the_sentence_is_weighed(text: str, kind: str, wanted: str | None) -> None:
    assert row(text, kind).date == wanted


def test_nearer_dates_are_offered_first_and_none_twice() -> None:
    text = "Оман 2 марта выразил протест. Посол уехал 3 марта. Вчера, 11 марта, Оман осудил Иран за удары 2 марта."
    reading = next(iter(pipeline.readings([read_text(text, id="", published="2026-03-12")])))
    *_, last = (c for c in coder.consider(reading) if c.dates and c.number == 2)
    assert sorted(value for value, _ in last.dates) == ["2026-03-02", "2026-03-03", "2026-03-11"]
    assert [value for value, _ in last.dates][-1] == "2026-03-03"


def test_the_likeliest_date_is_taken_if_it_is_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(linear._used, "days", Linear(("other", "own"), (0.0, 0.0), {"a": (0.0, 1.0), "b": (0.0, 2.0),
                                                                                 "c": (0.0, -2.0)}))
    a, b, c = Features(["a"]), Features(["b"]), Features(["c"])
    assert days.day([("2026-03-01", a), ("2026-03-02", b)]) == "2026-03-02"
    assert days.day([("2026-03-01", c)]) is None
    assert days.day([]) is None


@pytest.mark.parametrize(("text", "told"), [
    ("Тем же вечером посол уехал.", True),
    ("В тот день шёл дождь.", True),
    ("Того же дня ввели запрет.", True),
    ("В те же сутки обстрел повторился.", True),
    ("В другой день всё вышло бы иначе.", False),
    ("Те же люди собрались снова.", False),
])
def test_same_day(text: str, told: bool) -> None:
    assert is_same_day(text) is told
