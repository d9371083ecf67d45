"""Time as charts lay it out: months as numbers, bins of months, round ticks, and how a language names them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from elchi.charts.svg import LARGE, SMALL, WIDTH, label, num, wide

Day = date | str
STEPS = (1, 3, 12, 60, 120, 600, 1200, 12000)
"""Months that a bin may hold, or that lie between ticks: each goes into the next."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Names:
    """How the reader's language names things: twelve months and seven weekdays (from Monday) in short, a day (ISO
    8601), a number."""

    months: Sequence[str]
    weekdays: Sequence[str]
    day: Callable[[str], str]
    number: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bins:
    """Counts by series in bins of `step` months, the first from the month `first` on, counted from the year 0."""

    first: int
    step: int
    counts: tuple[Counter[str], ...]


@lru_cache(2048)
def month_of(day: Day) -> int:
    """The month of a day, counted from the year 0."""
    found = day if isinstance(day, date) else date.fromisoformat(day if len(day) > len("2026-03") else f"{day}-01")
    return found.year * 12 + found.month - 1


def binned(rows: Iterable[tuple[Day, str, int]], most: int = 60) -> Bins:
    """Rows of a day, a series and a count, summed by month, or by quarter, year or more years where the months are more
    than `most`. Bins without a row are there, too."""
    sums = Counter[tuple[int, str]]()
    for day, series, count in rows:
        sums[month_of(day), series] += count
    if not sums:
        return Bins(0, 1, ())
    first, last = min(month for month, _ in sums), max(month for month, _ in sums)
    step = next(step for step in STEPS if last // step - first // step < most)
    bins = [Counter[str]() for _ in range(first // step, last // step + 1)]
    for (month, series), count in sums.items():
        bins[month // step - first // step][series] += count
    return Bins(first // step * step, step, tuple(bins))


def span_name(first: int, step: int, names: Names) -> str:
    """What a bin is called: a month, the first and the last month, a year, or years."""
    year, month = divmod(first, 12)
    if step < 12:
        last = f"–{names.months[month + step - 1]}" if step > 1 else ""
        return f"{names.months[month]}{last} {year}"
    return str(year) if step == 12 else f"{year}–{year + step // 12 - 1}"


def rounds(most: float, whole: bool = True) -> list[float]:
    """Round numbers from nought to `most` or just above, four to six of them where there is room."""
    raw = max(most, 1 if whole else 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw * 0.999)
    if whole:
        step = max(1.0, step)
    return [round(step * i, 10) for i in range(math.ceil(most / step * 0.999 or 1) + 1)]


def amount(value: float, names: Names) -> str:
    """A number on an axis; a great one by its power of ten."""
    if abs(value) < 1e6:
        return names.number(int(value) if value == int(value) else value)
    power = math.floor(math.log10(value))
    return f"{value / 10 ** power:.3g}×10{str(power).translate(RAISED)}"


def heights(ticks: Sequence[float], top: float, foot: float, names: Names) -> tuple[list[str], float]:
    """The grid of an axis of counts, its words on the lines at the left; and where the plot may begin, so that none
    stands over what is drawn."""
    lines = [foot - (foot - top) * tick / ticks[-1] for tick in ticks]
    shown = [amount(tick, names) for tick in ticks]
    grid = "".join(f"M0 {num(y)}H{WIDTH}" for y in lines[1:])
    drawn = [f'<path class="grid" stroke="currentColor" d="{grid}"/>',
             f'<path class="ink" stroke="currentColor" d="M0 {num(foot)}H{WIDTH}"/>']
    # Where lines lie close, every other has no words in a narrow box.
    close = (foot - top) / max(1, len(ticks) - 1) < LARGE * 1.6
    odd = len(ticks) % 2
    drawn += [label(0, y - 4, text, "faint more" if close and i % 2 == odd else "faint")
              for i, (y, text) in enumerate(zip(lines, shown, strict=True)) if i]
    return drawn, min(WIDTH / 4, max(wide(text, LARGE) for text in shown) + 8)


def months_axis(first: int, last: int, left: float, y: float, names: Names) -> list[str]:
    """Ticks and words below an axis whose months, from `first` to `last`, are spread from `left` to its right end."""
    pitch = (WIDTH - left) / (last - first + 1)
    few, many = (_step(pitch, size, names) for size in (LARGE, SMALL))
    shown = [month for month in range(first, last + 1) if month % many == 0]
    drawn = ['<path class="faint" stroke="currentColor" d="'
             + "".join(f"M{num(left + (m - first) * pitch)} {num(y)}v5" for m in shown) + '"/>'] if shown else []
    yearless = not any(month % 12 == 0 for month in shown)
    for n, month in enumerate(shown):
        text = str(month // 12) if month % 12 == 0 or (yearless and n == 0) else names.months[month % 12]
        x = left + (month - first) * pitch
        if x + wide(text, SMALL) > WIDTH + 2:
            continue
        tight = (month % few or x + wide(text, LARGE) > WIDTH + 2) and not (yearless and n == 0)
        drawn.append(label(x, y + 8, text, "faint under more" if tight else "faint under"))
    return drawn


def _step(pitch: float, size: float, names: Names) -> int:
    """Months between words of this size."""
    longest = max(wide(name[:8], size) for name in names.months)
    return next(s for s in STEPS if s * pitch >= (longest if s < 12 else wide("2026", size)) + size * 0.6)
