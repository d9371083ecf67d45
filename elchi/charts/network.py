"""Who talked to whom: parties as dots, contacts between them as lines, the thicker the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from elchi.charts.dots import linked_dots
from elchi.charts.svg import WIDTH, num, svg

HEIGHT = 500.0
MOST, MOST_EDGES = 40, 200
ROUNDS = 30
MARGIN = 60.0
GOLDEN = 2.399963
"""The angle by which a spiral turns so that its points lie evenly."""
WIDTHS = (1.0, 2.0, 4.0, 7.0)


@dataclass(frozen=True, slots=True)
class Node:
    """A party: its code, what it is called, the address that its dot leads to."""

    code: str
    label: str
    href: str


def network(nodes: Iterable[Node], edges: Iterable[tuple[str, str, int]], title: str,
            desc: str) -> tuple[str, int, int]:
    """The chart, and how many nodes and edges are left out: the 40 nodes with most contacts are shown, but for those
    that talked to none of these, and between them the 200 edges with most. `edges` are two codes and their contacts;
    those of one code, or of one that is no node's, are not counted."""
    known = {node.code: node for node in nodes}
    weights = Counter[tuple[str, str]]()
    for a, b, count in edges:
        if a != b and a in known and b in known and count > 0:
            weights[min(a, b), max(a, b)] += count
    degrees = Counter(dict.fromkeys(known, 0))
    for (a, b), count in weights.items():
        degrees[a] += count
        degrees[b] += count
    first = sorted(known, key=lambda code: (-degrees[code], code))[:MOST]
    among = set(first)
    pairs = [(a, b, n) for (a, b), n in weights.items() if a in among and b in among]
    joined = {code for a, b, _ in pairs for code in (a, b)}
    ranked = [code for code in first if code in joined or not degrees[code]]
    index = {code: n for n, code in enumerate(ranked)}
    kept = [(a, b, -n) for n, a, b in sorted((-n, index[a], index[b]) for a, b, n in pairs)]
    places = _laid_out(len(ranked), kept)
    most = max(degrees.values(), default=0) or 1
    dots = [(x, y, 5 + 11 * math.sqrt(degrees[code] / most), known[code].label,
             f"{known[code].label}: {degrees[code]}", known[code].href)
            for code, (x, y) in zip(ranked, places, strict=True)]
    chart = svg(HEIGHT, _lines(kept[:MOST_EDGES], places) + linked_dots(dots, HEIGHT), title, desc, linked=True)
    return chart, len(known) - len(ranked), len(weights) - len(kept[:MOST_EDGES])


def _lines(edges: list[tuple[int, int, int]], places: list[tuple[float, float]]) -> list[str]:
    paths, points = dict.fromkeys(WIDTHS, ""), [f"{x:.0f} {y:.0f}" for x, y in places]
    for a, b, count in edges:
        breadth = WIDTHS[math.ceil(math.sqrt(count / edges[0][2]) * len(WIDTHS)) - 1]
        paths[breadth] += f"M{points[a]}L{points[b]}"
    return [f'<path class="edge" stroke="currentColor" fill="none" stroke-width="{num(breadth)}" d="{path}"/>'
            for breadth, path in paths.items() if path]


def _laid_out(size: int, edges: list[tuple[int, int, int]]) -> list[tuple[float, float]]:
    """Where nodes lie: Fruchterman & Reingold, Software: Practice and Experience 21, 1991, 1129-1164, from a spiral
    with the most talkative at its middle, and drawn to the middle, so that what hangs on nothing does not fly away."""
    at: Any = np.sqrt((np.arange(size) + 0.5) / max(1, size)) * np.exp(1j * GOLDEN * np.arange(size))
    pull: Any = np.zeros((size, size))
    for a, b, count in edges:
        pull[a, b] = pull[b, a] = 0.35 + 0.65 * math.sqrt(count / edges[0][2])
    ideal = 1.5 / math.sqrt(max(1, size))
    for n in range(ROUNDS):
        apart = at[:, None] - at
        far = np.maximum(np.abs(apart), 0.01)
        move = ((ideal ** 2 / far ** 2 - pull * far / ideal * 0.5) * apart).sum(1) - at * 0.8
        length = np.maximum(np.abs(move), 1e-9)
        at = at + move / length * np.minimum(length, 0.2 * (1 - n / ROUNDS))
    return list(zip(_spread(at.real, WIDTH, MARGIN), _spread(at.imag, HEIGHT, MARGIN / 2), strict=True))


def _spread(values: Any, room: float, margin: float) -> list[float]:
    """Coordinates spread over the room; a single one stands in its middle."""
    if len(values) < 2:
        return [room / 2] * len(values)
    span = max(float(np.ptp(values)), 1e-9)
    return [float(value) for value in margin + (values - values.min()) / span * (room - 2 * margin)]
