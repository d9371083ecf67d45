"""Reprints of a report are found and told from other reports of the same matter, today and with what is stored."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.merge.copies import BANDS, LONGEST, alike, signature

LEAD = ("В Душанбе в четверг прошли переговоры министров транспорта Таджикистана и Ирана, на которых речь шла о новой "
        "паромной линии и о тарифах на перевозку хлопка.")
BODY = (
    "Как рассказал после встречи таджикский министр, обе делегации сверили графики поездов и нашли место для сорока "
    "дополнительных составов в месяц.",
    "Иранская сторона, по его словам, готова уже весной открыть склады у порта Чабахар и снизить сборы на треть для "
    "грузов, идущих через Мешхед.",
    "Остаётся спорным вопрос о страховании водителей: в Тегеране хотят единого полиса, в Душанбе предлагают признавать "
    "документы друг друга.",
    "Рабочая группа соберётся снова в мае в Худжанде, куда пригласят и перевозчиков из Узбекистана, заинтересованных в "
    "коротком пути к морю.",
    "Прошлогодний обмен грузами между двумя странами вырос на восемнадцать процентов, хотя половину осени дорога через "
    "перевал оставалась закрытой из-за лавин.",
)
REPORT = "\n\n".join(["Таджикистан и Иран обсудили паром", LEAD, *BODY])
FOOTER = ("Перепечатка материалов сайта допускается только со ссылкой на «Вестник долины», адрес редакции указан внизу "
          "страницы.")
EDITED = (REPORT.replace("в четверг", "6 марта").replace("сорока", "40").replace("по его словам", "сказал он")
          .replace("водителей", "шофёров").replace("весной", "в апреле"))
REPRINTS = {
    "another title": REPORT.replace("Таджикистан и Иран обсудили паром", "Хлопок едет\nВторник, 12:40 | Читали: 118"),
    "a footer": f"{REPORT}\n\n{FOOTER}\nЧитайте также\nНаш канал",
    "other words": EDITED,
    "another dateline": REPORT.replace(LEAD, f"ДУШАНБЕ, 6 марта, «Памир-Информ». {LEAD}"),
    "the first half": "\n\n".join([LEAD, *BODY[:2]]),
    "the first paragraph": LEAD,
    "broken lines": "\n\n".join(textwrap.fill(part, 70) for part in REPORT.split("\n\n")),
    "other spaces and letters": REPORT.replace(" ", "\u00a0").replace("ё", "е").upper(),
}
OTHERS = {
    "the same matter": (
        "Паром для хлопка и общие склады стали темой беседы, которую провели в Душанбе главы транспортных ведомств "
        f"Ирана и Таджикистана. Следующая встреча намечена на май в Худжанде.\n\n{FOOTER}"),
    "the same partners": (
        "Посол Ирана в Душанбе вручил президенту Таджикистана приглашение на саммит прикаспийских государств. В беседе "
        f"упомянули и паромную линию, но подробностей не привели.\n\n{FOOTER}"),
    "nothing in common": "Погода над Каспием в выходные ожидается ясной, ветер северный, волнение до двух баллов.",
}
STORED = (6994282443095989895, -7448366614211254347, 5062709087478873157, 8476595141805848267, -5355414887972433588,
          -7241005990402712827, 9039197352089317910, 3031248232780943426)
"""The signature of the lead: to change it is to lose the copies of all reports that ledgers hold."""


@pytest.mark.parametrize("text", REPRINTS.values(), ids=REPRINTS)
def test_a_reprint_is_found_and_held_for_a_copy(text: str) -> None:
    assert set(signature(text)) & set(signature(REPORT))
    assert alike(text, REPORT) == alike(REPORT, text) >= 0.7


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_another_report_is_no_copy(text: str) -> None:
    assert alike(text, f"{REPORT}\n\n{FOOTER}") < 0.5 and alike(text, REPORT) < 0.1
    assert not set(signature(text)) & set(signature(REPORT))


def test_how_often_copies_and_strangers_share_a_band() -> None:
    rng, pairs = Random(4), list[tuple[float, bool]]()
    for words in (28, 60, 280):
        for _ in range(1200):
            text = [f"{rng.randrange(10 ** 6)}а" for _ in range(words)]
            edits = rng.uniform(0, 0.4)
            other = [word if rng.random() > edits else "иначе" for word in text]
            runs, others = ({*zip(t, t[1:], t[2:], strict=False)} for t in (text, other))
            pairs.append((len(runs & others) / len(runs | others),
                          bool({*signature(" ".join(text))} & {*signature(" ".join(other))})))

    def share(low: float, high: float) -> float:
        found = [shared for likeness, shared in pairs if low <= likeness < high]
        assert len(found) > 100
        return sum(found) / len(found)

    assert share(0.7, 0.8) > 0.95 and share(0.8, 1.01) > 0.985
    assert share(0.25, 0.3) < 0.25 and share(0.1, 0.2) < 0.08
    assert share(0.45, 0.55) == pytest.approx(0.65, abs=0.12)


def test_what_is_stored_stays_true_in_every_process() -> None:
    script = "import sys; from elchi.merge.copies import signature; print(signature(sys.argv[1]))"
    told = subprocess.run(
        [sys.executable, "-c", script, LEAD],
        env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(signature(LEAD)) == str(STORED)


def test_bands_fit_a_column_and_are_told_apart() -> None:
    bands = signature(REPORT)
    assert len(set(bands)) == len(bands) == BANDS
    assert all(-2 ** 63 <= band < 2 ** 63 for band in bands)


@pytest.mark.parametrize("text", ["", "\n", "Слово", "Два слова", "?!"])
def test_a_text_without_a_run_is_like_none(text: str) -> None:
    assert signature(text) == () and alike(text, text) == alike(text, REPORT) == 0


def test_a_few_words_that_a_longer_text_has_too_make_no_copy() -> None:
    assert alike("Рабочая группа соберётся снова в мае в Худжанде", REPORT) < 0.5
    assert alike("Рабочая группа соберётся снова в мае", "рабочая группа соберётся снова в мае!") == 1


def test_of_a_very_long_text_the_beginning_counts() -> None:
    text = f"{REPORT} " * (LONGEST // len(REPORT) + 1)
    assert signature(text + LEAD) == signature(text + FOOTER)


@given(st.text(), st.text(alphabet="аб \n\ud800\x00\U0001f54a."))
def test_any_text_has_a_signature_and_a_likeness(a: str, b: str) -> None:
    assert 0 <= alike(a, b) == alike(b, a) <= 1
    assert len(signature(b)) in (0, BANDS)
    assert alike(b, b) == float(bool(signature(b)))
