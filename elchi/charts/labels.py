"""Where words stand beside the dots of a chart, so that they cover neither dots nor one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elchi.charts.svg import WIDTH, wide

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Spot = tuple[float, float, str]
"""x, y and anchor of words."""


def placed(dots: Sequence[tuple[float, float, float, str]], height: float, size: float) -> list[Spot | None]:
    """For each dot (x, y, radius, words), the most important first, where its words stand: right, left, above or below;
    None where there are none, or they would cover something at each. Rather than none words cover a dot without words.
    """
    boxes = [(x - r, y - r, x + r, y + r) for x, y, r, _ in dots]
    taken, named = [*boxes], [box for box, dot in zip(boxes, dots, strict=True) if dot[3]]
    spots: list[Spot | None] = []
    for own, (x, y, r, text) in zip(boxes, dots, strict=True):
        around = [*_around(x, y, r, wide(text, size), size)] if text else []
        free = (found for among in (taken, named) for found in around if _free(found[1], among, own, height))
        spot, box = next(free, (None, None))
        spots.append(spot)
        if box:
            taken.append(box)
            named.append(box)
    return spots


def _around(x: float, y: float, r: float, broad: float, size: float) -> Iterable[tuple[Spot, Box]]:
    gap, high = r + 4, size * 0.36
    yield (x + gap, y + high, "start"), (x + gap, y - size / 2, x + gap + broad, y + size / 2)
    yield (x - gap, y + high, "end"), (x - gap - broad, y - size / 2, x - gap, y + size / 2)
    yield (x, y - gap, "middle"), (x - broad / 2, y - gap - size, x + broad / 2, y - gap)
    yield (x, y + gap + size * 0.8, "middle"), (x - broad / 2, y + gap, x + broad / 2, y + gap + size)


def _free(box: Box, taken: Sequence[Box], own: Box, height: float) -> bool:
    left, top, right, bottom = box
    if left < 0 or right > WIDTH or top < 0 or bottom > height:
        return False
    for other in taken:  # a chart is drawn in ten milliseconds: a loop takes half as long as `any`
        if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom and other is not own:
            return False
    return True
