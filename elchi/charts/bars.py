"""Counts over time as bars, stacked by series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from elchi.charts.spans import Day, Names, binned, heights, months_axis, rounds, span_name
from elchi.charts.svg import COLOURS, LARGE, WIDTH, legend, num, svg, told

TOP, FOOT = 34.0, 210.0
GAP = 1.0
"""Between the series of a bar: colour is not all that tells them apart."""


def bars(rows: Iterable[tuple[Day, str, int]], labels: Mapping[str, str], other: str, names: Names, title: str,
         desc: str) -> str:
    """Counts over time, by month, or by quarter or year where that is too many. `rows` are a day, a series and a count;
    `labels` what the series are called, in the order of their colours: the first eight have one, all else is `other`.
    """
    bins = binned(rows)
    kept = list(labels)[:COLOURS]
    sums = [[cell[key] for key in kept] + [cell.total() - sum(cell[key] for key in kept)] for cell in bins.counts]
    classes, words = [f"c{i}" for i in range(len(kept))] + ["edge"], [*(labels[key] for key in kept), other]
    used = [i for i in range(len(words)) if any(row[i] for row in sums)]
    ticks = rounds(max(map(sum, sums), default=0))
    grid, left = heights(ticks, TOP, FOOT, names)
    pitch = (WIDTH - left) / max(1, len(sums))
    breadth = min(pitch * 0.8, 44.0)
    at = [left + pitch * i + breadth / 2 for i in range(len(sums))]
    paths = _paths(sums, at, (FOOT - TOP) / ticks[-1])
    drawn = [*grid, f'<g stroke-width="{num(breadth)}">',
             *(f'<path class="{classes[i]}" stroke="currentColor" d="{paths[i]}"/>' for i in used), "</g>"]
    drawn += [f'<g class="tips" stroke-opacity="0" stroke="currentColor" stroke-width="{num(breadth)}">',
              *(f'<path d="M{num(x)} {num(TOP)}V{num(FOOT)}"><title>'
                f"{told(f'{span_name(bins.first + i * bins.step, bins.step, names)}: {names.number(sum(row))}')}"
                "</title></path>" for i, (x, row) in enumerate(zip(at, sums, strict=True))), "</g>"]
    high, spare = FOOT + LARGE * 1.5, 0
    if sums:
        drawn += months_axis(bins.first, bins.first + len(sums) * bins.step - 1, left, FOOT, names)
    if len(used) > 1:
        key, more, spare = legend([(classes[i], words[i]) for i in used], high)
        drawn, high = drawn + key, high + more
    return svg(high, drawn, title, desc, spare=spare)


def _paths(sums: list[list[int]], at: list[float], scale: float) -> list[str]:
    """The bars of each series as one path: a line up for each bin."""
    paths = [""] * (len(sums[0]) if sums else 0)
    for x, row in zip(at, sums, strict=True):
        y = FOOT
        for i, count in enumerate(row):
            rise = count * scale
            if count:
                paths[i] += f"M{num(x)} {num(y)}V{num(y - max(0.5, rise - GAP if rise > 3 * GAP else rise))}"
            y -= rise
    return paths
