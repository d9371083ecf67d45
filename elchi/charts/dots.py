"""Dots with words that lead to pages: what the network and the map draw alike."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from elchi.charts.labels import placed
from elchi.charts.svg import LARGE, SMALL, fitting, label, num, told

FEW = 12
"""How many dots have words in a narrow box, where there is room."""
BROADEST = 170.0

Dot = tuple[float, float, float, str, str, str]
"""x, y, radius, words beside it, words on pointing and for a screen reader, address."""


def linked_dots(dots: Sequence[Dot], height: float) -> list[str]:
    """Dots as links, the most important first; words in a wide box and, of the first few, in a narrow one."""
    short = [(x, y, r, fitting(text, BROADEST, SMALL)) for x, y, r, text, *_ in dots]
    spots = placed(short, height, SMALL)
    large = [(x, y, r, fitting(text, BROADEST * 1.6, LARGE) if n < FEW else "")
             for n, (x, y, r, text, *_) in enumerate(dots)]
    few = placed(large, height, LARGE)
    drawn = []
    for n, (x, y, r, _, said, href) in enumerate(dots):
        words = _words(spots[n], short[n][3], "halo more")
        if n < FEW:
            words += _words(few[n], large[n][3], "halo less")
        drawn.append(f'<a href="{escape(href)}"><title>{told(said, 100)}</title><circle class="accent dot" '
                     f'fill="currentColor" cx="{num(x)}" cy="{num(y)}" r="{num(r)}"/>{words}</a>')
    return drawn


def _words(spot: tuple[float, float, str] | None, text: str, names: str) -> str:
    return label(spot[0], spot[1], text, names, "" if spot[2] == "start" else spot[2]) if spot else ""
