"""Dates of Russian news: what is found, what it comes to, and what is no date."""

from __future__ import annotations

import re
from datetime import date
from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.annotate.date_grammar import Rule, grammar
from elchi.annotate.dates import DateMention, find_dates

RULES = grammar("ru").rules
SEEN_FROM = "2026-03-11"  # a Wednesday


def values(text: str, published: str | None = SEEN_FROM) -> list[str | None]:
    return [m.value for m in find_dates(text, published)]


@pytest.mark.parametrize(("rule", "text", "value"), [(r, t, v) for r in RULES for t, v in r.yes])
def test_examples_of_the_lexicon_are_read(rule: Rule, text: str, value: str) -> None:
    first = find_dates(text, SEEN_FROM)[0]
    assert (first.rule, first.value) == (rule.id, value)


@pytest.mark.parametrize("text", [t for r in RULES for t in r.no])
def test_counterexamples_of_the_lexicon_are_no_dates(text: str) -> None:
    assert find_dates(text, SEEN_FROM) == ()


def test_every_rule_has_an_example() -> None:
    assert [r.id for r in RULES if not r.yes] == []


@pytest.mark.parametrize(("text", "published", "wanted"), [
    ("Министр прибыл в Душанбе 28 февраля.", "2026-03-02", ["2026-02-28"]),
    ("Министр прибыл в Душанбе 28 декабря.", "2026-01-03", ["2025-12-28"]),
    ("Саммит пройдёт 14 января в Бишкеке.", "2025-12-20", ["2026-01-14"]),
    ("Ещё 19 января стороны обменялись нотами.", "2025-11-20", ["2025-01-19"]),
    ("На встрече, назначенной на 3 марта, речь шла о воде.", "2026-03-11", ["2026-03-03"]),
    ("Договор подписан 5 мая 1994 года.", None, ["1994-05-05"]),
    ("Посол прибыл 5 мая.", None, [None]),
    ("Посол прибыл 5 мая, а грамоты вручил 9 июня 2021 года.", None, ["2021-05-05", "2021-06-09"]),
    ("Встречи прошли 12 апреля и 3 мая 2022 года.", "2026-03-11", ["2022-04-12", "2022-05-03"]),
    ("В июле посол вспомнил войну 1950–1953 годов.", None, [None, "1950/1953"]),
    ("Учения идут 17—18 ноября.", "2025-11-17", ["2025-11-17/2025-11-18"]),
    ("Гость объедет три столицы 3, 4 и 5 марта.", "2026-03-01", ["2026-03-03/2026-03-05"]),
    ("Рейсы вылетели 3 и 7 марта.", "2026-03-11", ["2026-03-03", "2026-03-07"]),
    ("Рейсы вылетели 2, 5 и 9 марта 2024 года.", "2026-03-11", ["2024-03-02", "2024-03-05", "2024-03-09"]),
    ("Форум шёл с 29 ноября по 2 декабря 2024 года.", None, ["2024-11-29/2024-12-02"]),
    ("Перемирие действует с 30 декабря 2025 года по 3 января 2026 года.", None, ["2025-12-30/2026-01-03"]),
    ("Обновлено 04.02.2026 в 15:00", None, ["2026-02-04"]),
    ("В понедельник, 2 марта, в Актау прибыл посол.", "2026-03-04", ["2026-03-02"]),
    ("2 марта, в понедельник, в Актау прибыл посол.", "2026-03-04", ["2026-03-02"]),
    ("Двумя днями ранее, 5 марта, пал пограничный пост.", "2026-03-07", ["2026-03-05"]),
    ("Накануне, в субботу, аэропорт закрыли.", "2026-03-01", ["2026-02-28"]),
    ("Вчера министр вернулся, завтра он вылетит снова.", "2026-03-01", ["2026-02-28", "2026-03-02"]),
    ("В воскресенье в стране состоятся выборы.", "2026-03-11", ["2026-03-15"]),
    ("Об этом в воскресенье сообщил МИД.", "2026-03-11", ["2026-03-08"]),
    ("Об этом в среду сообщил МИД.", "2026-03-11", ["2026-03-11"]),
    ("В прошлую среду послы собрались в Ташкенте.", "2026-03-11", ["2026-03-04"]),
    ("О пятничных переговорах рассказал посол.", "2026-03-11", ["2026-03-06"]),
    ("На этой неделе комиссия соберётся.", "2026-03-11", ["2026-03-09/2026-03-15"]),
    ("В прошлом месяце границу открыли.", "2026-01-11", ["2025-12"]),
    ("В конце следующего месяца ждут делегацию.", "2025-12-11", ["2026-01"]),
    ("В октябре совет принял пакет.", "2025-12-10", ["2025-10"]),
    ("В сентябре прошла конференция.", "2026-03-11", ["2025-09"]),
    ("Саммит намечен на сентябрь.", "2026-03-11", ["2026-09"]),
    ("Договор, подписанный в марте текущего года, вступил в силу.", "2025-06-30", ["2025-03"]),
    ("В середине ноября 2024 года.", "2026-03-11", ["2024-11"]),
    ("С октября по март 2025 года шли переговоры.", None, ["2024-10/2025-03"]),
    ("За девять месяцев прошлого года, с января по сентябрь, ввоз вырос.", "2026-02-01",
     ["2025-01/2025-09", "2025-01/2025-09"]),
    ("За первые четыре месяца нынешнего вывоз упал.", "2025-06-01", ["2025-01/2025-04"]),
    ("Во втором квартале прошлого года.", "2026-03-11", ["2025-04/2025-06"]),
    ("В первом полугодии ввоз вырос.", "2026-08-11", ["2026-01/2026-06"]),
    ("Прошлой зимой перевал был закрыт.", "2026-06-11", ["2025-12/2026-02"]),
    ("Прошлым летом посольство закрыли.", "2026-03-11", ["2025-06/2025-08"]),
    ("Следующей весной откроют мост.", "2026-03-11", ["2027-03/2027-05"]),
    ("Весной 2012 года.", None, ["2012-03/2012-05"]),
    ("С 2007 по 2011 годы он был послом.", None, ["2007/2011"]),
    ("Бюджет на 2027–2028 годы.", None, ["2027/2028"]),
    ("В конце 1930-х годов.", None, ["1930/1939"]),
    ("Удар нанесли в ночь на 1 марта.", "2026-03-02", ["2026-03-01"]),
    ("Минувшей ночью сбиты три дрона.", "2026-03-02", ["2026-03-02"]),
    ("Неделю назад посольство закрылось.", "2026-03-11", ["2026-03-02/2026-03-08"]),
    ("Около трёх лет назад посольство закрылось.", "2026-03-11", [None]),
    ("Несколько дней назад посольство закрылось.", "2026-03-11", [None]),
    ("Пять лет назад посольство закрылось.", "2026-03-11", ["2021"]),
    ("Двадцать пять лет назад посольство закрылось.", "2026-03-11", ["2001"]),
    ("В\u00a0марте\u00a02024\u00a0года", None, ["2024-03"]),
    ("8 марта отмечают праздник.", "2026-03-11", ["2026-03-08"]),
])
def test_values(text: str, published: str | None, wanted: list[str | None]) -> None:
    assert values(text, published) == wanted


@pytest.mark.parametrize("text", [
    "Резолюция 2231 принята единогласно.", "Товарооборот упал на 18,6%.", "Собрано 4 тысячи подписей.",
    "Одобрен 19-й пакет санкций.", "2310 просмотров", "Завершился 3-й саммит.", "Начало в 15:00.",
    "Открылось учение «Щит-2025».", "Повстанцы из «Движения 12 мая» сложили оружие.", "Марта Ланге прибыла в Ригу.",
    "В этот день они не встретились.", "Средний срок — две недели.", "Накануне визита аэропорт закрыли.",
    "В районе среды обитания сайгака.", "Выделено 30 млн долларов.", "Погибли 12 и ранены 40 человек.",
])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, SEEN_FROM) == ()


@pytest.mark.parametrize(("text", "published", "value"), [
    ("Сегодня", "2026-03", "2026-03"), ("Вчера", "2026-03", None), ("В прошлом месяце", "2026-03", "2026-02"),
    ("В прошлом году", "2026", "2025"), ("28 февраля", "2026", None), ("В октябре", "2026-03", "2025-10"),
    ("Вчера", "2026-03-01T00:30", "2026-02-28"), ("На минувшей неделе", None, None), ("Накануне", None, None),
])
def test_publication_known_in_part(text: str, published: str | None, value: str | None) -> None:
    assert values(text, published) == [value]


def test_twenty_ninth_of_february_of_a_common_year_has_no_value() -> None:
    assert values("29 февраля", "2026-03-11") == [None]
    assert values("29 февраля 2024 года", None) == ["2024-02-29"]


def test_day_that_no_month_has_is_no_day() -> None:
    assert values("31 июня 2024 года", None) == ["2024-06"]


@pytest.mark.parametrize(("text", "due"), [
    ("Визит пройдёт 20 марта.", True), ("Визит прошёл 2 марта.", False),
    ("Отказаться надо до 1 января 2027 года.", True),
    ("До 1974 года он служил в армии.", False), ("На следующей неделе.", True), ("Завтра.", True), ("Сегодня.", False),
    ("Войска уйдут не позднее 11 марта.", True), ("В этом году.", False), ("К концу года 2026 год запомнится.", False),
])
def test_due(text: str, due: bool) -> None:
    assert [m.due for m in find_dates(text, SEEN_FROM)] == [due]


def test_due_without_publication() -> None:
    assert [m.due for m in find_dates("До 1 мая; завтра; вчера; 3 июня", None)] == [True, True, False, False]


def test_relative_is_what_is_counted_from_publication() -> None:
    found = find_dates("Вчера, 10 марта, стороны вспомнили прошлый год, 2019 год и субботние споры.", SEEN_FROM)
    assert [m.relative for m in found] == [False, True, False, True]


def test_offsets_are_of_the_report() -> None:
    text = "🇰🇿 Ещё 1 июля 2022 года."
    (found,) = find_dates(text, None, offset=100)
    assert text[found.start - 100:found.end - 100] == "1 июля 2022 года"


@pytest.mark.parametrize("unit", ["21, 22 и ", "с 3 марта по ", "накануне ", "в начале ", "19-го ",
                                  "«1 марта» ", "прошлого "])
def test_cost_grows_with_length_alone(unit: str) -> None:
    def cost(times: int) -> float:
        # The least of a few: others work on the same processors.
        return min(repeat(lambda: find_dates(unit * times, SEEN_FROM), number=1, repeat=3, timer=process_time))

    find_dates(unit, SEEN_FROM)
    assert cost(4000) < 12 * max(cost(1000), 0.01)


def test_unreadable_publication_is_an_error() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        find_dates("вчера", "yesterday")


WORDS = ["1", "3", "19", "21,", "22", "29", "30", "31", "2024", "2026", "19-го", "2.03.2026", "и", "с", "по", "до", "в",
         "-", "января", "феврале", "марта", "мая", "декабрь", "года", "году", "годах", "2017-2018", "прошлого", "этой",
         "следующую", "неделе", "среду", "субботу,", "вчера,", "накануне", "днём", "ранее", "месяца", "два", "назад",
         "квартале", "первом", "полугодии", "летом", "зимой", "1990-х", "будет", "около", "лет", "начале", "30/01/2026"]


def ends(value: str) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in end.split("-")) for end in value.split("/")]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
       st.sampled_from([None, "2026", "2026-02", "2024-02-29", "2025-12-31T23:59", "2026-03-11"]))
def test_any_run_of_date_words_gives_real_dates_in_order(text: str, published: str | None) -> None:
    found = find_dates(text, published)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        check(mention)


def check(mention: DateMention) -> None:
    if mention.value is None:
        return
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?", mention.value)
    both = ends(mention.value)
    assert both == sorted(both)
    for year, *rest in both:
        date(year, *(rest + [1, 1])[:2])


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for mention in find_dates(text, SEEN_FROM):
        check(mention)
