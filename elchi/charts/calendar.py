"""Contacts by day: a year of weeks side by side, the rows their weekdays, the darker the more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

from elchi.charts.spans import Day, Names
from elchi.charts.svg import LARGE, SMALL, WIDTH, label, num, svg, told, wide

WEEKS = 53
LEFT, TOP = 66.0, 36.0
PITCH = (WIDTH - LEFT) / WEEKS
SIDE = PITCH - 2
LEVELS = 4
TITLED = 120
"""Of how many days, those with most contacts, the number is told on pointing: more would not fit into a page."""


def calendar(counts: Mapping[Day, int], last: Day, names: Names, title: str, desc: str) -> str:
    """Contacts by day in the 53 weeks of which the last holds the day `last`; other days are left out."""
    end = _day(last)
    monday = end.toordinal() - end.weekday() - 7 * (WEEKS - 1)
    by_day = {_day(day).toordinal() - monday: count for day, count in counts.items() if count > 0}
    shown = {n: count for n, count in by_day.items() if 0 <= n <= end.toordinal() - monday}
    most = max(shown.values(), default=1)
    titled = set(sorted(shown, key=lambda n: (-shown[n], -n))[:TITLED])
    drawn = [f'<path class="h0" stroke="currentColor" stroke-width="{num(SIDE)}" d="'
             + "".join(map(_cell, (n for n in range(end.toordinal() - monday + 1) if n not in shown))) + '"/>']
    for level in range(1, LEVELS + 1):
        cells = [n for n in shown if _level(shown[n], most) == level]
        plain = "".join(_cell(n) for n in sorted(cells) if n not in titled)
        drawn += [f'<g class="h{level}" stroke="currentColor" stroke-width="{num(SIDE)}">',
                  f'<path d="{plain}"/>' if plain else "",
                  *(f'<path d="{_cell(n)}"><title>{_said(monday + n, shown[n], names)}</title></path>'
                    for n in sorted(cells) if n in titled), "</g>"]
    drawn += [label(LEFT - 8, TOP + row * PITCH + 10, names.weekdays[row], "faint more" if row == 2 else "faint", "end")
              for row in (0, 2, 4)]
    return svg(TOP + 7 * PITCH + 4, drawn + _months(monday, names), title, desc)


def _day(day: Day) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _level(count: int, most: int) -> int:
    """How dark: 1 for a single contact, by the square root, since few days have many."""
    return 1 + round(math.sqrt((count - 1) / max(1, most - 1)) * (LEVELS - 1))


def _cell(n: int) -> str:
    week, row = divmod(n, 7)
    return f"M{num(LEFT + week * PITCH)} {num(TOP + row * PITCH + SIDE / 2)}h{num(SIDE)}"


def _said(ordinal: int, count: int, names: Names) -> str:
    return told(f"{names.day(date.fromordinal(ordinal).isoformat())}: {names.number(count)}", 40)


def _months(monday: int, names: Names) -> list[str]:
    """The months above the weeks in which they begin; in a narrow box every third."""
    drawn = []
    for week in range(WEEKS):
        sunday = date.fromordinal(monday + 7 * week) + timedelta(days=6)
        if sunday.day <= 7:
            x = LEFT + week * PITCH
            text = str(sunday.year) if sunday.month == 1 else names.months[sunday.month - 1]
            if x + wide(text, SMALL) <= WIDTH:
                rare = sunday.month % 3 != 1 or x + wide(text, LARGE) > WIDTH
                drawn.append(label(x, TOP - 8, text, "faint more" if rare else "faint"))
    return drawn
