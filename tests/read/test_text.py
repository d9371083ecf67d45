"""Pages as they are copied, and what a report keeps of them. The pages are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from elchi.errors import ReportError
from elchi.model import Report
from elchi.read import read_text


@dataclass(frozen=True)
class Page:
    """Lines with the kind of block each must be (`|` parts them; no kind: a blank line), and facts of the report."""

    name: str
    lines: str
    facts: dict[str, Any] = field(default_factory=dict)
    sources: tuple[tuple[str, str], ...] | None = None


PAGES = [
    Page("wire", """
body|ХОРОГ, 12 мая /агентство «Памир»/. Министры двух стран обсудили переправу, рассказали в МИД Таджикистана.
|
body|Разговор длился час.
""", {"title": None, "outlet": "Памир", "published": None, "author": None},
         (("Памир", "agency"), ("МИД Таджикистана", "official"))),
    Page("dateline with the year", """
title|Варшава и Вильнюс договорились о поезде
|
body|ВАРШАВА, 3 июня 2025 — «Висла». Министры транспорта подписали протокол.
body|Поезд пойдёт осенью.
""", {"published": "2025-06-03", "outlet": "Висла"}, (("Висла", "agency"),)),
    Page("portal with everything", """
chrome|USD 501,2 | EUR 580,4 | RUB 6,1
rubric|Главная – Политика – Дипломатия
|
title|Посол Омана прибыл в Хорог
|
meta|14 мая 2025, 09:15 (обновлено 10:40)
meta|Автор: Лейла Одинаева
chrome|Фото: пресс-служба хукумата
meta|Просмотров: 1 204
|
body|Посол Омана приехал в Хорог впервые, сообщает «Горный вестник» со ссылкой на МИД республики.
|
heading|Что дальше
|
body|В июне посол вернётся с торговцами.
|
chrome|Читайте также:
chrome|Сколько стоит билет до Маската
chrome|Кто строит мост через Пяндж?
|
chrome|Поделитесь своим мнением
chrome|Загрузка комментариев...
chrome|Подписывайтесь на наш Telegram-канал
chrome|Теги: Оман, Таджикистан
chrome|© «Горный вестник», 2025. Все права защищены
""", {"published": "2025-05-14T09:15", "updated": "2025-05-14T10:40", "author": "Лейла Одинаева", "views": 1204,
      "outlet": "Горный вестник", "title": "Посол Омана прибыл в Хорог", "language": "ru"},
         (("Горный вестник", "outlet"), ("МИД республики", "official"))),
    Page("rubric that the lexicon does not know", """
rubric|Балтия и север
meta|21.02.2025 | «Вестник залива» | Прочтений: 77
|
title|Рига и Таллин проверили общий кабель
|
body|Кабель проверяли двое суток.
""", {"published": "2025-02-21", "views": 77, "outlet": "Вестник залива",
      "title": "Рига и Таллин проверили общий кабель"}),
    Page("time apart from the date", """
title|В Баку ждут гостей
meta|04-03-2025 | 13:05 | Власть
|
body|Гости приедут в среду.
""", {"published": "2025-03-04T13:05"}),
    Page("dates below", """
title|Доха приняла посредников
|
body|Посредники встретились в Дохе, пишет «Залив сегодня», ссылаясь на катарский МИД.
|
body|Встреча продолжится.
|
meta|30/01/2025, четверг, 08:10
meta|Автор: Р. Насер
""", {"published": "2025-01-30T08:10", "author": "Р. Насер", "outlet": "Залив сегодня"},
         (("Залив сегодня", "outlet"), ("катарский МИД", "official"))),
    Page("labels in one line", """
title|Совет принял отчёт
|
body|Совет при МИД собрался в последний раз за год.
|
meta|Просмотров: 88. Дата публикации: 28.12.2024
""", {"published": "2024-12-28", "views": 88}),
    Page("no year anywhere", """
title|Звонок из Анкары
meta|10 марта, 22:31
|
body|Министры говорили недолго.
""", {"published": None}),
    Page("the year of another date", """
title|Звонок из Анкары
meta|10 марта, 22:31
|
body|Министры говорили недолго.
|
meta|Обновлено: 11.03.2025 08:00
""", {"published": "2025-03-10T22:31", "updated": "2025-03-11T08:00"}),
    Page("lead apart from the body", """
title|Осло и Хельсинки сверили планы
|
lead|Премьеры двух стран созвонились накануне встречи в Стокгольме.
|
meta|Источник: пресс-служба правительства Норвегии
|
body|Разговор занял полчаса, передаёт Nordnytt.fi.
body|Премьеры увидятся в мае.
""", {"outlet": "Nordnytt.fi"},
         (("Nordnytt.fi", "outlet"), ("пресс-служба правительства Норвегии", "official"))),
    Page("title with a full stop", """
title|Премьер Грузии поздравил коллегу с победой.
|
body|Поздравление передал посол. Коллега благодарен.
|
body|Встретиться они надеются летом.
"""),
    Page("list in the body", """
title|Что подписали в Ташкенте
|
body|Стороны подписали четыре бумаги:
body|соглашение о реках
body|протокол о дорогах
body|план обмена студентами
|
body|Все они вступают в силу в июле.
"""),
    Page("chronicle with dates for headings", """
title|Как шёл спор о плотине
meta|2 июня 2025
|
body|Спор тянулся три года.
|
meta|5 марта 2022
body|Каир направил первую ноту.
|
body|Хартум ответил молчанием.
""", {"published": "2025-06-02"}),
    Page("dated stamp of a place, signature, buttons", """
title|Телефонный разговор глав МИД Алжира и Туниса
|
meta|Алжир, 9 апреля 2025 г.
|
body|Министры согласовали поездку.
|
meta|Пресс-служба МИД Алжира
chrome|Лента дня | Архив | Фото | О проекте
chrome|Поделиться  |  Комментарии (12)
""", {"published": "2025-04-09"}, (("Пресс-служба МИД Алжира", "official"),)),
    Page("section names as headings, credit of a photo, known agency above", """
rubric|Kazinform
rubric|Политика
title|Что решил саммит в Хиве
|
body|Саммит в Хиве длился два дня.
|
chrome|Фото: © РИА Новости / Иван Петров
|
heading|Энергетика
|
body|Линию достроят к зиме.
""", {"outlet": "Kazinform", "author": None}, (("Kazinform", "agency"),)),
    Page("agency after a dash", """
title|Лавров принял посла
|
body|МОСКВА, 5 мая 2025 - РИА Новости. Министр принял посла Омана.
body|Беседа была долгой.
""", {"published": "2025-05-05", "outlet": "РИА Новости"}, (("РИА Новости", "agency"),)),
    Page("caption of the one told about", """
title|Умер бывший посол Марк Левин
|
chrome|Марк Левин
body|Бывший посол Марк Левин умер в Берне.
body|Он служил тридцать лет.
"""),
    Page("words of a page within sentences", """
title|Реклама и власть спорят
|
body|Реклама табака запрещена в обеих странах.
|
body|«Пишите нам в посольство», — посоветовал консул.
|
body|Комментарии посла вызвали недоумение в Минске.
|
body|По теме границы министры расходятся.
|
body|Источник в МИД Литвы подтвердил это.
"""),
]


def _build(page: Page) -> tuple[str, list[tuple[str, str]]]:
    rows = [line.split("|", 1) for line in page.lines.strip("\n").split("\n")]
    return "\n".join(row[1] for row in rows), [(row[0], row[1]) for row in rows if row[0]]


def _blocks(report: Report) -> list[tuple[str, str]]:
    return [(b.kind, report.text[b.start:b.end]) for b in report.blocks]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page(page: Page) -> None:
    text, wanted = _build(page)
    report = read_text(text, id="page")
    assert _blocks(report) == wanted
    assert {name: getattr(report, name) for name in page.facts} == page.facts
    if page.sources is not None:
        assert tuple((s.name, s.kind) for s in report.sources) == page.sources


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\n \u00a0\n", "\r\n\r\n"])
def test_offsets_are_those_of_the_text_whatever_ends_its_lines(end: str) -> None:
    text = end.join(["\u00a0Баку и Тби\u00adлиси созвонились ",
                     "Мини\u00adстры\u00a0говорили час.", "Договорились о\u00a0мосте."])
    report = read_text(text, id="x")
    assert [text[b.start:b.end] for b in report.blocks] == [
        "Баку и Тби\u00adлиси созвонились", "Мини\u00adстры\u00a0говорили час.", "Договорились о\u00a0мосте."]
    assert report.title == "Баку и Тбилиси созвонились"
    assert report.text == text


def test_mixed_line_ends() -> None:
    report = read_text("Баку ждёт гостей\r\n\r\nГости едут.\rИх трое.\nВсе рады.", id="x")
    assert [b.kind for b in report.blocks] == ["title", "body", "body", "body"]


def test_lines_of_fixed_width_are_one_paragraph() -> None:
    text = ("Разговор министров\n\nМинистр иностранных дел Латвии позвонил своему коллеге из\n"
            "Литвы и рассказал ему о том, как идут переговоры с соседями, которые\n"
            "Рига ведёт с прошлого года, и о том, что мешает их завершить, а затем\n"
            "они назначили встречу на май. Встреча пройдёт в Каунасе.\n\n"
            "До этого министры виделись только однажды, когда оба приезжали в\n"
            "столицу Эстонии на открытие моста.\n")
    report = read_text(text, id="x")
    assert [b.kind for b in report.blocks] == ["title", "body", "body"]


def test_what_the_caller_gives_wins() -> None:
    text = "Старый заголовок\n1 мая 2020\n\nМинистры встретились в Риге, пишет «Залив»."
    report = read_text(text, id="x", title="Новый", outlet="Иной", published="2021-05", language="kk", url="u")
    assert (report.title, report.outlet, report.published) == ("Новый", "Иной", "2021-05")
    assert (report.language, report.url) == ("kk", "u")
    assert [s.name for s in report.sources] == ["Иной", "Залив"]


@pytest.mark.parametrize(("given", "kept"), [
    ("2025", "2025"), ("2025-02", "2025-02"), ("2025-02-28", "2025-02-28"), ("2025-02-28T19:27", "2025-02-28T19:27"),
    ("2025-02-28 19:27:33", "2025-02-28T19:27"), ("2025-02-28T19:27:00+05:00", "2025-02-28T19:27")])
def test_forms_of_published(given: str, kept: str) -> None:
    assert read_text("Слова.", id="x", published=given).published == kept


@pytest.mark.parametrize("given", ["", "вчера", "2025-13", "2025-02-30", "28.02.2025", "2025-2-3", "20250228",
                                   "2025-02-28T25:00"])
def test_bad_published(given: str) -> None:
    with pytest.raises(ReportError, match="published"):
        read_text("Слова.", id="x", published=given)


@pytest.mark.parametrize("text", ["", " \n\u00a0", "12.03.2025\n***", "\ufeff", "слово \ud800"])
def test_no_report(text: str) -> None:
    with pytest.raises(ReportError, match=r"^x: "):
        read_text(text, id="x")


@pytest.mark.parametrize(("text", "language"), [
    ("Министры двух стран обсудили переправу через Пяндж.", "ru"),
    ("Сыртқы істер министрі әріптесімен телефон арқылы сөйлесті, олар ынтымақтастық туралы пікір алмасты.", "kk"),
    ("The foreign minister spoke with his colleague by phone and thanked him for the help of the country.", "en"),
    ("Міністр закордонних справ поговорив із колегою про їхні плани щодо миру.", "uk")])
def test_language(text: str, language: str | None) -> None:
    assert read_text(text, id="x").language == language


@pytest.mark.parametrize(("sentence", "sources"), [
    ("Стороны согласны, сообщает ТАСС со ссылкой на МИД РФ.", [("ТАСС", "agency"), ("МИД РФ", "official")]),
    ("Об этом рассказали в пресс-службе Министерства обороны Литвы.",
     [("пресс-служба Министерства обороны Литвы", "official")]),
    ("Рейс задержан, передаёт агентство «Хребет».", [("Хребет", "agency")]),
    ("Рейс задержан, уточнили в посольстве Омана.", [("посольство Омана", "official")]),
    ("Министр пишет письма по ночам и сообщает жене о погоде.", [])])
def test_chain(sentence: str, sources: list[tuple[str, str]]) -> None:
    assert [(s.name, s.kind) for s in read_text(f"{sentence} Подробностей нет.", id="x").sources] == sources
