"""Places on a map: pins over the outlines of countries.

The outlines are `static/world.svg`, made by `make_outlines.py` from Natural Earth 1:110m, version 4.1 (public domain),
as the npm package world-atlas 2.0.2 (ISC licence) packs it. They show coasts and borders as Natural Earth draws them,
not as any state claims them. The projection is equirectangular, true to scale at the middle of what is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from elchi.charts.dots import linked_dots
from elchi.charts.svg import WIDTH, num, svg

HEIGHT = 420.0
MOST = 40
NEAREST = 16.0
"""Degrees of latitude that are shown at least: nearer the outlines are too coarse."""
MARGIN = 1.3


@dataclass(frozen=True, slots=True)
class Pin:
    """A place: degrees north and east, what it is called, how much happened there, the address it leads to."""

    lat: float
    lon: float
    label: str
    count: int
    href: str


def world_map(pins: Iterable[Pin], title: str, desc: str) -> tuple[str, int]:
    """The map around the pins, and how many are left out: the 40 with most are shown."""
    ranked = sorted(pins, key=lambda pin: (-pin.count, pin.label, pin.lat, pin.lon))
    shown = ranked[:MOST]
    north, south = _ends([pin.lat for pin in shown], 90)
    east, west = _ends([pin.lon for pin in shown], 180)
    middle = (north + south) / 2
    squeeze = max(0.2, math.cos(math.radians(middle)))
    high = max(NEAREST, (north - south) * MARGIN, (east - west) * MARGIN * squeeze * HEIGHT / WIDTH)
    scale = HEIGHT / min(high, 180.0)
    # Nothing lies beyond the poles and the 180th meridian: the middle keeps off them where it can.
    centre = _within((east + west) / 2, 180 - WIDTH / scale / squeeze / 2), _within(middle, 90 - HEIGHT / scale / 2)

    def place(lat: float, lon: float) -> tuple[float, float]:
        return WIDTH / 2 + (lon - centre[0]) * squeeze * scale, HEIGHT / 2 - (lat - centre[1]) * scale

    x, y = place(90, -180)
    outlines = (f'<image href="/static/world.svg" preserveAspectRatio="none" x="{num(x)}" y="{num(y)}" '
                f'width="{num(360 * squeeze * scale)}" height="{num(180 * scale)}"/>')
    most = max((pin.count for pin in shown), default=0) or 1
    dots = [(*place(pin.lat, pin.lon), 5 + 9 * math.sqrt(max(0, pin.count) / most), pin.label,
             f"{pin.label}: {pin.count}", pin.href) for pin in shown]
    return svg(HEIGHT, [outlines, *linked_dots(dots, HEIGHT)], title, desc, linked=True), len(ranked) - len(shown)


def _ends(degrees: list[float], most: float) -> tuple[float, float]:
    return (max(degrees), min(degrees)) if degrees else (most, -most)


def _within(value: float, reach: float) -> float:
    return max(-max(0.0, reach), min(max(0.0, reach), value))
