"""Positions over time: a lane for each stance, a dot where it was taken, the greater the more often."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from elchi.charts.spans import Day, Names, binned, months_axis
from elchi.charts.svg import LARGE, WIDTH, fitting, label, num, svg

LANE = 58.0
SIZES = (5, 8, 12, 16, 20)
"""Of dots, across, in units."""


def strip(rows: Iterable[tuple[Day, str, int]], labels: Mapping[str, str], names: Names, title: str, desc: str) -> str:
    """Positions as dots: `rows` are a day, a stance and a count; `labels` what the stances are called, in their order;
    those that nobody took have no lane. Raises KeyError where a stance has no label."""
    kept = list(rows)
    taken = {stance for _, stance, count in kept if count}
    if unknown := taken - set(labels):
        raise KeyError(f"no label for {sorted(unknown)}")
    lanes = [stance for stance in labels if stance in taken]
    bins = binned(kept)
    pitch = WIDTH / max(1, len(bins.counts))
    most = max((count for cell in bins.counts for count in cell.values()), default=1) or 1
    drawn = []
    for n, stance in enumerate(lanes):
        y = LANE * (n + 1) - 14
        paths = dict.fromkeys(SIZES, "")
        for i, cell in enumerate(bins.counts):
            if cell[stance]:
                size = SIZES[math.ceil(math.sqrt(cell[stance] / most) * len(SIZES)) - 1]
                paths[size] += f"M{num(min(WIDTH - 10, max(10.0, (i + 0.5) * pitch)))} {num(y)}h0"
        drawn += [label(0, y - 12, fitting(labels[stance], WIDTH, LARGE)),
                  f'<path class="grid" stroke="currentColor" d="M0 {num(y)}H{WIDTH}"/>']
        drawn += [f'<path class="accent end" stroke="currentColor" stroke-width="{size}" d="{path}"/>'
                  for size, path in paths.items() if path]
    foot = LANE * len(lanes) + 2
    if lanes:
        drawn += months_axis(bins.first, bins.first + len(bins.counts) * bins.step - 1, 0, foot, names)
    return svg(foot + LARGE * 1.5, drawn, title, desc)
