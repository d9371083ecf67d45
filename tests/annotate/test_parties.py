"""Parties and places as reports name them; the lexicon's own examples are run elsewhere."""

from __future__ import annotations

import pytest

from elchi.annotate import blocs, parties
from tests.scenes import sentences


def found(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    rows = sentences(text)
    return [(text[s.tokens[m.first].start:s.tokens[m.last].end], m.form, m.codes)
            for s, row in zip(rows, parties.parties(rows), strict=True) for m in row]


@pytest.mark.parametrize(("text", "wanted"), [
    ("Республика Казахстан направила ноту.", [("Республика Казахстан", "names", ("KAZ",))]),
    ("Нота Республики Казахстан.", [("Республики Казахстан", "names", ("KAZ",))]),
    ("Астана ответила Тегерану.", [("Астана", "capitals", ("KAZ",)), ("Тегерану", "capitals", ("IRN",))]),
    ("Белый дом ответил Кремлю.", [("Белый дом", "seats", ("USA",)), ("Кремлю", "seats", ("RUS",))]),
    ("Белый дом стоит на холме, белый дом.", [("Белый дом", "seats", ("USA",))]),
    ("Иранские войска и казахстанцы.", [("Иранские", "adjectives", ("IRN",)), ("казахстанцы", "people", ("KAZ",))]),
    ("Совет Безопасности ООН и Генассамблея ООН.",
     [("Совет Безопасности ООН", "names", ("UNSC",)), ("Генассамблея ООН", "names", ("UNGA",))]),
    ("ЮНЕСКО и УВКБ ООН.", [("ЮНЕСКО", "organs", ("UN",)), ("УВКБ ООН", "organs", ("UN",))]),
    ("Бойцы «Хезболлы» и ХАМАСа.", [("Хезболлы", "names", ("NSA:Hezbollah",)), ("ХАМАСа", "names", ("NSA:Hamas",))]),
    ("США, КНР и КНДР.", [("США", "names", ("USA",)), ("КНР", "names", ("CHN",)), ("КНДР", "names", ("PRK",))]),
    ("Посол Гвинеи-Бисау.", [("Гвинеи-Бисау", "names", ("GNB",))]),
    ("ПОСОЛ ОМАНА ПРИБЫЛ", [("ОМАНА", "names", ("OMN",))]),
    ("Мали и Чад, а не мал и чад.", [("Мали", "names", ("MLI",)), ("Чад", "names", ("TCD",))]),
    ("Ни слова о политике.", []),
])
def test_names(text: str, wanted: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(("text", "codes"), [
    ("Казахстанско-кувейтский диалог.", ("KAZ", "KWT")),
    ("Армяно-азербайджанская граница.", ("ARM", "AZE")),
    ("Российско-казахстанско-узбекский проект.", ("RUS", "KAZ", "UZB")),
    ("Военно-морской флот.", None),
    ("Северо-западный ветер.", None),
])
def test_double_adjectives(text: str, codes: tuple[str, ...] | None) -> None:
    assert [c for _, _, c in found(text)][:1] == ([codes] if codes else [])


def test_doubtful_name_counts_only_beside_a_sure_one() -> None:
    assert found("Глава РБ прибыл в порт.") == []
    assert [c for _, _, c in found("Глава РБ прибыл в порт. Беларусь ждёт.")] == [("BLR",), ("BLR",)]


def test_seas_are_no_states() -> None:
    assert found("Учения прошли в Индийском океане и Японском море.") == []


def test_places_tell_their_state() -> None:
    sentence, = sentences("Послы вылетели из Стамбула в Алматы через Шарм-эш-Шейх.")
    assert [m.codes for m in parties.places(sentence)] == [("TUR",), ("KAZ",), ("EGY",)]


def test_security_council_is_that_of_the_organisation_that_the_report_names() -> None:
    assert ("Совет Безопасности", "names", ("UNSC",)) in found("Он написал в ООН. Совет Безопасности соберётся завтра.")
    assert found("Совет Безопасности соберётся завтра.") == []


@pytest.mark.parametrize("body", ["Совет Безопасности России", "Российский Совбез", "Секретарь Совета Безопасности"])
def test_security_council_of_a_state_is_not_that_of_the_united_nations(body: str) -> None:
    assert all(codes != ("UNSC",) for _, _, codes in found(f"Он написал в ООН. {body} соберётся завтра."))


def test_members_of_a_bloc_are_named_where_no_party_is() -> None:
    sentence, = sentences("Лидеры Центральной Азии и Японии встретились в Токио.")
    row, = parties.parties([sentence])
    assert [m.codes for m in blocs.with_blocs(sentence, row)] == [
        ("KAZ", "KGZ", "TJK", "TKM", "UZB"), ("JPN",), ("JPN",)]
