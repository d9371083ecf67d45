"""Writes `static/world.svg` from a file of outlines: `python -m elchi.charts.make_outlines countries-110m.json`.

The file is TopoJSON (github.com/topojson/topojson-specification), in the npm package world-atlas 2.0.2, from Natural
Earth 1:110m (public domain). An image does not see the looks of its page, so land is a grey that
shows on light and dark.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "desk" / "static" / "world.svg"
Point = tuple[int, int]
TURN, POLE = 3600, 900
"""Tenths of a degree around the earth, and to the south pole."""


def outlines(topology: Any) -> str:
    """The map, equirectangular, in degrees: each ring of each country, to a tenth of a degree."""
    (kx, ky), (x0, y0) = (topology["transform"][name] for name in ("scale", "translate"))
    arcs = [[(round((x * kx + x0) * 10), round(-(y * ky + y0) * 10))
             for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))] for arc in topology["arcs"]]
    paths = "".join(_path(ring, arcs) for country in topology["objects"]["countries"]["geometries"]
                    for ring in _rings(country))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180" width="360" height="180" '
            'preserveAspectRatio="none"><path transform="scale(.1)" fill="#808080" fill-opacity=".22" stroke="#808080" '
            f'stroke-opacity=".7" stroke-linejoin="round" vector-effect="non-scaling-stroke" d="{paths}"/></svg>\n')


def _rings(country: Any) -> Iterable[list[int]]:
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return (ring for polygon in polygons for ring in polygon)


def _path(ring: list[int], arcs: list[list[Point]]) -> str:
    """A ring of arcs, which run backward where their number is negative, as steps from point to point. One that crosses
    the 180th meridian goes on beyond it and is drawn at either end; one around the pole is closed over it."""
    points: list[Point] = []
    for number in ring:
        for x, y in arcs[number] if number >= 0 else arcs[~number][::-1]:
            x += round((points[-1][0] - x) / TURN) * TURN if points else 0
            if not points or (x, y) != points[-1]:
                points.append((x, y))
    if points[0][0] != points[-1][0]:
        points += [(points[-1][0], POLE), (points[0][0], POLE)]
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(points, points[1:], strict=False))
    drawn = f"l{' '.join(steps)}z" if len(points) > 2 else ""
    reach = [x for x, _ in points]
    turns = (0, *((TURN,) if min(reach) < -TURN / 2 else ()), *((-TURN,) if max(reach) > TURN / 2 else ()))
    return "".join(f"M{points[0][0] + turn} {points[0][1]}{drawn}" for turn in turns if drawn).replace(" -", "-")


if __name__ == "__main__":
    TARGET.write_text(outlines(json.loads(Path(sys.argv[1]).read_text("utf-8"))), "utf-8")
