"""Names in the nominative and which names are one."""

from __future__ import annotations

import pytest

from elchi.annotate import names
from elchi.languages import ru_names

from .reading import sentences

DECLINED = [
    ("Джаррахом Джабером аль-Ахмадом Ас-Сабахом", "Ins", "Джаррах Джабер аль-Ахмад Ас-Сабах"),
    ("Ли Ук Хёном", "Ins", "Ли Ук Хён"),
    ("Масуда Пезешкиана", "Gen", "Масуд Пезешкиан"),
    ("Мухаммеда бен Салмана Аль Сауда", "Gen", "Мухаммед бен Салман Аль Сауд"),
    ("Реджепу Тайипу Эрдогану", "Dat", "Реджеп Тайип Эрдоган"),
    ("Кайи Каллас", "Gen", "Кайя Каллас"),
    ("Маки Бочоришвили", "Gen", "Мака Бочоришвили"),
    ("Виктории Нуланд", "Gen", "Виктория Нуланд"),
    ("Касым-Жомартом Токаевым", "Ins", "Касым-Жомарт Токаев"),
    ("Франка-Вальтера Штайнмайера", "Gen", "Франк-Вальтер Штайнмайер"),
    ("Амиром Ханом Муттаки", "Ins", "Амир Хан Муттаки"),
    ("Моджтабе Демирчилу", "Dat", "Моджтаба Демирчилу"),
    ("Луису Инасиу Луле да Силве", "Dat", "Луис Инасиу Лула да Силва"),
    ("Павла Климкина", "Gen", "Павел Климкин"),
    ("Марией Захаровой", "Ins", "Мария Захарова"),
    ("Гурбангулы Бердымухамедова", "Gen", "Гурбангулы Бердымухамедов"),
    ("Эмомали Рахмона", "Gen", "Эмомали Рахмон"),
    ("Али Хаменеи", "Gen", "Али Хаменеи"),
    ("Урсулой фон дер Ляйен", "Ins", "Урсула фон дер Ляйен"),
    ("Амиром Охана", "Ins", "Амир Охана"),
    ("Марии Бенешовой", "Dat", "Мария Бенешова"),
    ("Биньямину Нетаньяху", "Dat", "Биньямин Нетаньяху"),
]


@pytest.mark.parametrize(("read", "case", "nominative"), DECLINED)
def test_nominative(read: str, case: str, nominative: str) -> None:
    assert ru_names.nominative(read.split(), case) == nominative


@pytest.mark.parametrize("name", [d[2] for d in DECLINED])
def test_a_nominative_stays(name: str) -> None:
    assert ru_names.nominative(name.split(), "Nom") == name


@pytest.mark.parametrize(("short", "full"), [
    ("Токаева", "Касым-Жомарт Токаев"), ("Кошербаевым", "Ермек Кошербаев"), ("Ким", "Ким Чен Ын"),
    ("Д. Кэмерону", "Дэвид Кэмерон"), ("Захаровой", "Мария Захарова"), ("Вадефулом", "Йоханн Вадефуль"),
])
def test_same(short: str, full: str) -> None:
    assert names.same([w.strip(".") for w in short.split()], full.split())


@pytest.mark.parametrize(("short", "full"), [
    ("Мирзиёев", "Арарат Мирзоян"), ("Ильхам Байрамов", "Джейхун Байрамов"), ("К. Кэмерон", "Дэвид Кэмерон")])
def test_not_same(short: str, full: str) -> None:
    assert not names.same([w.strip(".") for w in short.split()], full.split())


def test_case_by_endings_and_votes() -> None:
    assert ru_names.likely_case(["Жаррахом", "Жабер", "Ас-Сабахом"]) == "Ins"
    assert ru_names.likely_case(["Рубена", "Рубиняна"], [("Gen", 0.5)]) == "Gen"


def test_a_first_name_begins_another_name() -> None:
    found, = names.find(sentences("На снимке Педро Торрес Эдвард Харди"), [frozenset()])
    assert [n.words for n in found] == [("Педро", "Торрес"), ("Эдвард", "Харди")]
