"""Trends are found where they are, and bursts of contacts raise no false alarm."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.answers.trend import WORDS, Trend, Verdict, sentence, trend
from elchi.errors import LedgerError

FIRST = date(2023, 1, 1).toordinal()
TWO_YEARS = 730
RUNS = 200


def simulated(seed: int, rate: float, growth: float = 1.0, burst: float = 0.0, spread: int = 0) -> list[Trend]:
    """Trends of contacts of two years that begin at `rate` in 30 days and grow `growth`-fold a year; each brings
    `burst` others with it on the average, all within `spread` days."""
    source = np.random.default_rng(seed)
    found = []
    for _ in range(RUNS):
        starts = np.arange(-spread, TWO_YEARS)
        heads = np.repeat(starts, source.poisson(rate / 30 / (1 + burst) * growth ** (starts / 365.25)))
        days = np.repeat(heads, source.geometric(1 / (1 + burst), size=len(heads)))
        days = days + source.integers(0, spread + 1, size=len(days))
        inside = days[(days >= 0) & (days < TWO_YEARS)]
        found.append(trend([FIRST + int(day) for day in inside], FIRST, FIRST + TWO_YEARS - 1))
    return [t for t in found if t.change is not None]


def share(trends: list[Trend], *verdicts: str) -> float:
    return sum(t.verdict in verdicts for t in trends) / len(trends)


@pytest.mark.parametrize("growth", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("rate", [2, 20])
def test_the_interval_holds_the_true_change_as_often_as_it_says(rate: float, growth: float) -> None:
    trends = simulated(1, rate, growth)
    held = sum((t.low or math.inf) <= growth <= (t.high or 0) for t in trends) / len(trends)
    assert 0.92 <= held <= 0.995


def test_a_doubling_is_found() -> None:
    trends = simulated(2, rate=5, growth=2)
    assert share(trends, "more frequent") > 0.95
    assert np.median([t.change or 0 for t in trends]) == pytest.approx(2, rel=0.1)
    assert share(simulated(3, rate=20, growth=0.5), "less frequent") > 0.95


@pytest.mark.parametrize(("burst", "spread", "most"), [
    (1, 0, 0.08), (3, 0, 0.08), (8, 0, 0.08), (3, 14, 0.08), (1, 45, 0.12), (8, 45, 0.12)])
def test_bursts_raise_few_false_alarms(burst: float, spread: int, most: float) -> None:
    found = simulated(4, rate=10, burst=burst, spread=spread)
    assert share(found, "more frequent", "less frequent") <= most


def test_months_are_counted_as_far_as_they_were_observed() -> None:
    days = [date(2024, 2, 29), date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 1)]
    t = trend([d.toordinal() for d in days], date(2024, 1, 30).toordinal(), date(2024, 3, 2).toordinal())
    assert [(m.start, m.count, m.days) for m in t.months] == [
        ("2024-01-30", 1, 2), ("2024-02-01", 3, 29), ("2024-03-01", 0, 2)]
    assert (t.total, t.days) == (4, 33)
    assert t.rate == pytest.approx(4 / 33 * 30)
    assert (t.verdict, t.change) == ("too few to tell", None)


def test_partial_months_do_not_look_like_a_decline() -> None:
    first, last = date(2024, 1, 31).toordinal(), date(2024, 6, 1).toordinal()
    assert trend(list(range(first, last + 1)) * 3, first, last).change == pytest.approx(1)


@pytest.mark.parametrize("days", [
    [], [FIRST] * 5, [FIRST] * 500, [FIRST + TWO_YEARS - 1] * 500, [FIRST, FIRST + 700] * 50],
    ids=["none", "few", "all in the first month", "all in the last", "in two months"])
def test_of_too_few_nothing_is_told(days: list[int]) -> None:
    assert trend(days, FIRST, FIRST + TWO_YEARS - 1).verdict == "too few to tell"
    assert trend(days[:1] * 9, FIRST, FIRST + TWO_YEARS - 1).verdict == "too few to tell"


def test_one_month_and_one_day_are_too_few() -> None:
    assert trend([FIRST + 3] * 90, FIRST, FIRST + 30).verdict == "too few to tell"
    assert trend([FIRST] * 90, FIRST, FIRST).verdict == "too few to tell"


def test_steady_contacts_without_number_are_steady() -> None:
    t = trend([day for day in range(FIRST, FIRST + TWO_YEARS) for _ in range(300)], FIRST, FIRST + TWO_YEARS - 1)
    assert t.change == pytest.approx(1, abs=1e-6)
    assert t.low is not None and t.high is not None and 0.95 < t.low < 1 < t.high < 1.05


def test_what_came_only_at_the_end_of_half_a_century_stays_finite() -> None:
    last = FIRST + 18_262
    t = trend([last - 31 * n for n in range(3) for _ in range(4000)], FIRST, last)
    assert t.verdict == "more frequent"
    assert t.change is not None and t.change <= 1000.01


@pytest.mark.parametrize(("days", "first", "last"), [
    ([], FIRST + 1, FIRST), ([], 0, 5), ([], FIRST, 10 ** 9), ([FIRST - 1], FIRST, FIRST), ([FIRST + 1], FIRST, FIRST)])
def test_faulty_periods_are_told(days: list[int], first: int, last: int) -> None:
    with pytest.raises(LedgerError):
        trend(days, first, last)


def test_a_sentence_has_the_figures() -> None:
    t = Trend((), 42, 730, 1.726, "more frequent", 1.6, 1.2, 2.14)
    assert sentence(t) == (
        "Contacts: 42 in 730 days, 1.73 per 30 days; more frequent; best estimate: each year 1.6 times as many as the "
        "year before (95 % interval 1.2 to 2.14).")
    assert sentence(t, "ru") == (
        "Контактов: 42 за 730 дн., 1,73 на 30 дней; контакты становятся чаще; оценка: число за год к числу за "
        "предыдущий год 1,6 (95-процентный интервал от 1,2 до 2,14).")
    assert sentence(t, "kk") == (
        "Байланыс саны: 730 күнде 42, 30 күнге шаққанда 1,73; байланыстар жиілеп келеді; бағалау: бір жылғы санның "
        "алдыңғы жылғы санға қатынасы 1,6 (95 пайыздық аралық: 1,2 – 2,14).")
    assert sentence(trend([], FIRST, FIRST + 29)) == (
        "Contacts: 0 in 30 days, 0 per 30 days; too few to tell of a change.")


def test_every_language_has_words_for_every_verdict() -> None:
    assert all(set(get_args(Verdict)) <= set(words) for words in WORDS.values())
    assert len({frozenset(words) for words in WORDS.values()}) == 1


@given(days=st.lists(st.integers(0, 399), max_size=60), order=st.randoms())
@settings(deadline=None)
def test_days_add_up_whatever_their_order(days: list[int], order: Any) -> None:
    found = trend([FIRST + day for day in days], FIRST, FIRST + 399)
    shuffled = list(days)
    order.shuffle(shuffled)
    assert trend([FIRST + day for day in shuffled], FIRST, FIRST + 399) == found
    assert sum(m.count for m in found.months) == len(days)
    assert sum(m.days for m in found.months) == 400
    if found.change is not None:
        assert found.low is not None and found.high is not None
        assert 0 < found.low <= found.change <= found.high < math.inf
        assert (found.verdict == "more frequent") == (found.low > 1)
