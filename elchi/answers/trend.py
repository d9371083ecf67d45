"""Whether contacts become more frequent: counts by month, a rate, its change from year to year with an interval.

The counts of the months are taken as quasi-Poisson and their logarithm as a line in time, with the logarithm of the
days observed as offset: McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, chapters 6 and 9. Contacts come in
bursts, so the interval is widened by the dispersion that Pearson's chi-square shows and, where a burst goes on into the
next month, by what neighbouring months have in common: Bayley & Hammersley, J. R. Stat. Soc. Suppl. 8, 1946, 184-197.
Bursts of many months may still look like a trend. Contacts in one month or two are a burst: no trend is told from them,
and so the fit is always finite, too.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Literal

import numpy as np

from elchi.errors import LedgerError

Verdict = Literal["more frequent", "less frequent", "no change can be told", "too few to tell"]
Language = Literal["en", "ru", "kk"]

FEWEST_CONTACTS = 6
FEWEST_MONTHS = 3
"""In how many months there must be contacts for a trend to be told."""
YEAR = 365.25
MONTH = 30
"""Days for which a rate is given."""
FARTHEST = math.log(1000)
"""A yearly change beyond a thousand to one is given as a thousand to one; this is its logarithm."""
STEP = 2.0
"""How far a step of the fit goes at most, in logarithms."""
CARRIED = 0.8
"""The greatest correlation of neighbouring months that is reckoned with."""

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "counts": "Contacts: {total} in {days} days, {rate} per 30 days",
        "change": "best estimate: each year {change} times as many as the year before (95 % interval {low} to {high})",
        "point": ".", "more frequent": "more frequent", "less frequent": "less frequent",
        "no change can be told": "no change can be told", "too few to tell": "too few to tell of a change"},
    "ru": {
        "counts": "Контактов: {total} за {days} дн., {rate} на 30 дней",
        "change": "оценка: число за год к числу за предыдущий год {change} (95-процентный интервал от {low} до {high})",
        "point": ",", "more frequent": "контакты становятся чаще", "less frequent": "контакты становятся реже",
        "no change can be told": "изменений не установлено",
        "too few to tell": "контактов слишком мало, чтобы судить об изменениях"},
    "kk": {
        "counts": "Байланыс саны: {days} күнде {total}, 30 күнге шаққанда {rate}",
        "change": "бағалау: бір жылғы санның алдыңғы жылғы санға қатынасы {change} (95 пайыздық аралық: {low} – "
                  "{high})",
        "point": ",", "more frequent": "байланыстар жиілеп келеді", "less frequent": "байланыстар сиреп келеді",
        "no change can be told": "өзгеріс байқалмады",
        "too few to tell": "өзгеріс туралы айтуға байланыстар тым аз"}}
"""What `sentence` says, by language."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as far as it was observed: its first day observed (ISO 8601), contacts, days observed."""

    start: str
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How often there were contacts, and how that changed.

    `rate` is contacts per 30 days; `change` the ratio of a year's number to that of the year before, [`low`, `high`]
    its 95 % interval, all three None where the verdict is that there are too few contacts or months to tell.
    """

    months: tuple[Month, ...]
    total: int
    days: int
    rate: float
    verdict: Verdict
    change: float | None = None
    low: float | None = None
    high: float | None = None


def trend(days: Sequence[int], first: int, last: int) -> Trend:
    """The trend of contacts on `days` (proleptic ordinals, any order, a day as often as it had contacts) in the period
    [first, last] observed (ordinals).

    Raises LedgerError where the period is empty or no dates, or a contact lies outside it.
    """
    if not 1 <= first <= last <= date.max.toordinal():
        raise LedgerError(f"no period of days goes from {first} to {last}")
    if any(not first <= day <= last for day in days):
        raise LedgerError(f"a contact lies outside the days {first} to {last}")
    months, span = _months(days, first, last), last - first + 1
    told = Trend(months, len(days), span, MONTH * len(days) / span, "too few to tell")
    if len(days) < FEWEST_CONTACTS or sum(m.count > 0 for m in months) < FEWEST_MONTHS:
        return told
    slope, error = _slope(months)
    reach = _t(len(months) - 2) * error
    change, low, high = (math.exp(min(FARTHEST, max(-FARTHEST, x))) for x in (slope, slope - reach, slope + reach))
    verdict: Verdict = "more frequent" if low > 1 else "less frequent" if high < 1 else "no change can be told"
    return Trend(months, told.total, span, told.rate, verdict, change, low, high)


def sentence(t: Trend, language: Language = "en") -> str:
    """The trend in one sentence with its figures."""
    words = WORDS[language]

    def figure(x: float) -> str:
        return (f"{x:.0f}" if x >= 100 else f"{x:.3g}").replace(".", words["point"])

    parts = [words["counts"].format(total=t.total, days=t.days, rate=figure(t.rate)), words[t.verdict]]
    if t.change is not None and t.low is not None and t.high is not None:
        parts.append(words["change"].format(change=figure(t.change), low=figure(t.low), high=figure(t.high)))
    return "; ".join(parts) + "."


def _months(days: Sequence[int], first: int, last: int) -> tuple[Month, ...]:
    counts = Counter((d.year, d.month) for d in map(date.fromordinal, days))
    months = []
    start = first
    while start <= last:
        day = date.fromordinal(start)
        length = min(monthrange(day.year, day.month)[1] - day.day, last - start) + 1
        months.append(Month(day.isoformat(), counts[day.year, day.month], length))
        start += length
    return tuple(months)


def _slope(months: Sequence[Month]) -> tuple[float, float]:
    """The yearly change of the logarithm of the rate, and its standard error: iteratively reweighted least squares."""
    y = np.array([m.count for m in months], dtype=float)
    exposure = np.array([m.days for m in months], dtype=float)
    middle = np.cumsum(exposure) - exposure / 2
    half = (middle[-1] - middle[0]) / 2
    design = np.column_stack([np.ones_like(y), (middle - middle[0]) / half - 1])
    beta = np.array([math.log(y.sum() / exposure.sum()), 0.0])
    for _ in range(200):
        mu = np.maximum(np.exp(design @ beta) * exposure, 1e-12)
        weighted = design * mu[:, None]
        inverse = np.linalg.inv(design.T @ weighted)
        step = inverse @ (design.T @ (y - mu))
        beta += np.clip(step, -STEP, STEP)
        if np.abs(step).max() < 1e-9:
            break
    residuals = (y - mu) / np.sqrt(mu)
    squares = float((residuals ** 2).sum())
    carried = min(CARRIED, max(0.0, float((residuals[1:] * residuals[:-1]).sum()) / max(squares, 1e-12)))
    dispersion = max(1.0, squares / (len(y) - 2)) * (1 + carried) / (1 - carried)
    years = half / YEAR
    return float(beta[1]) / years, math.sqrt(dispersion * float(inverse[1, 1])) / years


def _t(freedom: int) -> float:
    """The 97.5 % quantile of Student's t: exact for one and two degrees of freedom, else the expansion of Abramowitz &
    Stegun, Handbook of Mathematical Functions 1964, 26.7.5, which is less than one part in a hundred off."""
    if freedom < 3:
        return (math.tan(0.475 * math.pi), 0.95 * math.sqrt(2 / (1 - 0.95 ** 2)))[freedom - 1]
    z = NormalDist().inv_cdf(0.975)
    return (z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
            + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3))
