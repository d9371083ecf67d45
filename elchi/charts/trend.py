"""How often there were contacts: the rate of each month as a dot, and the line fitted to it with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from elchi.charts.spans import Day, Names, heights, month_of, months_axis, rounds
from elchi.charts.svg import LARGE, WIDTH, num, svg

TOP, FOOT = 34.0, 210.0
MOST = 120
MONTH, YEAR = 30, 365.25
"""Days for which a rate is given, and in which the change is told, as in `elchi.answers.trend`."""
SHORT = 10
"""A month observed for fewer days does not say how high the axis goes."""


def trend(months: Sequence[tuple[Day, int, int]], yearly: tuple[float, float, float] | None, names: Names, title: str,
          desc: str) -> str:
    """Contacts per 30 days, month by month: `months` are their first day, contacts, days observed, one after the other;
    `yearly` the ratio of a year's number to that of the year before, and the low and high end of its interval
    (`answers.trend.Trend`). The line has the slope told and as many contacts as there were, as the fit has; the band is
    what lines of the low and the high slope enclose, which cross at the centre."""
    each = -(-len(months) // MOST) or 1
    parts = [(sum(n for _, n, _ in months[i:i + each]), sum(d for *_, d in months[i:i + each]))
             for i in range(0, len(months), each)]
    rates = [MONTH * count / days for count, days in parts]
    lines = [_fitted(parts, ratio) for ratio in yearly or ()]
    full = [rate for rate, (_, days) in zip(rates, parts, strict=True) if days >= SHORT] or rates
    ticks = rounds(max([*full, *(lines[0] if lines else ())], default=0), whole=False)
    grid, left = heights(ticks, TOP, FOOT, names)
    pitch = (WIDTH - left) / max(1, len(rates))

    def points(values: Sequence[float]) -> list[str]:
        return [f"{num(left + (i + 0.5) * pitch)} {num(FOOT - (FOOT - TOP) * min(1.0, v / ticks[-1]))}"
                for i, v in enumerate(values)]

    drawn = grid
    if lines:
        upper, lower = points([*map(max, *lines)]), points([*map(min, *lines)])
        drawn.append('<path class="accent" fill="currentColor" fill-opacity=".18" '
                     f'd="M{"L".join(upper + lower[::-1])}z"/>')
    drawn.append(f'<path class="faint end" stroke="currentColor" stroke-width="7" '
                 f'd="{"".join(f"M{p}h0" for p in points(rates))}"/>')
    if lines:
        drawn.append(f'<path class="accent" stroke="currentColor" stroke-width="3" fill="none" '
                     f'd="M{"L".join(points(lines[0]))}"/>')
    if months:
        drawn += months_axis(month_of(months[0][0]), month_of(months[-1][0]), left, FOOT, names)
    return svg(FOOT + LARGE * 1.5, drawn, title, desc)


def _fitted(parts: Sequence[tuple[int, int]], ratio: float) -> list[float]:
    """The rates of a line of this yearly ratio with as many contacts as there were: what the likelihood of a Poisson
    model asks of its intercept when the slope is given (McCullagh & Nelder 1989, chapter 6)."""
    slope = math.log(ratio) / YEAR
    ends = [sum(days for _, days in parts[:i + 1]) for i in range(len(parts))]
    logs = [slope * (end - days / 2) for end, (_, days) in zip(ends, parts, strict=True)]
    curve = [math.exp(x - max(logs)) for x in logs]
    mass = sum(height * days for height, (_, days) in zip(curve, parts, strict=True))
    return [MONTH * sum(count for count, _ in parts) * height / mass for height in curve]
