"""What a row says beyond who did what to whom: contexts, channel, mode and place from the text around it."""

from __future__ import annotations

import pytest

from elchi import pipeline
from elchi.model import Event


def row(text: str, kind: str, published: str = "2026-03-12") -> Event:
    """The first event of a type that a text tells."""
    return next(e for e in pipeline.code(text, published=published).events if e.type == kind)


@pytest.mark.parametrize(("text", "kind", "wanted"), [
    ("Министры Грузии и Омана провели переговоры. Обсудили строительство ГЭС.", "CONSULT", ("energy", "diplomatic")),
    ("Министры Грузии и Омана провели переговоры о торговле.", "CONSULT", ("economic", "diplomatic")),
    ("Израиль нанёс удары по целям в секторе Газа.", "ASSAULT", ("military",)),
])
def test_contexts(text: str, kind: str, wanted: tuple[str, ...]) -> None:
    assert row(text, kind).contexts == wanted


@pytest.mark.parametrize(("text", "channel", "place"), [
    ("Министры Грузии и Омана обсудили по телефону обстановку в Ливане.", "call", None),
    ("Министр Омана прибыл с визитом в Тбилиси, где провёл встречу с министром Грузии.", "visit", "GEO"),
])
def test_channel_and_place_of_a_contact(text: str, channel: str, place: str | None) -> None:
    event = row(text, "CONSULT")
    assert (event.channel, event.place) == (channel, place)


@pytest.mark.parametrize(("text", "kind", "mode"), [
    ("Оман потребовал от Ирана прекратить обстрел порта.", "REQUEST", "yield"),
    ("Оман призвал Иран вернуться за стол переговоров.", "REQUEST", "meet"),
    ("Грузия потребовала от Польши выдать беглого банкира.", "REQUEST", "assist"),
    ("Иран пригрозил Оману ракетным ударом.", "THREATEN", "violence"),
])
def test_mode_by_what_an_act_is_about(text: str, kind: str, mode: str) -> None:
    assert row(text, kind).mode == mode


@pytest.mark.parametrize("text", [
    "Оман осудил Иран за удары по порту в Кувейте.",
    "Грузия поздравила Оман с успехом конференции в Женеве.",
])
def test_act_in_words_has_no_place(text: str) -> None:
    found = pipeline.code(text, published="2026-03-12").events
    assert found and not any(e.place for e in found if e.type in ("ACCUSE", "SUPPORT"))
